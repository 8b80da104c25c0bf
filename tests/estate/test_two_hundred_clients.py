"""Of two hundred clients who share a few texts, none reads a word of another, nor anything above its surface."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from estates import Estate, add_text, new_estate
from presswork import READ, held, library_of, press_sites, sites_of

from tenantbook.demo.tenants import TapPolicy
from tenantbook.disk import write_text
from tenantbook.model.snapshot import Snapshot
from tenantbook.snapshots import write_snapshot

COUNT = 200

#: What no two clients share: each begins so, and ends with the client's own number.
CANARY = re.compile(rb"canary([a-z]+)(\d{4})")
TENANT = re.compile(rb"c0ffee00-0000-4000-8000-00000000(\d{4})")
SLOT = re.compile(
    rb"\xee[\x80-\xbf]{2}|\xef[\x80-\xa3][\x80-\xbf]|\\u(?:e[0-9a-f]{3}|f[0-8][0-9a-f]{2})|970355007\d{6}"
)

INTERNAL = (b"birdforhelpdesk", b"birdforengineer")


def _name(kind: str, number: int) -> str:
    return f"canary{kind}{number:04}"


def _client(number: int, chance: random.Random) -> str:
    """Return the file of a client, which may have a helpdesk of its own."""
    lines = [f"name: {_name('name', number)} & Söhne", f"tenant: c0ffee00-0000-4000-8000-00000000{number:04}"]
    if chance.random() < 0.5:
        lines += [
            "helpdesk:",
            f"  name: {_name('desk', number)}",
            f"  email: {_name('mail', number)}@example.com",
            f"  address: https://{_name('host', number)}.example/{_name('path', number)}",
            f"  hours: {_name('hours', number)}",
        ]
    return "\n".join([*lines, ""])


def _policy(number: int, chance: random.Random) -> tuple[TapPolicy, dict[str, str]]:
    """Return one of a few policies that choose alike, with groups and lifetimes of the client's own."""
    groups = {f"in-{number}": _name("group", number), f"out-{number}": _name("barred", number)}
    once = chance.random() < 0.5
    minimum = chance.randrange(10, 60)
    tap = TapPolicy(
        once=once,
        minimum=minimum,
        default=chance.randrange(61, 400),
        maximum=chance.randrange(401, 479),
        length=chance.randrange(9, 40),
        included=(f"in-{number}",),
        excluded=(f"out-{number}",),
    )
    return tap, groups


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Two hundred clients, pressed."""
    chance = random.Random(20261123)
    clients = {f"canaryid{number:04}": _client(number, chance) for number in range(COUNT)}
    estate = new_estate(tmp_path_factory.mktemp("town"), {}, clients)
    for audience in ("helpdesk", "engineer"):
        add_text(estate, "use-pass", audience, f"For staff alone, birdfor{audience}.")
    library = library_of(estate)
    for number, client in enumerate(clients):
        tap, groups = _policy(number, chance)
        entry = library.clients[client]
        facts = held(library, tap, groups)
        snapshot = Snapshot(client, entry.tenant, _name("org", number), READ, ("A.Read",), facts)
        write_text(estate.snapshot(client), write_snapshot(snapshot))
    outcome = press_sites(estate)
    assert (outcome.failed, outcome.built, 0 < outcome.compiled < COUNT) == ({}, 2 * COUNT, True)
    return estate


@pytest.fixture(scope="module")
def seen(town: Estate) -> dict[str, set[tuple[str, int]]]:
    """The canaries in the bytes and names of each site, by kind and number."""
    return {
        f"{client.name}/{site.name}": set(_canaries(site))
        for client in sorted(sites_of(town).iterdir())
        for site in sorted(client.iterdir())
    }


def _canaries(site: Path) -> Iterator[tuple[str, int]]:
    for data in _bytes_of(site):
        yield from ((kind.decode(), int(number)) for kind, number in CANARY.findall(data))
        yield from (("tenant", int(number)) for number in TENANT.findall(data))


def _bytes_of(site: Path) -> Iterator[bytes]:
    """Yield the path of every file of a site, and what it holds, in small letters."""
    for file in sorted(site.rglob("*")):
        yield file.relative_to(site).as_posix().lower().encode()
        if file.is_file():
            yield file.read_bytes().lower()


def test_no_byte_or_name_of_a_site_tells_of_another_client(seen: dict[str, set[tuple[str, int]]]) -> None:
    strange = {
        site: canaries
        for site, found in seen.items()
        if (canaries := {canary for canary in found if canary[1] != int(site[len("canaryid") :][:4])})
    }
    assert (len(seen), strange) == (2 * COUNT, {})


def test_the_canaries_are_alive(town: Estate, seen: dict[str, set[tuple[str, int]]]) -> None:
    library = library_of(town)
    expected = {
        client: {"id", "name", "group", "barred"}
        | ({"desk", "mail", "host", "path", "hours"} if entry.helpdesk else set())
        for client, entry in library.clients.items()
    }
    found = {client: {kind for kind, _ in seen[f"{client}/internal"]} for client in library.clients}
    assert expected == found


def test_no_site_tells_an_organisations_or_tenants_own_name_for_itself(seen: dict[str, set[tuple[str, int]]]) -> None:
    kinds = {kind for found in seen.values() for kind, _ in found}
    assert kinds & {"org", "tenant"} == set()


def test_what_is_for_staff_is_in_every_internal_site_and_no_client_site(town: Estate) -> None:
    found = {
        surface: {
            bird: sum(any(bird in data for data in _bytes_of(client / surface)) for client in _some(town))
            for bird in INTERNAL
        }
        for surface in ("client", "internal")
    }
    assert found == {"client": dict.fromkeys(INTERNAL, 0), "internal": dict.fromkeys(INTERNAL, COUNT)}


def _some(town: Estate) -> list[Path]:
    return sorted(sites_of(town).iterdir())


def test_no_slot_is_left_in_any_byte(town: Estate) -> None:
    left = {
        file.relative_to(sites_of(town)).as_posix()
        for client in _some(town)
        for file in client.rglob("*")
        if file.suffix in {".html", ".json", ".xml", ".css"} or file.name == "search_index.js"
        if file.is_file() and SLOT.search(file.read_bytes())
    }
    assert left == set()
