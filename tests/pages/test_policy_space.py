"""Every policy that Microsoft Graph allows gives pages that say what is so, and nothing that contradicts it."""

import json
import re
from functools import cache
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from support.content import CONTENT, NOW, read_files, sound
from tenantbook.content.library import Library
from tenantbook.facts import facts_from
from tenantbook.model.client import Client, Helpdesk
from tenantbook.model.edition import Edition
from tenantbook.model.place import Cloud
from tenantbook.model.snapshot import Snapshot, Value
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import fill
from tenantbook.pages.slots import NUMBER_PREFIX
from tenantbook.pages.worded import Subject
from tenantbook.values import decode_value, duration_in_words, encode_value, in_words

GRAPH = "/policies/authenticationMethodsPolicy"
GROUPS = {f"0000000{n}-1111-4111-8111-111111111111": name for n, name in enumerate(("Pilots", "Front office", "Board"))}
UNNAMED = "99999999-1111-4111-8111-111111111111"

#: What only a reader who may choose between one-time and reusable passes is told.
ONLY_REUSABLE = re.compile(
    r"reusable|multi-?use|MultiUse|until it ends|until (?:its|their) time is over|once or until|choose \*{0,2}one-time"
    r"|if (?:we|you) told (?:you|them) that it works once|enter it (?:again|once more)|chosen for each pass$",
    re.IGNORECASE,
)

#: What only a reader whose passes are all one-time is told.
ONLY_ONCE = re.compile(
    r"Every pass is one-time|every pass works once|\*\*It works once|yes, by policy|policy demands it"
)

#: What only a reader who may choose a lifetime is told.
CHOOSING = re.compile(
    r"Set the duration|between [^.]{1,200} after its start|shortest time in which|unless we have told you another time"
    r"|anything from|at least .{1,200}at most|If you (?:change nothing|leave it alone)|If nobody says otherwise",
    re.IGNORECASE,
)

#: What only a reader who has no choice of a lifetime is told.
NOT_CHOOSING = re.compile(r"There is no other length|for every pass here|the one lifetime that the policy allows")

JARGON = re.compile(
    r"\b(?:TAP|tenants?|Entra|MFA|multi-?factor|Graph|PowerShell|polic(?:y|ies)|Conditional Access|SSPR|FIDO2|NPS|AD FS"
    r"|session tokens?|admin cent(?:er|re)|lifetimes?|method types?|authentication strengths?)\b"
)
LEFT_OVER = re.compile(rf"\bNone\b|Undefined|\{{\{{|\{{%|[\ue000-\uf8ff]|{NUMBER_PREFIX}|\bTrue\b|\bFalse\b")
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DURATION = re.compile(r"\b\d+ (?:day|hour|minute)s?(?: \d+ (?:hour|minute)s?)*\b")
IN_CODE = re.compile(r"(minimum|maximum|default)?LifetimeInMinutes\W+(\d+)", re.IGNORECASE)
SPAN = re.compile(r'<span class="tb-fact" data-fact="([^"]*)">([^<]*)</span>')


@cache
def book() -> tuple[Library, Composer]:
    library = sound(read_files(CONTENT))
    return library, Composer(library)


