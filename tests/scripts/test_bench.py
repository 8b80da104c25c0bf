"""What the bench decides without building anything: invented clients, its checks, its tables and its plot."""

import random
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from bench_check import check_pages, check_touched, size_of, times
from bench_clients import client_file, policy
from bench_floor import in_memory
from bench_main import shown, sizes
from bench_others import last_line, words_of
from bench_place import no_room
from bench_plot import Scale, svg
from bench_report import BenchError, Figures, Report, Run, Sample
from bench_tables import chapter, table, with_measured
from bench_words import ratios
from commands import SetupError

FIGURES = Figures(
    place="disk",
    clients=1000,
    sites=2000,
    pages=12,
    texts=90,
    different=200,
    files=50_000,
    linked=20_000,
    written=900_000_000,
    cold=Run(20.0, largest=100_000_000, together=250_000_000),
    restamped=Run(15.0),
    changed=0.3,
    nothing=0.1,
    checked=Run(5.0, largest=80_000_000),
    floor=16.0,
)
SAMPLE = Sample("disk", loop=0.5, one_process=0.3, zensical="not installed")
REPORT = Report("Linux, 2 cores", 1, (FIGURES, replace(FIGURES, clients=100, sites=200)), (SAMPLE,))


# --- the estate


def test_the_same_seed_invents_the_same_clients():
    one, other = random.Random(7), random.Random(7)
    assert [client_file(n, one) for n in range(9)] == [client_file(n, other) for n in range(9)]
    assert policy(one) == policy(other)


def test_every_policy_keeps_its_lifetimes_in_order():
    draw = random.Random(3)
    for drawn in (policy(draw) for _ in range(200)):
        assert drawn["tap.lifetime.minimum"] <= drawn["tap.lifetime.default"] <= drawn["tap.lifetime.maximum"]


def test_the_policies_reach_every_choice():
    draw = random.Random(1)
    drawn = [policy(draw) for _ in range(200)]
    assert {each["tap.enabled"] for each in drawn} == {each["tap.once"] for each in drawn} == {True, False}
    assert {len(each["tap.included"]) for each in drawn} == {0, 1, 2}
    assert {each["tap.lifetime.minimum"] == each["tap.lifetime.maximum"] for each in drawn} == {True, False}


# --- honest measuring


@pytest.mark.parametrize("content", [None, b""])
def test_a_page_that_is_missing_or_empty_stops_the_bench(tmp_path, content):
    if content is not None:
        (tmp_path / "index.html").write_bytes(content)
    with pytest.raises(BenchError, match=r"index\.html did not come out"):
        check_pages(tmp_path, ["index.html"])


def test_a_failed_measurement_is_told_in_words_with_exit_code_2():
    assert issubclass(BenchError, SetupError)


def test_files_of_the_client_that_changed_may_be_new():
    after = {"sites/a/client/index.html": 2, "sites/b/client/index.html": 1, "index.html": 1}
    assert after == check_touched({**after, "sites/a/client/index.html": 1}, after, "a")


@pytest.mark.parametrize("touched", ["sites/b/client/index.html", "sites/ab/client/index.html", "index.html"])
def test_a_file_of_anybody_else_stops_the_bench(touched):
    before = {"sites/a/client/index.html": 1, touched: 1}
    with pytest.raises(BenchError, match=f"such as {touched}"):
        check_touched(before, {"sites/a/client/index.html": 2, touched: 2}, "a")


def test_a_file_that_went_away_counts_as_touched():
    with pytest.raises(BenchError, match="1 files were touched"):
        check_touched({"index.html": 1}, {}, None)


def test_a_change_that_wrote_nothing_stops_the_bench():
    with pytest.raises(BenchError, match="policy of a changed"):
        check_touched({"index.html": 1}, {"index.html": 1}, "a")


