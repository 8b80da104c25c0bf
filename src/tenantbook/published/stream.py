"""What is made in the background, taken one by one in the foreground."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

#: How many items wait at the most for whoever takes them.
_AHEAD = 4
#: Seconds to wait for the end: the system may still be looking a name up, and can't be told to stop.
_LONGEST_END = 5


@dataclass(frozen=True, slots=True)
class _End:
    """There is nothing more, because of an error where there is one."""

    error: BaseException | None


class _Background(Generic[Item]):
    """A loop in a thread of its own, so that its clocks go on while the foreground is at work."""

    def __init__(self, make: Callable[[], AsyncGenerator[Item, None]]) -> None:
        self._make = make
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="published pages", daemon=True)
        self._thread.start()
        self._ready.wait()

    def _run(self) -> None:
        asyncio.run(self._fill())

    async def _fill(self) -> None:
        self._loop, self._items = asyncio.get_running_loop(), asyncio.Queue[Item | _End](_AHEAD)
        self._over = asyncio.Event()
        self._task = asyncio.create_task(self._put_all())
        self._ready.set()
        await self._over.wait()
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _put_all(self) -> None:
        error: BaseException | None = None
        try:
            async with aclosing(self._make()) as made:
                async for item in made:
                    await self._items.put(item)
        except Exception as raised:  # noqa: BLE001  # it is raised where the items are taken
            error = raised
        await self._items.put(_End(error))

    def take(self) -> Item | _End:
        return asyncio.run_coroutine_threadsafe(self._items.get(), self._loop).result()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_LONGEST_END)


def in_background(make: Callable[[], AsyncGenerator[Item, None]]) -> Iterator[Item]:
    """Yield what an asynchronous generator makes, a few items ahead; an error of its is raised here."""
    background = _Background(make)
    try:
        while not isinstance(item := background.take(), _End):
            yield item
        if item.error:
            raise item.error
    finally:
        background.stop()
