"""What is sent to systems that keep only plain HTML: nothing that they would strip, and every word of the page."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.built import compile_page
from support.vendors.sanitise import sanitised
from tenantbook.publishers.plain_html import plain_html

GUIDES = sorted((Path(__file__).parents[2] / "docs" / "guides").rglob("*.md"))

CASES = {
    "its own title is not said twice": ("<h1>Use</h1><p>x</p>", "<p>x</p>"),
    "another title stays": ("<h1>Other</h1><p>x</p>", "<h1>Other</h1><p>x</p>"),
    "a value is its words": ('<p>In <span class="tb-fact" data-fact="a.b">8 h</span></p>', "<p>In 8 h</p>"),
    "an anchor beside a heading goes": ('<h2>A<a class="headerlink" href="#a">¶</a></h2>', "<h2>A</h2>"),
    "links between pages are their words": ('<p><a href="../x/">x</a></p>', "<p>x</p>"),
    "links to the web stay": (
        '<a href="https://a.example/?b&amp;c">x</a>',
        '<a href="https://a.example/?b&amp;c">x</a>',
    ),
    "links that do things go": ('<a href="javascript:alert(1)">x</a>', "x"),
    "a picture of the site is its words": ('<p><img src="../a.png" alt="The door"></p>', "<p>[The door]</p>"),
    "a picture from the web stays": (
        '<img src="https://a.example/a.png" alt="A">',
        '<img src="https://a.example/a.png" alt="A">',
    ),
    "a drawing goes": ("<p>x</p><svg><title>t</title><path/></svg>", "<p>x</p>"),
    "scripts and styles go": ("<p>x</p><script>1<2</script><style>a{}</style>", "<p>x</p>"),
    "comments go": ("<p>x</p><!-- tenantbook:record {} -->", "<p>x</p>"),
    "a notice is quoted": (
        '<div class="admonition note"><p class="admonition-title">Mind</p><p>x</p></div>',
        "<blockquote><p><strong>Mind</strong></p><p>x</p></blockquote>",
    ),
    "what is folded away stands open": (
        "<details><summary>More</summary><p>x</p></details>",
        "<p><strong>More</strong></p><p>x</p>",
    ),
    "each tab stands below its label": (
        (
            '<div class="tabbed-set"><input type="radio"><div class="tabbed-labels"><label>A</label>'
            '<label>B</label></div><div class="tabbed-content"><div class="tabbed-block"><p>1</p></div>'
            '<div class="tabbed-block"><p>2</p></div></div></div>'
        ),
        "<p><strong>A</strong></p><p>1</p><p><strong>B</strong></p><p>2</p>",
    ),
    "code keeps its lines": (
        "<pre><code><span>a</span>\n\n&lt;b&gt;</code></pre>",
        "<pre><code>a\n\n&lt;b&gt;</code></pre>",
    ),
    "cells keep their width": (
        '<table><tr><td colspan="2" style="x">1</td></tr></table>',
        '<table><tr><td colspan="2">1</td></tr></table>',
    ),
    "what was never closed is closed": ("<ul><li><strong>x", "<ul><li><strong>x</strong></li></ul>"),
    "a value is never markup": ("<p>&lt;script&gt;&amp;</p>", "<p>&lt;script&gt;&amp;</p>"),
}


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    html, expected = CASES[case]

    # White space between blocks shows nowhere.
    assert re.sub(r">\s+<", "><", plain_html(html, "Use")) == expected


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: f"{guide.parent.name}-{guide.stem}")
def test_every_guide_passes_a_strict_sanitiser_as_it_is_and_keeps_its_words(guide: Path) -> None:
    html = compile_page(guide.read_text(encoding="utf-8"))

    plain = plain_html(html, "")

    assert sanitised(plain) == plain
    assert plain_html(plain, "") == plain
    # Labels of tabs change their place, so it is counted what stands there, not where.
    assert _signs(plain) == _signs(re.sub(r"&para;|<!--.*?-->", "", html, flags=re.DOTALL))


PIECES = [
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<ul><li>",
        "</ul>",
        "<a href='https://x.example'>",
        "</a>",
        "<script>",
        "</script>",
    ),
    *("<div class=admonition>", "</div>", "<img src=x alt='\"><b>'>", "&lt;i&gt;", "\u202e", "<!--", "-->", "<br/>"),
    *("<td colspan='9\"'>", "<svg>", "</svg>", "a", " ", "<details><summary>", "</summary>", "<label>", "</label>"),
    *("<div class=tabbed-labels>", "<div class=tabbed-block>", "<math>", "<a href=#x class=headerlink>", "<textarea>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_whatever_comes_passes_a_strict_sanitiser_as_it_is(pieces: list[str]) -> None:
    plain = plain_html("".join(pieces), "x")

    assert sanitised(plain) == plain


def _signs(html: str) -> Counter[str]:
    return Counter("".join(unescape(re.sub(r"<[^>]*>", "", html)).split()))
