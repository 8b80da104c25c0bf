"""The check that no text spells out a lifetime."""

import re
from collections.abc import Iterator

from tenantbook.checks.procedures import procedures_in
from tenantbook.checks.texts import plain_texts, texts_in
from tenantbook.content.library import Library
from tenantbook.model.problem import Problem

_NUMBER = (
    r"\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    r"forty-eight|sixty|ninety|an|half an"
)
_TIME = (
    r"minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|"
    r"minuten?|stunden?|std|tagen?|wochen?|monaten?|heures?|jours?|semaines?|mois|minutos?|horas?|días?|semanas?|mes(?:es)?|"
    r"minuut|uur|uren|dag|dagen|week|weken|maand|maanden|minut[ay]?|godzin[ay]?|dni|dzień|tygodni[ea]?|miesiąc[ea]?"
)
#: A stretch of time in words, in the languages that guides are written in most.
LIFETIME = re.compile(rf"\b(?:{_NUMBER})[\s-]*(?:{_TIME})\b", re.IGNORECASE)
_INSTEAD = (
    "print the fact, such as {{ tap.lifetime.maximum }}; if the platform fixes it for everyone, "
    "declare it under `platform:` in facts/ and print {{ platform('…') }}"
)
#: The same in code: a figure behind the name of a parameter.
LIFETIME_IN_CODE = re.compile(r"lifetimeInMinutes[^\w\n]{1,80}\d+", re.IGNORECASE)


def lifetimes_come_from_facts(library: Library) -> Iterator[Problem]:
    """A number about a tenant lives only in a snapshot: no text spells out a lifetime."""
    for text in texts_in(library):
        yield from (text.problem(line, says) for line, says in _lifetimes(text.text))
    for file, procedure in procedures_in(library):
        document = library.documents[file]
        for path, plain in plain_texts(procedure):
            yield from (Problem(file, document.line(path), says) for _, says in _lifetimes(plain))


def _lifetimes(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (LIFETIME, LIFETIME_IN_CODE):
        for found in pattern.finditer(text):
            lifetime = " ".join(found.group().split())
            yield text.count("\n", 0, found.start()) + 1, f"the literal lifetime {lifetime!r}: {_INSTEAD}"


CHECKS = (lifetimes_come_from_facts,)
