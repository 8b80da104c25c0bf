"""Grammars for tests: the project's English, and a German that is one file."""

from functools import cache
from pathlib import Path

from support.content import CONTENT, read_files, read_templates
from tenantbook.claims.grammar import Grammar, grammar_of
from tenantbook.content.library import Library, load_library

HERE = Path(__file__).parent


@cache
def bilingual() -> Library:
    """Return the project's content with one more language file."""
    german = (HERE / "german.yml").read_text(encoding="utf-8")
    library, problems = load_library({**read_files(CONTENT), "languages/de.yml": german}, read_templates())
    assert problems == []
    return library


@cache
def grammar(language: str = "en") -> Grammar:
    return grammar_of(bilingual(), language)