def targets(ids: list[str]) -> list[dict[str, str]]:
    return [{"id": id_, "targetType": "user" if id_ == "user" else "group"} for id_ in ids]


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an answer of Graph that keeps to its bounds and rules."""
    minutes = st.integers(10, 43200) | st.sampled_from([10, 60, 90, 480, 1440, 1441, 43200])
    minimum, default, maximum = sorted(draw(st.tuples(minutes, minutes, minutes)))
    if draw(st.integers(0, 3)) == 0:
        minimum = default = maximum = draw(st.just(10) | st.just(maximum))
    groups = st.lists(st.sampled_from([*GROUPS, UNNAMED, "user"]), unique=True, max_size=4)
    return {
        "id": "TemporaryAccessPass",
        "state": draw(st.sampled_from(["enabled", "enabled", "enabled", "disabled"])),
        "minimumLifetimeInMinutes": minimum,
        "defaultLifetimeInMinutes": default,
        "maximumLifetimeInMinutes": maximum,
        "defaultLength": draw(st.integers(8, 48)),
        "isUsableOnce": draw(st.booleans()),
        "includeTargets": targets(included := draw(st.just(["all_users"]) | st.just([]) | groups)),
        "excludeTargets": targets(draw(st.just([]) | groups | st.just(["all_users"]) | st.just(included))),
    }


def is_usable(policy: dict[str, Any]) -> bool:
    """Return whether anybody at all can sign in with a pass, worked out from the answer and not from the facts."""
    included, excluded = (
        {each["id"] for each in policy[key]} - {UNNAMED} for key in ("includeTargets", "excludeTargets")
    )
    return policy["state"] == "enabled" and "all_users" not in excluded and bool(included - excluded)


helpdesks = st.none() | st.builds(
    Helpdesk,
    name=st.just("Acme IT desk"),
    phone=st.none() | st.just("+1 (555) 0199"),
    email=st.none() | st.just("desk@acme.example"),
    address=st.none() | st.just("https://tickets.acme.example/new?from=guide"),
    hours=st.none() | st.just("Monday to Friday"),
)
clients = st.builds(
    Client,
    name=st.just("Acme"),
    tenant=st.just("00000000-0000-4000-8000-000000000001"),
    cloud=st.sampled_from([Cloud.GLOBAL, Cloud.GCC_HIGH, Cloud.DOD]),
    helpdesk=helpdesks,
)


def edition_of(client: Client, policy: dict[str, Any]) -> tuple[Edition, dict[str, Value]]:
    library, composer = book()
    facts = facts_from(library.policies.values(), {GRAPH: {"authenticationMethodConfigurations": [policy]}}, GROUPS)
    snapshot = Snapshot("acme", client.tenant, client.name, NOW, ("Policy.Read.AuthenticationMethod",), facts)
    return composer.compose(Subject("acme", client, snapshot, "en"), None), facts


def read_text(markdown: str) -> str:
    """Return a page's Markdown as its reader reads it: no front matter, record or tags, values as they are."""
    body = markdown.partition("\n---\n")[2].partition('<div class="tb-record"')[0]
    return unescape(re.sub(r"<!--.*?-->|<[^>\n]+>", "", body))


def in_words_of(facts: dict[str, Value]) -> dict[str, str]:
    library, _ = book()
    english = library.languages["en"]
    return {name: in_words(facts[name], fact, english.locale, english.words) for name, fact in library.facts.items()}


def fixed_durations() -> set[str]:
    """Return the durations that hold everywhere: the platform's, its bounds, and what is recommended."""
    library, _ = book()
    english = library.languages["en"]
    ends = {end for fact in library.facts.values() if fact.unit == "minutes" and fact.range for end in fact.range}
    bounds = {in_words(bound.value, bound, "en_GB", english.words) for bound in library.platform.values()}
    advice = {
        in_words(decode_value(entry.value, library.facts[name]), library.facts[name], "en_GB", english.words)
        for name, entry in library.baseline.items()
    }
    return {*bounds, *advice, *(duration_in_words(end, "en_GB") for end in ends)}


def windows() -> set[str]:
    library, _ = book()
    return {in_words(each.value, each, "en_GB", library.languages["en"].words) for each in library.platform.values()}


#: Pages that say the same or something else in every tenant, but always something.
ALWAYS = ("enable-pass", "start")

#: Pages that show the platform's bounds and our recommendations beside what is set.
COMPARING = ("enable-pass",)


#: What only a reader is told whose passes outlast the time to finish setting up.
ONLY_LONG = re.compile(
    r"reusable pass is the better choice|spares the second code|Sign in with the code again|enter it again"
    r"|Take reusable only|a reusable pass, or"
)

#: What only a reader is told whose codes can be spelled.
ONLY_SHORT_CODES = re.compile(r"Spell it character by character|How to spell a code")


