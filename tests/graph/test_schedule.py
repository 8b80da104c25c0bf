"""Who is asked when: hanging tenants hold up nobody, and what may have passed is asked once more at the end."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tenantbook.graph import schedule
from tenantbook.graph.asked import Answer, Wanted
from tenantbook.graph.failures import Failure, FailureKind
from tenantbook.graph.schedule import Asked, Round
from tenantbook.model.place import Cloud

#: Far longer than any of this takes: only a deadlock reaches it.
LIMIT = 60

Ask = Callable[[Wanted], Awaitable[Asked]]


def tenants(count: int) -> list[Wanted]:
    return [Wanted(f"c{number}", "", Cloud.GLOBAL, ()) for number in range(count)]


def answer(each: Wanted) -> Asked:
    return Asked(Answer(each.client, "", {}, {}))


def failed(each: Wanted, kind: FailureKind, wait: float | None = None, *, timed_out: bool = False) -> Asked:
    return Asked(Failure(each.client, "why", "what to do", kind), wait, timed_out)


def run(ask: Ask, wanted: list[Wanted], jobs: int = 2) -> list[Answer | Failure]:
    done: list[Answer | Failure] = []

    async def over() -> None:
        async with asyncio.timeout(LIMIT):
            await Round(ask, done.append, jobs).over(wanted)

    asyncio.run(over())
    assert sorted(each.client for each in done) == sorted(each.client for each in wanted)
    return done


def test_tenants_that_hang_give_their_places_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "PATIENCE", 0.01)
    wanted = tenants(30)
    hanging = {each.client for each in wanted[:10]}
    answered: list[str] = []
    served = asyncio.Event()

    async def ask(each: Wanted) -> Asked:
        if each.client in hanging:
            await served.wait()
        else:
            answered.append(each.client)
        if len(answered) == len(wanted) - len(hanging):
            served.set()
        return answer(each)

    assert len(run(ask, wanted)) == 30


def test_no_more_go_on_beside_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "PATIENCE", 0.0)
    monkeypatch.setattr(schedule, "BESIDE", 3)
    now = most = 0

    async def ask(each: Wanted) -> Asked:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(50):
            await asyncio.sleep(0)
        now -= 1
        return answer(each)

    run(ask, tenants(40), jobs=2)

    assert 2 < most <= 5


@pytest.mark.parametrize("kind", [FailureKind.UNREACHABLE, FailureKind.THROTTLED])
def test_what_may_have_passed_is_asked_once_more_after_all_others(kind: FailureKind) -> None:
    order: list[str] = []

    async def ask(each: Wanted) -> Asked:
        order.append(each.client)
        return failed(each, kind, 0.0) if each.client == "c0" and order.count("c0") == 1 else answer(each)

    done = run(ask, tenants(6))

    assert order.index("c0") == 0
    assert order[-1] == "c0"
    assert all(isinstance(each, Answer) for each in done)


def test_what_stays_is_told_after_the_second_time() -> None:
    order: list[str] = []

    async def ask(each: Wanted) -> Asked:
        order.append(each.client)
        return failed(each, FailureKind.UNREACHABLE)

    assert {type(each) for each in run(ask, tenants(3))} == {Failure}
    assert len(order) == 6


@pytest.mark.parametrize(
    ("kind", "timed_out"),
    [(FailureKind.CONSENT, False), (FailureKind.UNREACHABLE, True), (FailureKind.ANSWER, False)],
)
def test_what_asking_again_would_not_change_is_asked_once(kind: FailureKind, timed_out: bool) -> None:
    order: list[str] = []

    async def ask(each: Wanted) -> Asked:
        order.append(each.client)
        return failed(each, kind, timed_out=timed_out)

    run(ask, tenants(4))

    assert len(order) == 4


def test_a_fault_of_the_application_is_found_out_once_and_told_of_all() -> None:
    order: list[str] = []

    async def ask(each: Wanted) -> Asked:
        order.append(each.client)
        await asyncio.sleep(0)
        return failed(each, FailureKind.SECRET)

    done = run(ask, tenants(20), jobs=1)

    assert order == ["c0"]
    assert {type(each) for each in done} == {Failure}


def test_a_fault_of_the_application_in_one_cloud_says_nothing_of_another() -> None:
    wanted = [Wanted("gov", "", Cloud.GCC_HIGH, ()), *tenants(3)]

    async def ask(each: Wanted) -> Asked:
        return failed(each, FailureKind.SECRET) if each.cloud is Cloud.GCC_HIGH else answer(each)

    done = {each.client: type(each) for each in run(ask, wanted, jobs=1)}

    assert done == {"gov": Failure, "c0": Answer, "c1": Answer, "c2": Answer}


def test_a_mistake_of_the_caller_ends_the_run_and_leaves_no_work_behind() -> None:
    async def ask(each: Wanted) -> Asked:
        if each.client != "c0":
            await asyncio.Event().wait()
        return answer(each)

    def broken(_: object) -> None:
        raise KeyError("the caller's own")

    async def over() -> int:
        with pytest.raises(KeyError):
            await Round(ask, broken, 3).over(tenants(9))
        return len(asyncio.all_tasks())

    assert asyncio.run(over()) == 1
