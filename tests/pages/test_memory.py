"""A text composed once serves whoever's values lead to the same choices, and nobody else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from support.content import CONTENT, read_files, sound, subject_for
from tenantbook.content.library import Library
from tenantbook.model.audience import Surface
from tenantbook.model.snapshot import Target, Value
from tenantbook.pages.compose import Composer
from tenantbook.pages.worded import Subject

CLIENTS = {
    "acme": "name: Acme\ntenant: 00000000-0000-4000-8000-000000000001\n",
    "beta": "name: Beta\ntenant: 00000000-0000-4000-8000-000000000002\ncloud: gcc-high\n",
    "gamma": (
        "name: Gamma\ntenant: 00000000-0000-4000-8000-000000000003\n"
        "helpdesk: {name: Desk, address: 'https://desk.example/new', hours: always}\n"
    ),
}

LIBRARY: Library = sound({**read_files(CONTENT), **{f"clients/{name}.yml": text for name, text in CLIENTS.items()}})

minutes = st.sampled_from([10, 60, 480, 43200])
targets = st.lists(
    st.sampled_from([Target(everyone=True), Target(group="Pilots"), Target(unnamed="a-hidden-group")]),
    max_size=2,
    unique=True,
).map(tuple)


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    minimum, default, maximum = sorted(draw(st.tuples(minutes, minutes, minutes)))
    facts: dict[str, Value] = {
        "tap.enabled": draw(st.booleans()),
        "tap.once": draw(st.booleans()),
        "tap.length": draw(st.sampled_from([8, 12])),
        "tap.lifetime.minimum": minimum,
        "tap.lifetime.default": default,
        "tap.lifetime.maximum": maximum,
        "tap.included": draw(targets),
        "tap.excluded": draw(targets),
    }
    return subject_for(LIBRARY, draw(st.sampled_from(sorted(CLIENTS))), facts)


REMEMBERING = Composer(LIBRARY)


@settings(deadline=None, max_examples=60)
@given(subjects(), st.sampled_from(list(Surface)))
def test_what_is_remembered_equals_what_would_be_composed(subject: Subject, surface: Surface) -> None:
    assert Composer(LIBRARY).compose(subject, surface) == REMEMBERING.compose(subject, surface)


def test_a_text_is_composed_once_for_the_same_choices() -> None:
    composer = Composer(LIBRARY)
    one = composer.text(subject_for(LIBRARY, "acme", {"tap.lifetime.maximum": 400}), Surface.CLIENT)
    other = composer.text(subject_for(LIBRARY, "acme", {"tap.lifetime.maximum": 300}), Surface.CLIENT)

    assert one is other