def assert_true(edition: Edition, facts: dict[str, Value], policy: dict[str, Any]) -> None:
    words, filled = in_words_of(facts), fill(edition)
    lifetimes = {words[f"tap.lifetime.{end}"] for end in ("minimum", "default", "maximum")}
    once, usable = facts["tap.once"], is_usable(policy)
    brief, long_code = policy["maximumLifetimeInMinutes"] <= 10, policy["defaultLength"] > 16
    one_lifetime = facts["tap.lifetime.minimum"] == facts["tap.lifetime.maximum"]
    for page in edition.pages:
        text = read_text(filled[page.path])
        where = f"{page.path}:\n{text}"
        assert not LEFT_OVER.search(text), where
        assert not GUID.search(filled[page.path]), where
        for name, says in SPAN.findall(filled[page.path]):
            assert words[name] == unescape(says), where
        allowed = {*lifetimes, *windows(), *(fixed_durations() if page.id in COMPARING else ())}
        assert not set(DURATION.findall(text)) - allowed, where
        for which, number in IN_CODE.findall(text):
            assert facts[f"tap.lifetime.{which.lower() or 'default'}"] == int(number), where
        prose = "\n".join(line for line in text.splitlines() if not line.startswith("| **One-time use**"))
        assert not (ONLY_REUSABLE if once else ONLY_ONCE).search(prose), where
        assert not (CHOOSING if one_lifetime else NOT_CHOOSING).search(prose), where
        assert not (brief and ONLY_LONG.search(prose)), where
        assert not (long_code and ONLY_SHORT_CODES.search(prose)), where
        if page.audience == "end-user":
            assert not JARGON.search(text), where
        assert page.possible is (usable or page.id in ALWAYS), where
        if not page.possible:
            assert not any(says in text for says in lifetimes - windows()), where
            says_so = re.search(
                r"\bpass(?:es)? (?:are|is) (?:\*\*)?(?:off\b|on, but for nobody)|covers nobody|not in use",
                text,
                re.IGNORECASE,
            )
            assert says_so or (page.audience == "end-user" and not re.search(r"\bpass(?:es)?\b", text)), where


def assert_recorded(edition: Edition, facts: dict[str, Value]) -> None:
    records = {slot.name: json.loads(slot.text) for slot in edition.slots.values() if slot.name.startswith("record:")}
    assert sorted(f"record:{page.path}" for page in edition.pages) == sorted(records)
    for page in edition.pages:
        held = records[f"record:{page.path}"]["facts"]
        assert sorted(page.leans_on) == list(held), page.path
        assert {name: encode_value(facts[name]) for name in held} == held, page.path
        assert not set(re.findall('data-fact="([^"]*)"', page.markdown)) - set(page.leans_on), page.path


#: All but shrinking: a page that is wrong is told at once, and a smaller policy would say no more.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(clients, policies())
def test_every_allowed_policy_gives_pages_that_contradict_nothing(client: Client, policy: dict[str, Any]) -> None:
    edition, facts = edition_of(client, policy)
    event(f"usable {is_usable(policy)}, once {facts['tap.once']}")

    assert_true(edition, facts, policy)
    assert_recorded(edition, facts)


PLAIN = Client(name="Acme", tenant="00000000-0000-4000-8000-000000000001")
USUAL = {
    "id": "TemporaryAccessPass",
    "state": "enabled",
    "minimumLifetimeInMinutes": 45,
    "defaultLifetimeInMinutes": 75,
    "maximumLifetimeInMinutes": 2000,
    "defaultLength": 8,
    "isUsableOnce": False,
    "includeTargets": targets(["all_users"]),
    "excludeTargets": [],
}


def texts_for(**changed: object) -> dict[str, str]:
    policy = {**USUAL, **changed}
    edition, facts = edition_of(PLAIN, policy)
    assert_true(edition, facts, policy)
    return {path: read_text(text) for path, text in fill(edition).items()}


