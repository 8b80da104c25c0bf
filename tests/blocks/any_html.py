"""HTML of any shape: elements of pages in each other, sensibly or not, with hostile text between them."""

from html import escape

from hostile_text import HOSTILE
from hypothesis import strategies as st

_WORDS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.sampled_from([" ", "\n", "a", " b ", "[", "&", "<", "#91;", "https://x.example/", "-", "--", "\u00a0"]),
).map(escape)

_VOID = st.sampled_from([
    *("<br>", "<hr>", "<wbr>", "<svg><title>x</title></svg>", '<img src="a.png" alt="x">', '<img src="b.png">'),
    *('<input type="checkbox" checked>', "<!-- x -->", "<!-- wp:x -->", "<!-- tenantbook:x -->", "<script>x</script>"),
])  # fmt: skip

_OPENING = st.sampled_from(
    """
    p|h2|h3|ul|ol|li|table|thead|tbody|tr|td|th|pre|pre><code|blockquote|div|details|summary|dl|dt|dd|figure|figcaption
    |caption|section|strong|em|code|kbd|span|small|sub|b|a|abbr|mark|nosuch|p id=x--y|h4 id='a:b'|ol start=4|span id=q
    |div class='admonition note'|p class=admonition-title|div class=tb-facts|p class=tb-lead|div class=highlight|label
    |span class=tb-fact data-fact=a.b|a href='#x--y'|a href=use-pass.html|a href=gone.html|a href='tel:1'|a href='#a:b'
    |div class=tabbed-set|div class=tabbed-block|div class=footnote|td align=left|td style='text-align: right'
    |details open|td colspan=2|code class=language-x|span dir=rtl lang=he
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)


def _element(opening: str, held: list[str]) -> str:
    names = [part.split()[0] for part in opening.split("><")]
    return f"<{opening}>{''.join(held)}{''.join(f'</{name}>' for name in reversed(names))}"


def any_html() -> st.SearchStrategy[str]:
    """Return a strategy for pages."""

    def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(_element, _OPENING, st.lists(inner, max_size=4))

    return st.lists(st.recursive(_WORDS | _VOID, within, max_leaves=12), max_size=5).map("".join)
