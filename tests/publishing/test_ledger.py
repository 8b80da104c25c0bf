"""The ledger: what goes in comes out, a change is one line, and whatever is cut short is read as far as it is whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantbook.disk import Workspace, read_text
from tenantbook.model.audience import Surface
from tenantbook.model.publication import ArticleId, Sent
from tenantbook.plan.ledger import (
    DamagedLedgerError,
    Kept,
    Ledger,
    journal_line,
    read_ledger,
    with_journal,
    write_ledger,
)
from tenantbook.publishing.ledger import LedgerError, open_ledger, read_published

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PAGES = st.sampled_from(["use-pass", "create-pass", "start", "-"])
SENT = st.builds(Sent, WORDS, WORDS, WORDS, WORDS, st.just(NOW), WORDS, st.dictionaries(WORDS, WORDS, max_size=3))
KEPT = st.builds(Kept, st.none() | SENT, st.sampled_from(["", '{"v":1,"page":"ü"}']), WORDS, WORDS)
IDS = st.builds(
    ArticleId, st.just("acme"), st.sampled_from(Surface), st.sampled_from(["", "end-user"]), PAGES, st.just("en")
)
LEDGERS = st.dictionaries(IDS, KEPT, max_size=6)


def article(page: str) -> ArticleId:
    return ArticleId("acme", Surface.CLIENT, "end-user", page, "en")


def kept(theirs: str = "theirs") -> Kept:
    return Kept(Sent("7", "https://example.com/7", "ours", theirs, NOW, "One"), '{"v":1}')


@given(LEDGERS)
def test_what_is_written_is_read_again(entries: dict[ArticleId, Kept]) -> None:
    ledger = Ledger("portal", entries)
    assert ledger == read_ledger(write_ledger(ledger), "portal")
    assert write_ledger(ledger) == write_ledger(read_ledger(write_ledger(ledger), "portal"))


@given(LEDGERS, st.integers(0))
def test_a_journal_cut_short_anywhere_is_read_up_to_its_last_whole_line(
    entries: dict[ArticleId, Kept], cut: int
) -> None:
    lines = [journal_line(each, known) for each, known in entries.items()]
    text = "".join(lines)[: cut % (sum(map(len, lines)) + 1)]
    whole = text.count("\n")
    read = with_journal(Ledger("portal"), text)
    assert read == Ledger("portal", dict(list(entries.items())[:whole]))


def test_a_change_of_one_article_changes_one_line() -> None:
    before = {article(f"page-{number}"): kept() for number in range(5)}
    after = {**before, article("page-3"): kept("edited")}
    lines = [write_ledger(Ledger("portal", entries)).splitlines() for entries in (before, after)]
    assert len([1 for one, other in zip(*lines, strict=True) if one != other]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"v": 1, "target": "other", "articles": {}}',
        '{"v": 2, "target": "portal", "articles": {}}',
        '{"v": 1, "target": "portal", "articles": []}',
        '{"v": 1, "target": "portal", "articles": {"../x": {}}}',
        '{"v": 1, "target": "portal", "articles": {"a/client/-/b/en": 3}}',
        '{"v": 1, "target": "portal", "articles": {"a/client/-/b/en": {"key": 3}}}',
        '{"v": 1, "target": "portal", "articles": {"a/client/-/b/en": {}, "a/client/-/b/en": {}}}',
        '{"v": 1, "target": "portal",\n<<<<<<< ours\n "articles": {}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_ledger_is_not_read(text: str) -> None:
    with pytest.raises(DamagedLedgerError):
        read_ledger(text, "portal")


def test_a_change_is_on_disk_before_the_next_is_made(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path)
    with open_ledger(workspace, "portal") as ledger:
        ledger.note(article("one"), kept())
        assert read_published(workspace, "portal").kept == {article("one"): kept()}
        ledger.note(article("two"), kept())
        ledger.forget(article("one"))
        assert read_published(workspace, "portal").kept == {article("two"): kept()}
        assert not (tmp_path / "published/portal.json").exists()
    assert read_ledger(read_text(tmp_path / "published/portal.json"), "portal").kept == {article("two"): kept()}
    assert not (tmp_path / "published/portal.journal").exists()


def test_a_run_that_fails_leaves_its_ledger_whole(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path)

    def fail() -> None:
        with open_ledger(workspace, "portal") as ledger:
            ledger.note(article("one"), kept())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read_published(workspace, "portal").kept == {article("one"): kept()}


def test_a_damaged_journal_is_told_and_kept(tmp_path: Path) -> None:
    journal = tmp_path / "published/portal.journal"
    journal.parent.mkdir()
    journal.write_text("nothing that one could read\n", encoding="utf-8")
    told = r"^published/portal\.journal cannot be used: line 1.*Move it away"
    with pytest.raises(LedgerError, match=told), open_ledger(Workspace.at(tmp_path), "portal"):
        pass
    assert journal.read_text("utf-8") == "nothing that one could read\n"
