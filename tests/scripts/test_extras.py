"""What is missing is named before anything is done, each with a command for a package and for a clone."""

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from tenantbook.model import extras
from tenantbook.model.extras import EXTRAS, missing_of, to_install
from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.place import place_at

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

#: Packages whose module has another name.
MODULES = {"azure-identity": "azure.identity", "msgraph-sdk": "msgraph", "resvg-py": "resvg_py"}


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_is_looked_for_by_all_that_it_declares(extra: str) -> None:
    packages = [re.split(r"[<>=\[ ]", each, maxsplit=1)[0] for each in DECLARED[extra]]
    assert sorted(EXTRAS[extra]) == sorted(MODULES.get(package, package) for package in packages)
    assert missing_of(extra) == ()


@pytest.mark.parametrize("module", EXTRAS["publish"])
def test_one_of_several_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == module else find_spec(name))
    assert missing_of("publish") == (module,)


def test_a_site_that_cannot_be_read_for_that_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "httpx" else find_spec(name))
    with pytest.raises(UnreadablePlaceError) as caught:
        place_at("https://kb.example.com")
    assert "pip install 'tenantbook[check]'" in caught.value.mend
    assert "pip install -e '.[check]'" in caught.value.mend


def test_no_text_of_ours_names_one_command_only() -> None:
    texts = [(file, file.read_text(encoding="utf-8")) for file in sorted((ROOT / "src").rglob("*.py"))]
    assert [file.name for file, text in texts if "pip install -e" in text] == ["extras.py"]
    assert "tenantbook[graph]" in to_install("graph")
