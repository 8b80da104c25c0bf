"""Drafts as the book takes them, and what they propose."""

from typing import Any

import pytest

from support.content import CONTENT, problems_of, read_files
from support.imports import HTML, Import
from tenantbook.content.library import Library
from tenantbook.drafts.draft import Draft, Imported
from tenantbook.drafts.numbers import adoption_of, numbers_of
from tenantbook.drafts.validated import text_of


def moved(drafts: tuple[Draft, ...]) -> list[str]:
    """Return what `validate` says once all drafts of a post have been moved into the book."""
    return problems_of({**read_files(CONTENT), **{draft.file: text_of(draft) for draft in drafts}})


def steps(draft: Draft) -> list[str]:
    return [step["do"] for part in draft.data["parts"] for step in part.get("steps", ())]


def notes(draft: Draft) -> str:
    return "\n".join(note for texts in draft.notes.values() for note in texts)


def titles(done: Imported) -> list[str]:
    return [draft.title for draft in done.drafts]


@pytest.mark.parametrize("name", HTML)
def test_every_draft_can_be_moved_into_the_book_or_says_what_would_be_refused(imported: Import, name: str) -> None:
    done = imported(HTML[name])

    told = [each for draft in done.drafts for each in draft.problems]
    heads = "\n".join(line for draft in done.drafts for line in draft.head)
    assert (len(told), [each for each in told if f"decide: {each}" not in heads]) == (len(moved(done.drafts)), [])


@pytest.mark.parametrize("name", [name for name in HTML if name != "hostile"])
def test_an_ordinary_article_gives_drafts_that_nothing_is_wrong_with(imported: Import, name: str) -> None:
    assert moved(imported(HTML[name]).drafts) == []


@pytest.mark.parametrize("name", HTML)
def test_the_same_post_gives_the_same_bytes(imported: Import, name: str) -> None:
    one, other = (tuple(map(text_of, imported(HTML[name]).drafts)) for _ in range(2))

    assert one == other


def test_a_post_with_several_tasks_becomes_a_procedure_for_each_and_a_scenario(imported: Import) -> None:
    done = imported(HTML["bold_titles"])

    assert titles(done) == ["How to switch passes on", "Create one for a user", "Order a pizza", "Passes & phones"]
    assert [draft.file.split("/")[0] for draft in done.drafts] == [*["procedures"] * 3, "scenarios"]


def test_headings_below_a_task_are_its_parts(imported: Import) -> None:
    done = imported(HTML["headings"])

    create = next(draft for draft in done.drafts if draft.title == "Create the pass")
    assert [part.get("heading") for part in create.data["parts"]] == ["In the portal", "In PowerShell"]


def test_tasks_are_mapped_to_the_procedures_that_cover_them_and_others_are_not(imported: Import) -> None:
    done = imported(HTML["bold_titles"])

    assert [draft.match.page if draft.match else "" for draft in done.drafts] == ["enable-pass", "create-pass", "", ""]
    uses = [part["use"] for part in done.drafts[-1].data["parts"] if "use" in part]
    assert uses == ["enable-pass#turn-on", "create-pass#create", "create-pass#create-engineer", "order-a-pizza#steps"]


def test_the_page_to_publish_over_the_post_is_named(imported: Import) -> None:
    adoption = adoption_of(imported(HTML["bold_titles"]))

    assert adoption is not None
    assert (adoption.article, adoption.tasks) == ("passes-phones/engineer", 3)


def test_figures_become_facts_and_menus_places_with_the_verdict_beside_each(imported: Import) -> None:
    enable = imported(HTML["bold_titles"]).drafts[0]

    assert steps(enable) == [
        "Go to {{ place('tap-policy') }}",
        "Click **Temporary Access Pass**",
        (
            "Set **Enable**, then save. Passes are valid for at most {{ tap.lifetime.maximum }}, "
            "the default is {{ tap.lifetime.default }}."
        ),
    ]
    told = notes(enable)
    assert 'Left out: "or 30 days for one-time use"' in told
    assert "(tap.lifetime.default): true by default only." in told
    assert "(place:tap-policy): wrong. The menu was there until about March 2025" in told


def test_a_sentence_that_is_wrong_for_everyone_is_replaced_and_kept_in_a_comment(imported: Import) -> None:
    scenario = imported(HTML["bold_titles"]).drafts[-1]

    notice = next(part for part in scenario.data["parts"] if part.get("heading") == "Important!")
    assert notice["points"][0]["do"].startswith("A pass satisfies multifactor authentication by itself")
    assert "The post says: A TAP bypasses MFA" in notes(scenario)


def test_a_link_whose_words_name_another_host_is_told_and_not_kept(imported: Import) -> None:
    done = imported(HTML["bold_titles"])

    (link,) = [link for link in done.links if link.verdict]
    assert "the words name portal.example.com, the link leads to login.example.net" in link.verdict
    assert "](https://login.example.net" not in text_of(done.drafts[-1])


