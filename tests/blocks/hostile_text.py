"""Values that no one would wish for, and pages in which they stand everywhere a value may stand."""

from html import escape

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->",
    "<!-- /wp:paragraph -->",
    '<!-- wp:html {"a":"b"} /-->',
    "<!--more-->",
    "<!--nextpage-->",
    "-->",
    "--",
    "]]>",
    "[gallery]",
    '[gallery ids="1,2"]',
    "[[gallery]]",
    "[embed]https://video.example/1[/embed]",
    "[caption]x[/caption]",
    "[audio src=x.mp3]",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "\"double\" 'single' `tick`",
    "&amp; &lt; &#91;gallery&#93; &nbsp; &copy &",
    "&amp;amp;",
    "\U0001f600 \u2603 \u2764\ufe0f",
    "\u202eright to left\u202c \u200f\u05d0",
    "a\u00a0b  c\u2028d",
    "back\\slash \\n \\u003c",
    "%3Cscript%3E %s $1 ${x} {{ 7*7 }}",
    "javascript:alert(1)",
    "\ue010",
)


def page_with(value: str) -> str:
    """Return a page in which a value stands in text, in code, in a table, a list, a heading, a summary, a picture."""
    text = escape(value)
    fact = f'<span class="tb-fact" data-fact="tap.included">{text}</span>'
    return f"""
<h1>Title</h1>
<h2 id="a">{text}</h2>
<p>{text}</p>
<p>Says {fact}, <strong>{text}</strong>.</p>
<ul><li>{text}</li><li><p>{fact}</p><ul><li>{text}</li></ul></li></ul>
<table><thead><tr><th>{text}</th></tr></thead><tbody><tr><td>{fact}<small>{text}</small></td></tr></tbody></table>
<pre><code>{text}
{fact}
</code></pre>
<div class="admonition note"><p class="admonition-title">{text}</p><p>{text}</p></div>
<details><summary>{text}</summary><p>{text}</p></details>
<blockquote><p>{text}</p></blockquote>
<p><a href="https://x.example/?q={text}" title="{text}">{text}</a> <abbr title="{text}">x</abbr></p>
<p><img src="a.png" alt="{text}"></p>
"""