def test_the_cache_is_not_looked_at(tmp_path):
    for name in ("cache/text/index.html", "sites/a/client/index.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert list(times(tmp_path)) == ["sites/a/client/index.html"]


def test_links_are_told_from_files_that_are_written(tmp_path):
    site = tmp_path / "sites" / "a"
    site.mkdir(parents=True)
    (tmp_path / "shared").write_bytes(b"12345")
    (site / "shared").hardlink_to(tmp_path / "shared")
    (site / "own").write_bytes(b"123")
    assert size_of(site) == (2, 1, 3)
    folders, links, contents = in_memory([site], tmp_path / "sites", tmp_path / "floor")
    assert folders == [str(tmp_path / "floor" / "a")]
    assert links == [(str(site / "shared"), str(tmp_path / "floor" / "a" / "shared"))]
    assert contents == [(str(tmp_path / "floor" / "a" / "own"), b"123")]


def test_a_place_that_is_not_there_or_lacks_room_is_told(tmp_path):
    assert no_room(tmp_path, 0) == ""
    assert "there is no folder" in no_room(tmp_path / "absent", 0)
    assert "may be needed" in no_room(tmp_path, 10**12)


def test_pages_are_compared_by_what_they_say():
    html = 'menu<!--tenantbook:begin--><h1 id="x">A &amp; B</h1>\n<p>c</p><div class="tb-record">{}</div>footer'
    assert words_of(html) == "A & B c"


def test_the_last_line_of_a_program_stands_out_of_its_frame():
    assert last_line("one\n\u2502 RuntimeError: two   \u2502\n") == "RuntimeError: two"


# --- what is shown


def test_sizes_are_read_smallest_first():
    assert sizes("1000,10,10") == (10, 1000)


def test_the_command_in_the_book_leaves_out_where_its_results_went():
    arguments = ["--clients", "9", "--json", "x.json", "--markdown=y.md", "--zensical"]
    assert list(shown(arguments)) == ["--clients", "9", "--zensical"]


def test_ratios_are_held_to_their_bounds():
    found = {ratio.says: (round(ratio.value, 3), ratio.reached) for ratio in ratios(FIGURES, SAMPLE)}
    assert found == {
        "loop of mkdocs / ours, cold": (50.0, True),
        "ours, cold / the floor": (1.25, True),
        "one client changed / cold": (0.015, True),
        "nothing changed / cold": (0.005, True),
    }
    in_memory_fs = ratios(replace(FIGURES, place="memory"), SAMPLE)
    assert [ratio.reached for ratio in in_memory_fs] == [False, True, True, True]


def test_what_is_not_measured_is_said_and_never_left_out():
    report = replace(REPORT, figures=(replace(FIGURES, cold=Run(20.0)),), left_out=("memory: no room",))
    for told in ("\n".join(table(report)), "\n".join(chapter(report, "command"))):
        assert "not installed" in told
        assert "not measured on this system" in told
        assert "memory: no room" in told


def test_the_measured_part_of_a_chapter_is_replaced_and_nothing_else():
    text = "before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n"
    assert with_measured(text, "new") == text.replace("old", "new")
    with pytest.raises(BenchError, match="no place for the figures"):
        with_measured("no marks", "new")


def test_the_plot_is_well_formed_and_has_a_line_for_each_way_of_building():
    root = ET.fromstring(svg(REPORT))
    lines = [node.get("class") for node in root.iter("{http://www.w3.org/2000/svg}polyline")]
    assert lines == ["line loop", "line cold", "line floor", "line changed", "line nothing"]


def test_a_scale_puts_decades_at_equal_steps():
    scale = Scale.of([20, 5000], 0, 300)
    assert scale.ticks() == [10, 100, 1000, 10000]
    assert [scale(tick) for tick in scale.ticks()] == pytest.approx([0, 100, 200, 300])


def test_a_scale_has_room_for_a_single_value():
    assert Scale.of([1000], 0, 100).ticks() == [1000, 10000]
