"""A miniature of the content and every page that it makes. `pytest tests/golden --bless` accepts a new answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from compose_golden import CONTENT, composed

from support.content import miniature, sound
from tenantbook.content.library import Library
from tenantbook.disk import write_tree

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="module")
def library() -> Library:
    return sound(miniature(CONTENT))


def test_the_miniature_makes_the_pages_that_are_expected(library: Library, request: pytest.FixtureRequest) -> None:
    files = {name: text.encode() for name, text in composed(library).items()}
    if request.config.getoption("--bless"):
        write_tree(EXPECTED, files)
    expected = {
        file.relative_to(EXPECTED).as_posix(): file.read_bytes() for file in EXPECTED.rglob("*") if file.is_file()
    }

    assert sorted(expected) == sorted(files)
    for name, data in files.items():
        assert expected[name].decode() == data.decode(), name


def test_ten_processes_with_different_hash_seeds_make_the_same_bytes() -> None:
    script = Path(__file__).parent / "compose_golden.py"
    running = [
        subprocess.Popen(
            [sys.executable, str(script)],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(script.parents[1])},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(10)
    ]
    digests = [process.communicate(timeout=60)[0].strip() for process in running]

    assert [process.returncode for process in running] == [0] * 10
    assert len(digests[0]) == 64
    assert digests[:1] * 10 == digests
