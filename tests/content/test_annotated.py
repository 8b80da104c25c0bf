"""YAML with comments: whatever a comment or a text holds, the data read back are those that were written."""

from hypothesis import given
from hypothesis import strategies as st

from tenantbook.content.annotated import WIDTH, write_annotated
from tenantbook.content.document import Document, read_document

#: Line breaks that YAML folds and no content may hold.
BREAKS = "\x85\u2028\u2029"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=BREAKS)) | st.text("# :-\n'\"|>{}[]*ab ")
long_texts = st.lists(st.text("abc:#'\"-{}%", min_size=1, max_size=12), min_size=20, max_size=60).map(" ".join)
data = st.fixed_dictionaries(
    {
        "title": texts | long_texts,
        "parts": st.lists(st.fixed_dictionaries({"text": texts | long_texts, "steps": st.lists(texts, max_size=3)})),
    }
)
paths = st.sampled_from(
    [(), ("title",), ("parts",), ("parts", 0), ("parts", 0, "steps", 1), ("parts", 1, "text"), ("no",)]
)


@given(data, st.dictionaries(paths, st.lists(st.text(), max_size=3)), st.lists(st.text(), max_size=2))
def test_comments_never_become_data(
    held: dict[str, object], notes: dict[tuple[str | int, ...], list[str]], head: list[str]
) -> None:
    written = write_annotated(held, notes, head=head, schema="../schemas/procedure.json")

    found = read_document("a.yml", written)

    assert isinstance(found, Document), (found, written)
    assert found.data == held


def test_a_comment_stands_above_what_it_is_about() -> None:
    held = {"title": "A", "parts": [{"steps": [{"do": "One"}, {"do": "Two"}]}]}

    written = write_annotated(held, {("parts", 0, "steps", 1): ["second: look"]}, head=["A draft."])

    assert (
        written == "# A draft.\ntitle: A\nparts:\n  - steps:\n      - do: One\n      # second: look\n      - do: Two\n"
    )


def test_long_texts_and_comments_are_folded() -> None:
    written = write_annotated({"text": "word " * 60 + "end"}, {("text",): ["note " * 60]})

    assert max(map(len, written.split("\n"))) <= WIDTH + 2
    assert "text: >-\n" in written
