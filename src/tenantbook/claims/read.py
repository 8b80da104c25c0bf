"""The way in: a text's claims, each with its line, how true it is, and why."""

from collections.abc import Iterator, Sequence

from tenantbook.claims.blocks import Block, Piece, sentences
from tenantbook.claims.find import Found, found_in, may_claim
from tenantbook.claims.grammar import Cue, Grammar, Topic
from tenantbook.claims.html import read_html
from tenantbook.claims.judge import Judge
from tenantbook.claims.links import misleading
from tenantbook.claims.markdown import read_markdown
from tenantbook.claims.sentence import Mention, Sentence
from tenantbook.claims.words import words_in
from tenantbook.model.claim import Claim, Form, Prose, Truth
from tenantbook.model.snapshot import Snapshot

#: The words of some 60,000-word book. What is longer is no article, and is not read.
MOST_CHARACTERS = 400_000

_READERS = {Form.MARKDOWN: read_markdown, Form.HTML: read_html}


def claims_in(
    text: str,
    form: Form,
    grammar: Grammar,
    snapshot: Snapshot | None = None,
    *,
    name: str = "",
    client: str = "",
    title: str = "",
) -> Prose:
    """Return what a text without a record claims, in order of its lines.

    `snapshot` holds the facts of the tenant whose text it is; None for a text of the house or for everybody. `title`
    is given where it stands outside the text, as WordPress keeps it.
    """
    own_title, blocks = _READERS[form](text.replace("\r\n", "\n"), title)
    if sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        return Prose(name, own_title, client, problem=f"longer than {MOST_CHARACTERS:,} characters; split the text")
    judge = Judge(grammar, snapshot)
    found = [claim for block in blocks for claim in (*_links(block), *_menus(block, grammar), *_code(block, judge))]
    for topic in grammar.topics:
        found += _about(topic, blocks, own_title, judge)
    found.sort(key=lambda claim: claim.line)
    return Prose(name, own_title, client, tuple(dict.fromkeys(found)))


def _links(block: Block) -> Iterator[Claim]:
    for link in block.links:
        wrong = misleading(link)
        if wrong:
            why = f"The words name {wrong[0]}, the link leads to {wrong[1]}."
            yield Claim(link.line, block.text[:300], link.says, "link", Truth.WRONG, why)


def _menus(block: Block, grammar: Grammar) -> Iterator[Claim]:
    if block.kind == "code":
        return
    for piece in sentences(block.text, grammar.abbreviations):
        for path in grammar.menus.paths_in(piece.text):
            if path.truth is not Truth.WRONG or not _is_past(piece.text[: path.start], grammar):
                line, says = block.line(piece.start + path.start), piece.text[path.start : path.end]
                sentence = piece.text.strip()
                yield Claim(line, sentence, says, f"place:{path.place}", path.truth, path.why, path.source)


def _is_past(before: str, grammar: Grammar) -> bool:
    """Return whether words before a menu path say that it is no longer there."""
    words = words_in(before, grammar.spelled, grammar.breaks)
    line = " " + "".join(f"{word.text} " for word in words)
    return any(grammar.cue(cue, line) for cue in (Cue.PAST, Cue.DENIED))


def _code(block: Block, judge: Judge) -> Iterator[Claim]:
    """Yield figures in code that no tenant can have. Any other is an example, whatever a tenant has set."""
    grammar = judge.grammar
    for found in grammar.in_code.finditer(block.text) if grammar.in_code else ():
        about = grammar.coded[found[1].casefold()]
        why = judge.impossible(about, int(found[2]))
        if why:
            sentence = block.text[max(0, found.start() - 80) : found.end() + 80].strip()
            yield Claim(block.line(found.start()), sentence, found[0], about, Truth.WRONG, why, judge.source(about))


def _about(topic: Topic, blocks: Sequence[Block], title: str, judge: Judge) -> Iterator[Claim]:
    named = [bool(topic.named.search(block.text)) for block in blocks]
    # A text that never says what the topic is called says nothing about it.
    if not any(named) and not topic.named.search(title):
        return
    for number, block in enumerate(blocks):
        if block.kind != "code":
            above = block.above or tuple(each.text for each in blocks[max(0, number - 1) : number])
            yield from _in_block(topic, block, above, judge)


def _in_block(topic: Topic, block: Block, above: Sequence[str], judge: Judge) -> Iterator[Claim]:
    grammar = judge.grammar
    pieces = list(sentences(block.text, grammar.abbreviations))
    ready = [Sentence(piece.text, grammar) for piece in pieces]
    for number, (piece, sentence) in enumerate(zip(pieces, ready, strict=True)):
        if may_claim(sentence, topic):
            about = _last_spoken_of(ready[max(0, number - _LOOK_BACK) : number], topic)
            about = about or _spoken_of(above, topic, grammar)
            found = (_claim(each, sentence, block, piece, judge) for each in found_in(sentence, topic, about))
            yield from (claim for claim in found if claim)


#: How many sentences back a paragraph may have named what it goes on about.
_LOOK_BACK = 5


def _last_spoken_of(before: Sequence[Sentence], topic: Topic) -> Mention | None:
    mentions = (sentence.mentions(topic) for sentence in reversed(before))
    return next((each[-1][1] for each in mentions if each), None)


def _spoken_of(above: Sequence[str], topic: Topic, grammar: Grammar) -> Mention | None:
    """Return what the nearest line above is about: the list's opening line, the headings, the title."""
    for line in above:
        mentions = [mention for _, mention in Sentence(line, grammar).mentions(topic)]
        if Mention.NAMED in mentions:
            return Mention.NAMED
        if mentions:
            return mentions[-1]
    return None


def _claim(found: Found, sentence: Sentence, block: Block, piece: Piece, judge: Judge) -> Claim | None:
    judged = judge.judge(found)
    if judged is None:
        return None
    words = sentence.spoken.words
    start, end = words[found.first].start, words[found.last].end
    truth, why = judged
    return Claim(
        line=block.line(piece.start + start),
        sentence=piece.text.strip(),
        says=piece.text[start:end].strip(),
        about=found.use.about,
        truth=truth,
        why=why,
        source=judge.source(found.use.about),
    )
