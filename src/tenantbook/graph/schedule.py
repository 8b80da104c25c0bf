"""When which tenant is asked: so many at a time, none held up by one that hangs, and passing faults once more.

Imported only when tenants are read.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace

from tenantbook.graph.asked import Answer, OnDone, Wanted
from tenantbook.graph.failures import Failure, FailureKind
from tenantbook.model.place import Cloud

#: Seconds after which a tenant that has not answered gives its place to the next, and goes on beside the others.
PATIENCE = 2.0

#: Tenants that may go on so at once; with more, places are given back no sooner.
BESIDE = 64

#: The longest wait, in seconds, that a server may ask for before its tenant is asked once more.
LONGEST_WAIT = 300.0

#: What may be over when it is asked about again at the end of the run.
_PASSING = frozenset({FailureKind.THROTTLED, FailureKind.UNREACHABLE})

#: What is wrong with the application itself, so that every other tenant would answer the same.
_OF_ALL = frozenset({FailureKind.SECRET})


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking one tenant once came to. `wait` is how long it asked to be left alone, in seconds; None: not at all.

    `timed_out` says that its whole time limit passed.
    """

    result: Answer | Failure
    wait: float | None = None
    timed_out: bool = False

    @property
    def may_pass(self) -> bool:
        """Whether asking once more makes sense: where time ran out, only if the server asked to be left alone."""
        passing = isinstance(self.result, Failure) and self.result.kind in _PASSING
        return passing and (self.wait is not None or not self.timed_out)


Ask = Callable[[Wanted], Awaitable[Asked]]
Task = asyncio.Task[None]


@dataclass(slots=True)
class Round:
    """One run over many tenants: `jobs` at once, and `on_done` hears of each exactly once."""

    ask: Ask
    on_done: OnDone
    jobs: int
    again: list[tuple[Wanted, Asked, float]] = field(default_factory=list)
    broken: dict[Cloud, Failure] = field(default_factory=dict)

    async def over(self, wanted: Iterable[Wanted]) -> None:
        """Ask every tenant, and those whose fault may have passed once more at the end."""
        await self._each(((each, 0.0) for each in wanted), last=False)
        waiting, self.again = self.again, []
        now = asyncio.get_running_loop().time()
        later = [(each, max(0.0, at + (asked.wait or 0.0) - now)) for each, asked, at in waiting]
        await self._each(sorted(later, key=lambda each: each[1]), last=True)

    async def _each(self, wanted: Iterable[tuple[Wanted, float]], *, last: bool) -> None:
        pending, more = iter(wanted), True
        placed, beside = dict[Task, float](), set[Task]()
        now = asyncio.get_running_loop().time
        try:
            while more or placed or beside:
                while more and len(placed) < self.jobs:
                    following = next(pending, None)
                    more = following is not None
                    if following:
                        placed[asyncio.create_task(self._one(*following, last=last))] = now()
                if not placed and not beside:
                    break
                roomy = more and len(beside) < BESIDE
                soon = max(0.0, min(placed.values()) + PATIENCE - now()) if roomy else None
                done, _ = await asyncio.wait({*placed, *beside}, timeout=soon, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    placed.pop(task, None)
                    beside.discard(task)
                    task.result()
                _give_back(placed, beside, now() - PATIENCE if more else None)
        finally:
            for task in (*placed, *beside):
                task.cancel()
            await asyncio.gather(*placed, *beside, return_exceptions=True)

    async def _one(self, each: Wanted, wait: float, *, last: bool) -> None:
        # A long wait gives its place back by itself, as everything long does.
        await asyncio.sleep(min(wait, LONGEST_WAIT))
        if known := self.broken.get(each.cloud):
            self.on_done(replace(known, client=each.client))
            return
        asked = await self.ask(each)
        if asked.may_pass and not last:
            self.again.append((each, asked, asyncio.get_running_loop().time()))
            return
        if isinstance(asked.result, Failure) and asked.result.kind in _OF_ALL:
            self.broken[each.cloud] = asked.result  # each cloud has applications of its own
        self.on_done(asked.result)


def _give_back(placed: dict[Task, float], beside: set[Task], before: float | None) -> None:
    """Let those who began before a time go on beside, as long as there is room."""
    for task in [task for task, began in placed.items() if before is not None and began <= before]:
        if len(beside) < BESIDE:
            beside.add(task)
            del placed[task]
