"""Menu paths in prose: a chain of steps that places know, today's or a former one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tenantbook.model.claim import Truth
from tenantbook.model.place import Place

_SIGN = r"[\s\"'“”‘’«»*_`>›→⇒➔|/:,.+&;=-]|[–—]"
_LONGEST_GAP = 60


@dataclass(frozen=True, slots=True)
class Route:
    """One menu path of a place; `former` says until when it led there."""

    place: str
    steps: tuple[str, ...]
    source: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class PathFound:
    """A menu path in a text: the place it is about, how true it is, and where it stands."""

    place: str
    truth: Truth
    why: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Menus:
    """Every menu path that is known."""

    routes: tuple[Route, ...]
    roots: frozenset[str]
    step: re.Pattern[str] | None
    between: re.Pattern[str]

    @staticmethod
    def of(places: Mapping[str, Place], joining: Iterable[str]) -> "Menus":
        """Return the menu paths of all places. `joining` are the words that stand between steps."""
        routes = tuple(_routes(places))
        roots = frozenset(_roots(places))
        labels = {step for route in routes for step in route.steps} | roots
        each = sorted((_label(label) for label in labels), key=len, reverse=True)
        words = "|".join(re.escape(word) for word in sorted(joining, key=len, reverse=True)) or "(?!)"
        return Menus(
            routes,
            roots,
            re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})(?![^\W_])", re.IGNORECASE) if routes else None,
            re.compile(rf"(?:{_SIGN}|(?<![^\W_])(?:{words})(?![^\W_]))*+", re.IGNORECASE),
        )

    def paths_in(self, text: str) -> Iterator[PathFound]:
        """Yield every menu path of a sentence about which something is known."""
        for chain in self._chains(text):
            found = self._judge([_key(step.group()) for step in chain], chain[0].start(), chain[-1].end())
            if found:
                yield found

    def _chains(self, text: str) -> Iterator[list[re.Match[str]]]:
        chain: list[re.Match[str]] = []
        for step in self.step.finditer(text) if self.step else ():
            if chain and self._joined(text[chain[-1].end() : step.start()]):
                chain.append(step)
                continue
            if len(chain) > 1:
                yield chain
            # Menus are written with a capital: "identity" in a sentence is no menu.
            chain = [step] if step.group()[0].isupper() else []
        if len(chain) > 1:
            yield chain

    def _joined(self, gap: str) -> bool:
        if len(gap) > _LONGEST_GAP or not self.between.fullmatch(gap):
            return False
        return any(sign in gap for sign in ">›→⇒➔»|/–—") or " - " in gap or any(each.isalpha() for each in gap)

    def _judge(self, chain: list[str], start: int, end: int) -> PathFound | None:
        rooted = chain[0] in self.roots
        steps = tuple(step for step in chain if step not in self.roots)
        if not steps:
            return None
        now = self._best(steps, former=False)
        if now and (len(steps) > 1):
            return PathFound(now.place, Truth.EVERYWHERE, "This is today's menu path.", now.source, start, end)
        before = self._best(steps, former=True) if len(steps) > 1 else None
        if before:
            today = self._today(before.place)
            why = f"The menu was there until about {before.former}; today it is {' > '.join(today.steps)}."
            return PathFound(before.place, Truth.WRONG, why, today.source, start, end)
        cut = next((route for route in self._current() if _lacks_start(route, steps)), None) if rooted else None
        if cut:
            why = f"The path leaves steps out; in full it is {' > '.join(cut.steps)}."
            return PathFound(cut.place, Truth.UNSURE, why, cut.source, start, end)
        return None

    def _best(self, steps: tuple[str, ...], *, former: bool) -> Route | None:
        """Return the route that has most of the steps from its beginning; its last steps may be other menus'."""
        fitting = [route for route in self.routes if bool(route.former) == former and _common(route, steps) > 1]
        return max(fitting, key=lambda route: _common(route, steps), default=None)

    def _current(self) -> Iterator[Route]:
        return (route for route in self.routes if not route.former)

    def _today(self, place: str) -> Route:
        return next(route for route in self._current() if route.place == place)


def _common(route: Route, steps: tuple[str, ...]) -> int:
    same = 0
    for ours, theirs in zip(route.steps, steps, strict=False):
        if _key(ours) != theirs:
            return 0 if same < 2 else same  # noqa: PLR2004 # one step in common is no path
        same += 1
    return same


def _lacks_start(route: Route, steps: tuple[str, ...]) -> bool:
    keys = tuple(_key(step) for step in route.steps)
    return any(keys[begin : begin + len(steps)] == steps for begin in range(1, len(keys)))


def _routes(places: Mapping[str, Place]) -> Iterator[Route]:
    for name, place in places.items():
        spots = [spot for spot in place.clouds.values() if spot.menu]
        for spot in spots:
            yield Route(name, spot.menu or (), spot.source)
        for old in place.former if spots else ():
            yield Route(name, old.menu, old.source, f"{old.until:%B %Y}")


def _roots(places: Mapping[str, Place]) -> Iterator[str]:
    """Yield what a path may begin with: sites by their label, with or without Microsoft's name, and by address."""
    for place in places.values():
        for spot in place.clouds.values():
            if spot.address and spot.address.count("/") == 2:  # noqa: PLR2004 # a site, not a page in it
                yield _key(place.label)
                yield _key(place.label).removeprefix("microsoft ")
                yield _key(spot.address.removeprefix("https://"))


def _label(label: str) -> str:
    """Return an expression for a step. "the user" stands for whoever it is: any article will do."""
    if label.startswith("the "):
        return rf"(?:(?:the|a|your|that)\s+)?{re.escape(label.removeprefix('the '))}"
    return r"\s+".join(re.escape(word) for word in label.split())


def _key(step: str) -> str:
    plain = " ".join(step.casefold().split())
    for article in ("the ", "a ", "your ", "that "):
        plain = plain.removeprefix(article)
    return plain
