"""The demo, told once as a newcomer would see it: in a process of its own, from start to end."""

import re
import subprocess
from pathlib import Path

import pytest
from estates import DEMO_CLIENTS, SURFACES, Estate, new_estate, tree

pytestmark = pytest.mark.socket


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Estate, "subprocess.CompletedProcess[str]"]:
    estate = new_estate(tmp_path_factory.mktemp("demo") / "estate", {}, {})
    return estate, estate.spawn("demo", "--once")


def test_every_step_ends_as_the_story_says(told: tuple[Estate, "subprocess.CompletedProcess[str]"]) -> None:
    _, done = told
    codes = [int(code) for code in re.findall(r"^exit (\d) after", done.stdout, re.MULTILINE)]
    assert (done.returncode, done.stderr, codes) == (0, "", [3, 3, 3, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0]), (
        done.stdout
    )


def test_the_story_names_what_drifted_and_what_could_not_be_read(
    told: tuple[Estate, "subprocess.CompletedProcess[str]"],
) -> None:
    _, done = told
    for sentence in (
        "lantern-travel: not read: Graph refuses /policies/authenticationMethodsPolicy",
        "lantern-travel: left out: ",
        "drift: tap.lifetime.maximum: the page says 8 hours, the tenant says 4 hours",
        "drift: tap.once: the page says no, chosen for each pass, the tenant says yes, for every pass",
        "create  98 articles of 7 clients: new",
        "error: edited: the page has been changed since it was built",
        "refused northwind-dental/client/end-user/use-pass/en: changed there by hand",
        "7 clients are all right: 91 pages",
        "Every step ended as it should. 7 clients, two sites each:",
    ):
        assert sentence in done.stdout


def test_every_client_has_two_sites_in_the_end(told: tuple[Estate, "subprocess.CompletedProcess[str]"]) -> None:
    estate, _ = told
    clients = sorted(file.stem for file in DEMO_CLIENTS.glob("*.yml"))
    sites = {
        (place.parent.parent.name, place.parent.name)
        for place in (estate.workspace.build / "demo/sites").glob("*/*/index.html")
    }
    assert {(client, surface) for client in clients for surface in SURFACES} == sites
    overview = (estate.workspace.build / "demo/index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+)"', overview)
    assert [link for link in links if not (estate.workspace.build / "demo" / link).is_file()] == []
    assert 2 + len(clients) * 2 == len(links)


def test_the_demo_leaves_the_project_s_own_content_alone(
    told: tuple[Estate, "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    estate, _ = told
    untouched = new_estate(tmp_path / "estate", {}, {})
    before, after = tree(untouched.root), tree(estate.root)
    assert before == {name: digest for name, digest in after.items() if not name.startswith("build/")}


def test_the_demo_says_no_secret_and_no_colour(told: tuple[Estate, "subprocess.CompletedProcess[str]"]) -> None:
    _, done = told
    assert re.findall(r"\x1b|[A-Za-z0-9_-]{40}", done.stdout) == []
