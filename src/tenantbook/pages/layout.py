"""The parts of a procedure as one reader sees them: chosen, rendered, ready for the page template."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tenantbook.content.library import Library
from tenantbook.model.policy import Fact, Kind
from tenantbook.model.procedure import Notice, Part, Row, Step
from tenantbook.pages.frame import FactInUse
from tenantbook.pages.names import Vocabulary
from tenantbook.pages.slots import AGREED, DIFFERS
from tenantbook.pages.template import Templates, mark_facts
from tenantbook.values import duration_in_words, in_minutes, in_words


class UnknownFactError(LookupError):
    """A page asks for a fact that its library does not declare; validation finds this first."""


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice with its text rendered."""

    tone: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its texts rendered."""

    do: str
    detail: str
    notice: ShownNotice | None


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One row of a facts table. `value` is the fact itself, so that the template prints its slot.

    `differs` and `agreed` are slots of the word that says so and of who answers for that, empty where the value is the
    recommended one. Slots and no choices: else every fact would double the number of pages.
    """

    label: str
    means: str
    allows: str
    value: FactInUse
    recommended: str
    why: str
    differs: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as it is laid out; what a part does not hold is empty."""

    heading: str | None
    text: str
    notice: ShownNotice | None
    steps: tuple[ShownStep, ...]
    points: tuple[ShownStep, ...]
    tabs: Mapping[str, str]
    facts: tuple[ShownFact, ...]
    head: tuple[str, str] | None
    rows: tuple[tuple[str, str], ...]
    message: str
    label: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Chooses and renders for one reader. `names` is what its templates may name."""

    library: Library
    templates: Templates
    vocabulary: Vocabulary
    names: Mapping[str, object]

    def flag(self, name: str) -> bool:
        """Return whether a flag holds, or what is derived; the page then leans on the facts behind it."""
        derived = self.library.derived.get(name)
        return self._holds(derived.holds) if derived else bool(self._fact(name))

    def parts(self, page: str, parts: Iterable[Part]) -> Iterator[Shown]:
        """Yield what of a page's parts this reader sees."""
        for part in parts:
            yield from self._part(page, part)

    def _part(self, page: str, part: Part) -> Iterator[Shown]:
        if not (self._is_for(page, part.audiences) and self._holds(part.when)):
            return
        if part.use:
            used, _, name = part.use.partition("#")
            for found in self._parts_named(used, name):
                yield from self._part(used, found.model_copy(update={"heading": part.heading or found.heading}))
            return
        shown = self._shown(page, part)
        if shown:
            yield shown

    def _parts_named(self, page: str, name: str) -> Iterator[Part]:
        found = self.library.procedure(page, self.vocabulary.reader.language)
        return (part for part in (found[0].parts if found else ()) if part.id == name)

    def _shown(self, page: str, part: Part) -> Shown | None:
        rows = self._rows(page, part.table.rows) if part.table else ()
        shown = Shown(
            heading=part.heading,
            text=self._text(part.text),
            notice=self._notice(part.notice),
            steps=self._steps(page, part.steps),
            points=self._steps(page, part.points),
            tabs={name: text for name, source in part.tabs.items() if (text := self._text(source))},
            facts=tuple(self._fact_row(name) for name in part.facts),
            head=part.table.head if part.table and rows else None,
            rows=rows,
            message=self._message(part.message),
            label=part.label,
            after=self._text(part.after),
        )
        holds_anything = any(getattr(shown, name) for name in Shown.__slots__ if name not in ("heading", "label"))
        return shown if holds_anything else None

    def _steps(self, page: str, steps: Iterable[Step]) -> tuple[ShownStep, ...]:
        return tuple(
            ShownStep(self._text(step.do), self._text(step.detail), self._notice(step.notice))
            for step in steps
            if self._is_for(page, step.audiences) and self._holds(step.when)
        )

    def _rows(self, page: str, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (_cell(self._text(row.left)), _cell(self._text(row.right)))
            for row in rows
            if self._is_for(page, row.audiences) and self._holds(row.when)
        )

    def _notice(self, notice: Notice | None) -> ShownNotice | None:
        return ShownNotice(notice.tone.value, notice.title, self._text(notice.text)) if notice else None

    def _text(self, text: str | None) -> str:
        return self.templates.markdown(text, self.names) if text else ""

    def _message(self, text: str | None) -> str:
        if not text:
            return ""
        facts = self.library.facts

        def fact_of(slot: str) -> str | None:
            name = self.vocabulary.uses.slots.name_of(slot)
            return name if name in facts else None

        return mark_facts(self.templates.plain(text, self.names), fact_of)

    def _is_for(self, page: str, audiences: tuple[str, ...] | None) -> bool:
        own = audience_in(self.library, page, self.vocabulary.reader.audience)
        return own is not None and (audiences is None or own in audiences)

    def _holds(self, condition: str | None) -> bool:
        return condition is None or self.templates.holds(condition, self.names)

    def _fact(self, name: str) -> FactInUse:
        found: object = self.names
        for part in name.split("."):
            found = found[part] if isinstance(found, Mapping) else None
        if not isinstance(found, FactInUse):
            raise UnknownFactError(name)
        return found

    def _fact_row(self, name: str) -> ShownFact:
        fact, value = self.library.facts[name], self._fact(name)
        advice = self.library.baseline.get(name)
        uses = self.vocabulary.uses
        differs, agreed = (
            uses.slots.text(f"{before}{name}", uses.language) if advice else "" for before in (DIFFERS, AGREED)
        )
        return ShownFact(
            label=fact.label,
            means=fact.means,
            allows=self._allows(fact),
            value=value,
            recommended=self.vocabulary.recommended(name) if advice else "",
            why=advice.why if advice else "",
            differs=differs,
            agreed=agreed,
        )

    def _allows(self, fact: Fact) -> str:
        """Return what the platform allows for a fact, in words."""
        word, language = self.vocabulary.word, self.vocabulary.language
        match fact.kind:
            case Kind.DURATION if fact.range:
                low, high = (duration_in_words(in_minutes(end, fact), language.locale) for end in fact.range)
                return f"{low} {word('range-to')} {high}"
            case Kind.COUNT if fact.range:
                high = in_words(fact.range[1], fact, language.locale, language.words)
                return f"{fact.range[0]} {word('range-to')} {high}"
            case Kind.FLAG:
                both = (in_words(value, fact, language.locale, language.words) for value in (True, False))
                return f" {word('or')} ".join(both)
            case Kind.CHOICE:
                return f" {word('or')} ".join((fact.choices or {}).values())
            case Kind.TARGETS:
                return word("any-groups" if fact.default else "any-group")
            case _:
                return word("any-value")


def audience_in(library: Library, page: str, audience: str) -> str | None:
    """Return as which audience a reader reads a page: its own name, else the first that it is like."""
    found = library.procedure(page, "")
    return next((name for name in library.reads(audience) if found and name in found[0].audiences), None)


def _cell(text: str) -> str:
    """Return Markdown for a table's cell, which is one line without bare pipes."""
    return " ".join(text.replace("|", "\\|").split("\n"))
