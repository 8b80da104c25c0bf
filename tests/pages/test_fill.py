"""A value is never markup: whatever it holds, readers see it as it is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.built import compile_page, parsed
from support.content import CONTENT, read_files, read_templates, snapshot_for, sound
from tenantbook.content.library import Library
from tenantbook.model.edition import Slot
from tenantbook.model.snapshot import Target
from tenantbook.pages.compose import Composer
from tenantbook.pages.fill import escape, fill, fill_markdown
from tenantbook.pages.slots import SLOT
from tenantbook.pages.worded import Subject

HOSTILE = (
    "</script><b>{{ 7*7 }}",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "`code` ``more`` ```fence",
    "a | b || c",
    '"double" \'single\' <i title="x">',
    "\u202eright to left\u202c \u200f",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "   leading spaces",
    "trailing spaces   ",
    "<!-- comment",
    "--> <!--tenantbook:begin-->",
    "# heading",
    "365",
    "1. one",
    "- point",
    "&amp; &#60;b&#62; &lt;",
    "*bold* _under_ ~~gone~~ ==mark== ^up^",
    "{: .class #id }",
    "!!! danger",
    "=== tab",
    ": definition",
    "[TOC]",
    "https://evil.example www.evil.example a@evil.example",
    "\\*escaped\\*",
    "970355007000000",
    "]]><![CDATA[",
    "\u00a0no break\u00a0",
)

SLOTTED = "\ue000"

PLACES = f"""\
---
title: "Without values"
---
# Without values

{SLOTTED} begins, {SLOTTED} stands within, and at the end stands {SLOTTED}

{SLOTTED}. It begins a sentence of its own.

**{SLOTTED}** and *{SLOTTED}*, ({SLOTTED}), “{SLOTTED}”.

-   {SLOTTED}
-   then {SLOTTED}

    {SLOTTED}

1.  {SLOTTED}

| {SLOTTED} | Head |
| --- | --- |
| {SLOTTED} | around {SLOTTED} it |

!!! note "Look"

    {SLOTTED}

=== "Tab"

    {SLOTTED}

## A heading

<p class="tb-lead" markdown="span">For {SLOTTED}.</p>

<a href="mailto:{SLOTTED}" title="{SLOTTED}">{SLOTTED}</a>

<div class="tb-message">
<pre><code>Hello {SLOTTED},

  {SLOTTED}</code></pre>
</div>

<div hidden data-record="{SLOTTED}"></div>
"""

COMPILED = compile_page(PLACES)

#: What a client file or `printable` lets through: no control, private-use or unassigned characters.
values = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=40)
markup = st.text("<>&\"'`|*_[](){}#!-=+.:;/\\~^% 1aA", min_size=1, max_size=25)


def assert_shown_as_it_is(value: str) -> None:
    filled = compile_page(fill_markdown(PLACES, {SLOTTED: Slot("value", value)}))

    assert parsed(COMPILED, lambda text: text.replace(SLOTTED, value)) == parsed(filled)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_shown_as_it_is_wherever_it_stands(value: str) -> None:
    assert_shown_as_it_is(value)


@settings(max_examples=60, deadline=None)
@given(values | markup)
@example("x ")
@example("0")
def test_any_value_is_shown_as_it_is_wherever_it_stands(value: str) -> None:
    assert_shown_as_it_is(value)


@given(values)
def test_an_escaped_value_holds_no_character_that_any_syntax_knows(value: str) -> None:
    left = SLOT.sub("", "".join(part for part in escape(value) if not part.isalnum()))

    assert not set(left) - set(" &#;")


@pytest.mark.parametrize("value", HOSTILE)
def test_in_a_code_fence_a_value_stands_as_it_is_and_cannot_close_the_fence(value: str) -> None:
    text = f"Before.\n\n```text\nvalue = {SLOTTED}\nlast\n```\n\nAfter.\n"

    found = parsed(compile_page(fill_markdown(text, {SLOTTED: Slot("value", f"{value}\n```\n# out")})))

    shown = "".join(str(entry[1]) for entry in found if entry[0] == "text")
    assert f"value = {' '.join(value.split())} ``` # out\nlast" in shown
    assert not [entry for entry in found if entry[:2] == ("<", "h1")]


def test_a_number_in_code_is_the_number_and_nothing_else() -> None:
    number = "970355007000001"
    text = f"```json\n{{'lifetimeInMinutes': {number}}}\n```\n`-LifetimeInMinutes {number}`\n"

    assert (
        fill_markdown(text, {number: Slot("tap.lifetime.maximum|number", "90")})
        == "```json\n{'lifetimeInMinutes': 90}\n```\n`-LifetimeInMinutes 90`\n"
    )


@pytest.fixture(scope="module")
def library() -> Library:
    client = "name: Acme\ntenant: 00000000-0000-4000-8000-000000000001\n"
    return sound({**read_files(CONTENT), "clients/acme.yml": client}, read_templates())


@pytest.mark.parametrize("value", ["</script><b>{{ 7*7 }}[x](javascript:alert(1)) | `a` & \u202e\U0001f600"])
def test_every_page_is_the_same_whether_values_are_filled_in_before_compiling_or_after(
    library: Library, value: str
) -> None:
    entry = library.clients["acme"]
    desk = library.provider.helpdesk.model_copy(update={"name": value, "hours": value})
    client = entry.model_copy(update={"name": value, "helpdesk": desk})
    facts = {"tap.included": (Target(group=value), Target(unnamed="a-user")), "tap.excluded": (Target(group=value),)}
    edition = Composer(library).compose(Subject("acme", client, snapshot_for(library, "acme", facts), "en"), None)
    pages = fill(edition)

    def filled(text: str) -> str:
        return SLOT.sub(lambda found: edition.slots[found.group()].text, text)

    for page in edition.pages:
        before, after = compile_page(pages[page.path]), compile_page(page.markdown)
        assert parsed(after, filled) == parsed(before), page.path
        assert not SLOT.search(before), page.path