def test_a_lifetime_without_a_fact_is_taken_out_and_told(imported: Import) -> None:
    (draft,) = imported(HTML["prose"]).drafts

    told = notes(draft)
    assert "Half of it was ready in \\[how long?\\]." in str(draft.data["parts"][0]["text"])
    assert '"45 minutes" is taken out' in told


def test_what_looks_like_markup_or_a_template_is_shown_as_it_is(imported: Import) -> None:
    text: Any = imported(HTML["prose"]).drafts[0].data["parts"][0]["text"]

    assert "3 \\* 4 = 12" in text
    assert "{% raw %}{{{% endraw %} this }}" in text
    assert "\n1\\. No list at all." in text


def test_links_that_a_text_cannot_hold_are_told(imported: Import) -> None:
    links = {link.says: link.verdict for link in imported(HTML["prose"]).links}

    assert links["this post"] == ""
    assert all("can't link there" in links[says] for says in ("the old page", "about us"))


def test_pictures_galleries_and_blocks_without_content_are_listed(imported: Import) -> None:
    classic = [(placed.what, placed.words) for placed in imported(HTML["classic"]).unmapped if placed.what != "text"]
    blocks = [(placed.what, placed.words) for placed in imported(HTML["headings"]).unmapped if placed.what == "unread"]

    assert ("picture", "The list of methods https://kb.example.com/wp-content/uploads/add.png") in classic
    assert ("shortcode", '[gallery ids="4,5,6"]') in classic
    assert blocks == [("unread", "the block latest-posts")]


def test_two_columns_below_a_head_become_a_table_of_the_book_and_others_stay_markdown(imported: Import) -> None:
    scenario = imported(HTML["headings"]).drafts[-1]

    errors = next(part for part in scenario.data["parts"] if part.get("heading") == "Errors")
    assert errors["table"]["head"] == ["Message", "What to do"]
    assert errors["table"]["rows"][1] == {"left": "Blocked", "right": "Ask an **engineer**"}
    assert any("| Desk | Leeds | always \\| mostly |" in part.get("text", "") for part in scenario.data["parts"])


def test_a_list_within_a_step_stands_in_its_detail(imported: Import) -> None:
    (draft,) = imported(HTML["classic"]).drafts

    detailed = [step for part in draft.data["parts"] for step in part.get("steps", ()) if "detail" in step]
    assert [step["detail"] for step in detailed] == [
        "- Compare the sign-in name\n- Names repeat: `a.smith` and `a.smith2`"
    ]


def test_a_language_that_the_book_cannot_read_is_told_not_guessed(imported: Import) -> None:
    done = imported(HTML["german"])

    assert (done.language, done.claims) == ("de", ())
    assert "languages/de.yml has no `prose:`" in done.unread
    assert "another language (de)" in text_of(done.drafts[0])


def test_a_guess_of_readers_never_opens_technical_text_to_end_users(imported: Import) -> None:
    technical = imported("<h2>Your policy</h2><ol><li>Open your Entra admin center</li><li>Save your policy</li></ol>")
    plain = imported("<h2>Get your phone ready</h2><ol><li>Open your mail</li><li>Type your code</li></ol>")

    assert ("end-user" in technical.drafts[0].readers, plain.drafts[0].readers) == (False, ("end-user",))


def test_an_id_that_is_taken_gets_the_posts_number(imported: Import, library: Library) -> None:
    done = imported(HTML["german"], title={"rendered": "Create pass"})

    assert "create-pass" in library.page_ids()
    assert done.drafts[0].page == "create-pass-41"


def test_the_origin_is_kept_at_the_head(imported: Import) -> None:
    head = "\n".join(imported(HTML["german"]).drafts[0].head)

    assert "post 41 of kb.example.com" in head
    assert all(
        each in head for each in ("slug: an-article", "categories: microsoft-365", "date: 2026-02-03", "digest: ")
    )


def test_numbers_add_up(imported: Import) -> None:
    done = imported(HTML["bold_titles"])

    numbers = numbers_of(done)
    assert (numbers["procedures"], numbers["scenarios"], numbers["steps"], numbers["use cases"]) == (3, 1, 9, 1)
    assert numbers["mapped"] + numbers["kept as text"] + numbers["in comments"] == len(done.placed)


def test_a_parameter_of_the_policy_in_code_becomes_the_fact(imported: Import) -> None:
    create = next(draft for draft in imported(HTML["headings"]).drafts if draft.title == "Create the pass")

    assert "lifetimeInMinutes = {{ tap.lifetime.default | number }} }" in text_of(create)
    assert 'The code of the post says "lifetimeInMinutes = 60"' in notes(create)


def test_a_post_without_paragraphs_is_held_against_the_policies_line_by_line(imported: Import) -> None:
    (draft,) = imported(HTML["classic"]).drafts

    assert "A pass is stronger than a password" in str(draft.data["parts"])
    assert "The post says: A pass replaces the password for good." in notes(draft)
