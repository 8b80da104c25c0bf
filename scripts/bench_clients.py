"""Invent clients and their policies, the same ones for the same seed."""

import random


def client_name(number: int) -> str:
    """Return the id of an invented client."""
    return f"client-{number:05d}"


def client_file(number: int, draw: random.Random) -> str:
    """Return the file of an invented client: a name and a colour of its own, now and then a helpdesk and a cloud."""
    first, second = draw.choice(("Acme", "Birch", "Cobalt", "Delta", "Ember")), draw.choice(("Dental", "Law", "Foods"))
    lines = [
        f"name: {first} & {second} {number}",
        f"tenant: 00000000-0000-4000-8000-{number:012d}",
        f'colour: "#{draw.randrange(0x1000000):06x}"',
    ]
    if chance(draw, 10):
        lines.append(f"cloud: {draw.choice(('gcc-high', 'dod'))}")
    if chance(draw, 30):
        lines += ["helpdesk:", f"  name: {first} IT desk {number}", f'  phone: "+1 555 {number:05d}"']
        if chance(draw, 50):
            lines += [f"  email: desk-{number}@example.com", "  hours: Monday to Friday, 7:00 to 19:00"]
    return "\n".join([*lines, ""])


def chance(draw: random.Random, percent: int) -> bool:
    """Return true that often in a hundred draws."""
    return draw.random() * 100 < percent


def policy(draw: random.Random) -> dict[str, object]:
    """Draw a policy that Microsoft Graph allows, as a snapshot holds it: lifetimes in minutes, length in characters."""
    lifetimes = sorted(draw.choices((10, 15, 30, 45, 60, 90, 120, 240, 480, 720, 1440, 10080, 43200), k=3))
    if chance(draw, 15):
        lifetimes = [lifetimes[0]] * 3
    everyone: list[object] = [{"everyone": True}]
    groups: list[object] = [{"group": f"Group {letter}"} for letter in draw.sample("ABCDEFGH", 3)]
    return {
        "tap.enabled": chance(draw, 85),
        "tap.lifetime.minimum": lifetimes[0],
        "tap.lifetime.default": lifetimes[1],
        "tap.lifetime.maximum": lifetimes[2],
        "tap.once": chance(draw, 30),
        "tap.length": draw.randint(8, 48),
        "tap.included": draw.choices((everyone, groups[:2], []), weights=(6, 3, 1))[0],
        "tap.excluded": draw.choices(([], groups[2:]), weights=(7, 3))[0],
    }
