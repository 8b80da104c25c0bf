"""What the scripts decide before anything is installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from commands import SetupError, exit_code, guarded, quietly
from find_browser import COMMANDS, candidates, first_that, named_browser, no_browser_message
from find_php import EXTENSIONS, missing, named_php, no_php_message
from find_wordpress import mirror, private_apt, wordpress
from python_version import complaint
from setup_machine import (
    DEMO,
    PULL,
    TEST,
    WANTS,
    advice,
    ask,
    fingerprint_of,
    is_stamped,
    locked,
    no_venv_message,
    one_at_a_time,
    put_stamps,
    python_of,
)
from suite import is_ci, pytest_arguments, skips, summary, wordpress_and_php

ROOT = Path(__file__).resolve().parents[2]
FOR_SETUP = ["commands", "find_browser", "find_php", "find_wordpress", "python_version", "setup_machine", "suite"]
DOORS = ["demo.py", "test.py", "pull_policy.py", "bench.py"]


# --- which Python


def test_a_python_that_is_new_enough_hears_no_complaint():
    assert complaint((3, 11)) == ""
    assert complaint((4, 0)) == ""


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_a_python_that_is_too_old_is_told_which_one_is_needed_and_which_one_it_is(version):
    assert "needs Python 3.11 or newer" in complaint(version)
    assert f"this is Python {version[0]}.{version[1]}." in complaint(version)


@pytest.mark.parametrize("door", [*DOORS, "python_version.py"])
def test_what_an_old_python_reads_holds_no_syntax_that_it_lacks(door):
    tree = ast.parse((ROOT / "scripts" / door).read_text("utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.returns]


@pytest.mark.parametrize("door", DOORS)
def test_the_version_is_looked_at_before_anything_that_needs_a_new_python_is_imported(door):
    tree = ast.parse((ROOT / "scripts" / door).read_text("utf-8"))
    imported = [
        node.names[0].name if isinstance(node, ast.Import) else node.module
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert imported[:2] == ["sys", "python_version"]


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.py")), ids=lambda path: path.name)
def test_every_script_is_plain_ascii_so_that_any_console_can_show_what_it_says(script):
    assert script.read_bytes().isascii()


@pytest.mark.parametrize("name", FOR_SETUP)
def test_the_scripts_need_nothing_but_the_standard_library(name):
    own = {path.stem for path in (ROOT / "scripts").glob("*.py")}
    for node in ast.walk(ast.parse((ROOT / "scripts" / f"{name}.py").read_text("utf-8"))):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) else []
        assert {name.partition(".")[0] for name in names} <= own | sys.stdlib_module_names


# --- the virtual environment and what is in it


def test_the_python_of_a_virtual_environment_is_where_each_system_keeps_it():
    assert python_of(Path("v"), "linux") == Path("v/bin/python")
    assert python_of(Path("v"), "darwin") == Path("v/bin/python")
    assert python_of(Path("v"), "win32") == Path("v/Scripts/python.exe")


def test_a_folder_without_a_python_is_no_virtual_environment(tmp_path):
    assert ask(tmp_path) is None
    assert ask(tmp_path / "absent") is None


if sys.platform != "win32":  # which runs no shell scripts

    @pytest.mark.parametrize(
        ("script", "expected"),
        [
            ("exit 1", None),  # such as: no module named pip, after a run that was killed
            ("echo nonsense", None),
            ("echo '[[3, 10, 1], true]'", None),
            ("echo '[[3, 12, 1], true]'", ((3, 12, 1), True)),
        ],
    )
    def test_a_virtual_environment_counts_only_when_its_python_runs_and_is_new_enough(tmp_path, script, expected):
        python = tmp_path / "bin" / "python"
        python.parent.mkdir()
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
        venv = ask(tmp_path)
        assert expected == (venv and (venv.version, venv.has_tenantbook))


def test_any_change_that_matters_changes_the_fingerprint():
    first = fingerprint_of(b"[project]", (3, 12, 1), Path("/a"))
    assert first == fingerprint_of(b"[project]", (3, 12, 1), Path("/a"))
    others = {
        fingerprint_of(b"[project] ", (3, 12, 1), Path("/a")),
        fingerprint_of(b"[project]", (3, 12, 2), Path("/a")),
        fingerprint_of(b"[project]", (3, 12, 1), Path("/b")),
    }
    assert first not in others
    assert len(others) == 3


def test_what_the_tests_need_holds_what_the_demo_and_a_pull_need(tmp_path):
    put_stamps(tmp_path, TEST, "f")
    assert [is_stamped(tmp_path, want, "f") for want in WANTS] == [True, True, True]


def test_a_smaller_installation_does_not_pass_for_a_larger_one(tmp_path):
    put_stamps(tmp_path, PULL, "f")
    assert not is_stamped(tmp_path, DEMO, "f")
    assert not is_stamped(tmp_path, TEST, "f")


def test_an_older_stamp_does_not_count(tmp_path):
    put_stamps(tmp_path, DEMO, "old")
    assert not is_stamped(tmp_path, DEMO, "new")


def test_only_one_run_at_a_time_sets_the_machine_up(tmp_path):
    path = tmp_path / "build" / "setup.lock"
    with one_at_a_time(path), path.open("a+b") as other:
        assert not locked(other.fileno())
    with path.open("a+b") as other:
        assert locked(other.fileno())


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("ERROR: No matching distribution found for hatchling", "HTTPS_PROXY"),
        ("ProxyError('Cannot connect to proxy.')", "HTTPS_PROXY"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate; Connection broken", "PIP_CERT"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("something nobody has seen before", "pip's own words"),
    ],
)
def test_a_failure_of_pip_comes_with_what_to_do_about_it(words, remedy):
    assert remedy in advice(words)


def test_a_debian_without_venv_is_told_the_package_by_its_exact_name():
    assert "apt-get install -y python3.12-venv" in no_venv_message("python3.12-venv")


# --- the browser


def test_commands_on_the_path_come_before_the_folders_of_applications():
    mac = list(candidates("darwin", {}, Path("/Users/me")))
    assert tuple(mac[: len(COMMANDS)]) == COMMANDS
    assert mac[len(COMMANDS)] == "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    assert "/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium" in mac


def test_chromium_comes_first_of_all():
    assert next(candidates("linux", {}, Path("/root"))) == "chromium"


def test_windows_is_searched_where_it_keeps_programs_chrome_before_edge():
    folders = {"PROGRAMFILES": "C:/P", "LOCALAPPDATA": "C:/L"}
    assert list(candidates("win32", folders, Path("C:/me")))[len(COMMANDS) :] == [
        "C:/P/Google/Chrome/Application/chrome.exe",
        "C:/L/Google/Chrome/Application/chrome.exe",
        "C:/P/Microsoft/Edge/Application/msedge.exe",
        "C:/L/Microsoft/Edge/Application/msedge.exe",
        "C:/P/Chromium/Application/chrome.exe",
        "C:/L/Chromium/Application/chrome.exe",
    ]


def test_a_browser_that_does_not_start_is_passed_over():
    assert first_that(lambda path: path != "stub", iter(["stub", "real", "other"])) == "real"
    assert first_that(lambda _: False, iter(["stub"])) is None


def test_a_browser_that_the_environment_names_must_be_there():
    assert named_browser(sys.executable) == sys.executable
    with pytest.raises(SetupError, match="TENANTBOOK_BROWSER names /no/such, which cannot be run"):
        named_browser("/no/such")


@pytest.mark.parametrize(("platform", "command"), [("linux", "apt-get"), ("darwin", "brew"), ("win32", "winget")])
def test_a_machine_without_a_browser_is_told_exactly_what_to_run(platform, command):
    assert f"{command} " in no_browser_message(platform)
    assert "TENANTBOOK_BROWSER" in no_browser_message(platform)


# --- running and judging


def test_what_stands_in_the_way_ends_in_words_and_exit_code_2(capsys):
    def fails() -> int:
        raise SetupError("Do this.")

    assert guarded(fails) == 2
    assert capsys.readouterr().err == "\nDo this.\n"


def test_an_exit_code_is_passed_on_as_it_is():
    assert guarded(lambda: 3) == 3
    assert exit_code(3) == 3
    assert exit_code(-15) == 143


def test_a_command_that_does_not_exist_is_a_failure_and_no_crash():
    assert quietly(["/no/such/command"])[0] == 127


def test_a_command_in_silence_gives_all_it_said():
    both = "import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(4)"
    code, output = quietly([sys.executable, "-c", both])
    assert (code, output.split()) == (4, ["out", "err"])


def test_everything_after_the_dashes_goes_to_pytest():
    assert pytest_arguments([]) == []
    assert pytest_arguments(["--", "tests/x.py", "-q"]) == ["tests/x.py", "-q"]
    assert pytest_arguments(["-k", "browser", "--", "x"]) == ["-k", "browser", "--", "x"]


RESULTS = """<testsuites><testsuite>
<testcase classname="tests.a" name="passes"/>
<testcase classname="tests.a" name="waits"><skipped type="pytest.skip" message="no browser"/></testcase>
<testcase classname="tests.a" name="known"><skipped type="pytest.xfail" message="a known fault"/></testcase>
</testsuite></testsuites>"""


def test_a_skipped_test_is_found_in_the_results_and_an_expected_failure_is_not_one():
    assert skips(RESULTS) == ["tests.a::waits: no browser"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, False), ({"CI": ""}, False), ({"CI": "false"}, False), ({"CI": "true"}, True), ({"CI": "1"}, True)],
)
def test_a_ci_service_is_known_by_its_variable(environment, expected):
    assert is_ci(environment) is expected


def test_the_last_line_names_every_step_and_how_it_ended():
    assert summary({"mypy": 0, "pytest": 1}) == "mypy: ok   pytest: failed (1)"


if sys.platform != "win32":  # which runs no shell scripts

    def test_what_ci_runs_is_sound_bash_and_executable():
        script = ROOT / ".ci" / "run"
        assert script.stat().st_mode & 0o111
        subprocess.run(["bash", "-n", str(script)], check=True)


# --- WordPress and its PHP


def test_a_php_that_lacks_an_extension_is_told_which(tmp_path):
    assert missing("[PHP Modules]\n" + "\n".join(EXTENSIONS)) == []
    assert missing("curl\r\nxml\r\nmbstring\r\n") == ["pdo_sqlite"]
    assert missing("") == list(EXTENSIONS)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_a_machine_without_php_is_told_what_to_run(platform):
    assert "\n  " in no_php_message(platform)
    assert "TENANTBOOK_PHP" in no_php_message(platform)


def test_a_php_named_by_the_environment_must_run():
    with pytest.raises(SetupError, match="TENANTBOOK_PHP names no-such-php, which cannot be run"):
        named_php("no-such-php")


def test_a_wordpress_named_by_the_environment_must_be_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TENANTBOOK_WORDPRESS", str(tmp_path))
    with pytest.raises(SetupError, match="which holds no WordPress"):
        wordpress()


def test_packages_of_another_release_leave_the_systems_own_sources_alone(tmp_path):
    options = " ".join(private_apt(tmp_path, "trixie"))
    assert "Dir::Etc::sourceparts=/dev/null" in options
    assert f"Dir::State::lists={tmp_path}" in options
    assert f" {mirror()} trixie main" in (tmp_path / "sources.list").read_text()


def test_where_no_wordpress_can_be_had_its_tests_are_left_out_aloud_but_never_in_ci(monkeypatch, capsys):
    monkeypatch.setenv("TENANTBOOK_PHP", "no-such-php")
    monkeypatch.delenv("CI", raising=False)
    assert wordpress_and_php() == {}
    assert "NOT TESTED: what needs a WordPress." in capsys.readouterr().err
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SetupError):
        wordpress_and_php()