def test_the_wordings_that_the_policy_space_is_searched_for_are_in_use() -> None:
    """Without this, a reworded sentence would make the search above find nothing."""
    free = "\n".join(texts_for().values())
    one_lifetime = {"minimumLifetimeInMinutes": 2000, "defaultLifetimeInMinutes": 2000}
    bound = "\n".join(texts_for(isUsableOnce=True, **one_lifetime).values())

    brief = {"minimumLifetimeInMinutes": 10, "defaultLifetimeInMinutes": 10, "maximumLifetimeInMinutes": 10}
    for pattern, used, unused in (
        (ONLY_LONG, free, "\n".join(texts_for(**brief).values())),
        (ONLY_SHORT_CODES, free, "\n".join(texts_for(defaultLength=17).values())),
        (ONLY_REUSABLE, free, bound.replace("chosen for each pass", "")),
        (CHOOSING, free, bound),
        (ONLY_ONCE, bound, free),
        (NOT_CHOOSING, bound, free),
    ):
        assert pattern.search(used), pattern.pattern
        assert not pattern.search(unused), pattern.pattern


def test_a_tenant_that_forbids_reusable_passes_never_reads_about_them() -> None:
    for path, text in texts_for(isUsableOnce=True).items():
        table = [line for line in text.splitlines() if line.startswith("| **One-time use**")]
        for line in text.splitlines():
            assert line in table or not ONLY_REUSABLE.search(line), f"{path}: {line}"


@pytest.mark.parametrize("audience", ["helpdesk", "client-admin", "end-user"])
def test_a_tenant_with_one_lifetime_says_it_and_gives_no_choice(audience: str) -> None:
    texts = texts_for(minimumLifetimeInMinutes=75, maximumLifetimeInMinutes=75)
    own = "\n".join(text for path, text in texts.items() if path.startswith(audience))

    assert "1 hour 15 minutes" in own
    assert not CHOOSING.search(own)


def test_a_tenant_where_passes_are_off_is_told_so_on_the_pages_about_passes() -> None:
    texts = texts_for(state="disabled")

    for path in ("create-pass", "use-pass", "replace-pass"):
        assert "is off in the tenant of Acme" in texts[f"engineer/{path}.md"]
        assert "are off at Acme" in texts[f"helpdesk/{path}.md"]
        assert "are off in your organisation" in texts[f"client-admin/{path}.md"]
    for path in ("use-pass", "replace-pass"):
        assert "not in use at Acme" in texts[f"end-user/{path}.md"]
    for path, text in texts.items():
        if path.startswith(("end-user", "helpdesk")):
            assert not DURATION.search(re.sub("|".join(windows()), "", text)), path


@pytest.mark.parametrize(
    ("included", "excluded"),
    [([], []), (["all_users"], ["all_users"]), ([next(iter(GROUPS))], [next(iter(GROUPS))]), ([UNNAMED], [])],
)
def test_where_nobody_can_use_a_pass_nobody_is_promised_one(included: list[str], excluded: list[str]) -> None:
    texts = texts_for(includeTargets=targets(included), excludeTargets=targets(excluded))

    assert "**nobody** can sign in" in " ".join(texts["engineer/enable-pass.md"].split())
    for path in ("use-pass", "replace-pass"):
        assert "not in use at Acme" in texts[f"end-user/{path}.md"]
        assert "on, but for nobody" in texts[f"helpdesk/{path}.md"]
    for path, text in texts.items():
        if path.startswith("end-user"):
            assert "Temporary Access Pass" not in text, path


def test_a_group_on_both_lists_is_pointed_out_to_engineers() -> None:
    one, *others = GROUPS
    texts = texts_for(includeTargets=targets([one, *others]), excludeTargets=targets([one]))
    assert "Somebody is on both lists" in texts["engineer/enable-pass.md"]
    assert "both lists" not in texts_for(includeTargets=targets([one]))["engineer/enable-pass.md"]


def test_no_step_is_empty_whatever_the_policy_leaves_out() -> None:
    for path, text in {**texts_for(isUsableOnce=True), **texts_for(includeTargets=[])}.items():
        assert not re.search(r"^ *(?:1\.|-) *$", text, re.MULTILINE), path


def test_nobody_who_is_not_covered_is_told_that_everyone_is() -> None:
    for included in (["user"], list(GROUPS)):
        for path, text in texts_for(includeTargets=targets(included)).items():
            for line in text.splitlines():
                if not line.startswith("| **Include**"):
                    assert not re.search(r"works? for everyone|everyone can sign in", line), f"{path}: {line}"
