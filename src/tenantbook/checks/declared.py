"""Checks on what is declared: facts, places, roles, audiences."""

from collections.abc import Iterator

from tenantbook.content.kinds import kind_of
from tenantbook.content.library import Library
from tenantbook.content.parse import suggest
from tenantbook.facts import expression_problem
from tenantbook.model.policy import Kind, PolicyFile
from tenantbook.model.problem import Problem
from tenantbook.pages.names import FUNCTIONS, OBJECTS, TRUTHS, WORDS
from tenantbook.values import decode_value, is_worded


def facts_are_declared_once(library: Library) -> Iterator[Problem]:
    """A fact or platform figure has one declaration, or nobody knows which one counts."""
    seen: dict[str, str] = {}
    for file, policy in library.policies.items():
        for section, names in (("facts", policy.facts), ("derived", policy.derived), ("platform", policy.platform)):
            for name in names:
                line = library.documents[file].line((section, name))
                if name in seen:
                    yield Problem(file, line, f"{name} is declared already, in {seen[name]}")
                seen.setdefault(name, f"{file}:{line}")


def fact_names_nest(library: Library) -> Iterator[Problem]:
    """No fact's name is the beginning of another's, and none hides a word of the template language."""
    taken = {*FUNCTIONS, *OBJECTS, *WORDS, *TRUTHS}
    named = {*library.facts, *library.derived}
    for file, policy in library.policies.items():
        for section, name in (
            *(("facts", name) for name in policy.facts),
            *(("derived", name) for name in policy.derived),
        ):
            line = library.documents[file].line((section, name))
            above = next((other for other in named if name.startswith(f"{other}.")), None)
            if above:
                yield Problem(file, line, f"{name} stands below the fact {above}; rename one of them")
            if name.partition(".")[0] in taken:
                yield Problem(file, line, f"{name} begins with a word that templates use for something else")


def expressions_are_sound(library: Library) -> Iterator[Problem]:
    """Every JMESPath expression can be read."""
    for file, policy in library.policies.items():
        document = library.documents[file]
        for path, expression in _expressions(policy):
            wrong = expression_problem(expression)
            if wrong:
                yield Problem(file, document.line(path), f"{expression!r} is not JMESPath: {wrong}")


def _expressions(policy: PolicyFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("under",), policy.under
    for name, fact in policy.facts.items():
        yield ("facts", name, "at"), fact.at
    for position, rule in enumerate(policy.rules):
        yield ("rules", position, "holds"), rule.holds


def defaults_are_values(library: Library) -> Iterator[Problem]:
    """A default, and what the house assumes, is a value of its fact's kind and within its range."""
    for file, policy in library.policies.items():
        for name, fact in policy.facts.items():
            for key, literal in (("default", fact.default), ("house", fact.house)):
                try:
                    if literal is not None or key == "default":
                        decode_value(literal, fact)
                except ValueError as error:
                    yield Problem(file, library.documents[file].line(("facts", name, key)), f"{name}: {key}: {error}")


def kinds_have_what_they_need(library: Library) -> Iterator[Problem]:
    """A duration has a unit of time, a choice its choices."""
    for file, policy in library.policies.items():
        for name, fact in policy.facts.items():
            line = library.documents[file].line(("facts", name))
            if fact.kind is Kind.DURATION and fact.unit not in ("minutes", "hours", "days"):
                yield Problem(file, line, f"{name}: a duration needs `unit:` minutes, hours or days")
            if fact.kind is Kind.CHOICE and not fact.choices:
                yield Problem(file, line, f"{name}: a choice needs `choices:`, each with how it reads")


def audiences_are_like_known_ones(library: Library) -> Iterator[Problem]:
    """`like:` names an audience on the same surface, and does not lead in a circle."""
    file = "audiences.yml"
    for name, audience in library.audiences.items():
        line = library.documents[file].line(("audiences", name, "like"))
        other = library.audiences.get(audience.like) if audience.like else None
        if audience.like and other is None:
            yield Problem(file, line, f"unknown audience {audience.like!r}{suggest(audience.like, library.audiences)}")
        elif other and other.surface is not audience.surface:
            yield Problem(file, line, f"{audience.like} is for the {other.surface} surface, {name} is not")
        elif other and library.audiences[list(library.reads(name))[-1]].like:
            yield Problem(file, line, f"`like:` leads in a circle from {name}")


def languages_hold_every_word(library: Library) -> Iterator[Problem]:
    """Every language has the words that another one has, since templates ask for them by name."""
    wanted = {word for language in library.languages.values() for word in language.words}
    for file, entry in library.files.items():
        if kind_of(file) and file.startswith("languages/"):
            words = getattr(entry, "words", {})
            for word in sorted(wanted - set(words)):
                yield Problem(file, library.documents[file].line(("words",)), f"the word {word!r} is missing")


def locales_word_durations_and_dates(library: Library) -> Iterator[Problem]:
    """Every language's locale has words for durations and dates."""
    for code, language in library.languages.items():
        if not is_worded(language.locale):
            file = f"languages/{code}.yml"
            says = f"no durations and dates are known for the locale {language.locale!r}; one that is: de_DE"
            yield Problem(file, library.documents[file].line(("locale",)), says)


CHECKS = (
    facts_are_declared_once,
    fact_names_nest,
    expressions_are_sound,
    defaults_are_values,
    kinds_have_what_they_need,
    audiences_are_like_known_ones,
    languages_hold_every_word,
    locales_word_durations_and_dates,
)
