"""Publishing to Hudu and IT Glue, against stand-ins that follow their published APIs; never tried on the vendors."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest

from support.vendors.both import (
    COMPANIES,
    Hudu,
    ItGlue,
    Vendor,
    article,
    articles,
    new_ledger,
    opened,
    planned,
    publish,
)
from tenantbook.model.publication import Action, Article, Doing
from tenantbook.model.target import Status
from tenantbook.publishers.contract import RefusedError, UnreachableError
from tenantbook.publishers.marking import mark_of, record_of
from tenantbook.publishing.ledger import LedgerFile

pytestmark = pytest.mark.socket

STOPPED = "does not accept the key"


@pytest.fixture(params=[Hudu, ItGlue], ids=["hudu", "it-glue"])
def vendor(request: pytest.FixtureRequest) -> Iterator[Vendor]:
    driven: Vendor = request.param()
    with driven.standin:
        yield driven


def test_an_article_is_created_in_the_company_of_its_client_and_says_whose_it_is(vendor: Vendor) -> None:
    ledger = new_ledger()

    done = publish(vendor, [article(), article("birch-shipping", hours=4)], ledger)

    assert done == ["create", "create"]
    assert [(seen.company, seen.title) for seen in vendor.seen()] == [(11, "Use the pass"), (12, "Use the pass")]
    text = unescape(vendor.seen()[0].words)
    assert "Within 8 hours & once. Steps Sign in at the portal See how Mind Never mail it. R&D A 1" in text
    assert "tenantbook:birch-shipping/client/end-user/use-pass/en" in vendor.seen()[1].words
    assert {sent.key for sent in ledger.ledger.sent.values()} == {seen.key for seen in vendor.seen()}
    assert all(sent.address.startswith("http") for sent in ledger.ledger.sent.values())


def test_identity_seal_and_record_survive_a_strict_sanitiser(vendor: Vendor) -> None:
    publish(vendor, [article()], new_ledger())

    with opened(vendor) as publisher:
        standing = next(iter(publisher.published()))

    assert (standing.article, standing.sealed) == (article().id, True)
    assert record_of(standing.content) == replace(article().record, digest="")


def test_where_even_fragments_are_stripped_identity_and_seal_still_survive(vendor: Vendor) -> None:
    vendor.standin.fragments = False
    ledger = new_ledger()
    publish(vendor, [article()], ledger)

    with opened(vendor, ledger) as publisher:
        standing = next(iter(publisher.published()))

    assert (standing.article, standing.sealed, record_of(standing.content)) == (article().id, True, None)
    assert publish(vendor, [article()], ledger) == ["keep"]


def test_a_second_run_plans_nothing_and_writes_nothing(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, articles(3), ledger)
    written = len(vendor.standin.writes)

    assert publish(vendor, articles(3), ledger) == ["keep"] * 3
    assert len(vendor.standin.writes) == written


def test_a_tenant_that_was_read_again_is_no_reason_to_write(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    again = replace(article(), record=replace(article().record, read=None))

    assert publish(vendor, [again], ledger) == ["keep"]


def test_a_changed_value_and_a_changed_title_update_the_same_article(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    before = vendor.seen()[0]

    assert publish(vendor, [article(hours=4, title="Use your pass")], ledger) == ["update"]

    after = vendor.seen()[0]
    assert (after.key, after.title, len(vendor.seen())) == (before.key, "Use your pass", 1)
    assert "4 hours" in after.words
    assert publish(vendor, [article(hours=4, title="Use your pass")], ledger) == ["keep"]


def test_an_article_that_lost_and_gained_sections_ends_as_if_it_were_new(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [replace(article(), html="<h2>One</h2><p>1</p><h2>Two</h2><p>2</p><h2>Three</h2>")], ledger)
    for html in ("<p>Only this.</p>", "<h2>Two</h2><h2>Five</h2><p>5</p>", article().html):
        assert publish(vendor, [replace(article(), html=html)], ledger) == ["update"]
    another = type(vendor)()
    with another.standin:
        publish(another, [article()], new_ledger())

    assert _without_seal(another) == _without_seal(vendor)


def test_an_article_that_is_no_longer_wanted_is_archived_and_never_deleted(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, articles(2), ledger)

    assert publish(vendor, articles(1), ledger) == ["keep", "retire"]

    assert [seen.title for seen in vendor.seen()] == ["Page 0"]
    assert not [path for method, path in vendor.standin.writes if method == "DELETE"]
    assert publish(vendor, articles(1), ledger) == ["keep"]


def test_what_was_archived_by_hand_is_told_as_such(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    held = vendor.standin.live()[0]
    held.archived = True

    with opened(vendor, ledger) as publisher:
        standings = list(publisher.published())

    assert [(standing.key, standing.status) for standing in standings] == [(str(held.id), "trash")]
    assert publish(vendor, [article()], ledger) == ["refuse"]


def test_an_article_that_stands_there_is_adopted_and_keeps_its_number(vendor: Vendor) -> None:
    key = vendor.put(11, "How to use the pass", "<p>Written by hand.</p>")
    other = vendor.put(11, "Printers", "<p>Not ours.</p>")
    ledger = new_ledger()

    assert publish(vendor, [article()], ledger, {article().id: key}) == ["adopt"]

    assert {seen.key: seen.title for seen in vendor.seen()} == {key: "Use the pass", other: "Printers"}
    assert publish(vendor, [article()], ledger) == ["keep"]


def test_what_is_not_ours_is_neither_told_nor_touched(vendor: Vendor) -> None:
    vendor.put(11, "Printers", "<p>Not ours: tenantbook is mentioned.</p>")

    with opened(vendor) as publisher:
        assert list(publisher.published()) == []


@pytest.mark.parametrize("edit", ["text", "markup", "title", "mark", "all", "company"])
def test_an_edit_by_hand_is_noticed_and_never_written_over(vendor: Vendor, edit: str) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    key = vendor.seen()[0].key
    held = vendor.standin.live()[0]
    if edit == "text":
        vendor.replace(key, "Never mail it", "Mail it")
    elif edit == "markup":
        vendor.replace(key, "Never mail it.", "<strong>Never mail it.</strong>")
    elif edit == "title":
        held.name = "Pass"
    elif edit == "mark":
        vendor.replace(key, "tenantbook:acme-dental", "tenantbook")
    elif edit == "all":
        vendor.empty(key)
    else:
        vendor.move(key, 12)
    written = len(vendor.standin.writes)

    assert publish(vendor, [article(hours=4)], ledger) == ["refuse"]
    assert len(vendor.standin.writes) == written


def test_what_changed_since_the_plan_was_made_is_left_alone(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    with opened(vendor, ledger) as publisher:
        [action] = planned(publisher, [article(hours=4)], ledger, {})[0].actions
        vendor.replace(vendor.seen()[0].key, "Never mail it", "Mail it")

        with pytest.raises(RefusedError, match="changed since the plan"):
            publisher.apply(action)


def test_one_clients_article_never_goes_to_another_clients_company(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article(), article("birch-shipping")], ledger)
    with opened(vendor, ledger) as publisher:
        wanted = [article(hours=4), article("birch-shipping", hours=4)]
        mine, theirs = planned(publisher, wanted, ledger, {})[0].actions
        written = len(vendor.standin.writes)
        crossed = [
            Action(Doing.UPDATE, mine.id, "", mine.article, theirs.standing),
            Action(Doing.UPDATE, theirs.id, "", mine.article, theirs.standing),
            Action(Doing.CREATE, theirs.id, "", mine.article),
            Action(Doing.RETIRE, mine.id, "", None, theirs.standing),
            Action(Doing.CREATE, mine.id, "", replace(article(), record=article("birch-shipping").record)),
        ]
        for action in crossed:
            with pytest.raises(RefusedError):
                publisher.apply(action)

    assert len(vendor.standin.writes) == written


def test_another_page_of_the_same_client_is_not_written_over(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, articles(2), ledger)
    with opened(vendor, ledger) as publisher:
        first, second = planned(publisher, articles(2), ledger, {})[0].actions
        with pytest.raises(RefusedError, match="page-1/en, not"):
            publisher.apply(Action(Doing.UPDATE, first.id, "", first.article, second.standing))


def test_what_stands_in_another_clients_company_is_not_adopted(vendor: Vendor) -> None:
    key = vendor.put(12, "Birch's own", "<p>Written by hand.</p>")

    [told] = publish(vendor, [article()], new_ledger(), {article().id: key})

    assert "12, not in 11" in told
    assert vendor.standin.writes == []


def test_what_lost_its_mark_is_not_archived(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    vendor.empty(vendor.seen()[0].key)
    with opened(vendor, ledger) as publisher:
        [standing] = publisher.published()
        with pytest.raises(RefusedError, match="no longer carries its mark"):
            publisher.apply(Action(Doing.RETIRE, article().id, "", None, standing))


def test_a_creation_that_was_not_confirmed_is_not_made_twice_by_the_same_run(vendor: Vendor) -> None:
    create = Action(Doing.CREATE, article().id, "", article())
    with opened(vendor) as publisher:
        assert list(publisher.published()) == []
        vendor.standin.stop_after = 1
        with pytest.raises(UnreachableError):
            publisher.apply(create)
        vendor.standin.stop_after = None

        assert publisher.apply(create) is not None

    assert len(vendor.standin.live()) == 1


def test_a_document_that_was_refused_half_way_is_gone_on_with() -> None:
    vendor = ItGlue()
    with vendor.standin:
        ledger = new_ledger()
        publish(vendor, [article()], ledger)
        longer = replace(article(), html=f"{article().html}<h2>More</h2><p>And more.</p>")
        vendor.standin.articles_taken = False
        assert "The account is full" in publish(vendor, [longer], ledger)[0]
        vendor.standin.articles_taken = True

        assert publish(vendor, [longer], ledger) == ["update"]
        assert "And more." in vendor.seen()[0].words


def test_a_document_that_was_begun_and_never_finished_is_no_article_yet() -> None:
    vendor = ItGlue()
    with vendor.standin:
        vendor.standin.stop_after = 2
        with pytest.raises(UnreachableError):
            publish(vendor, [article()], new_ledger())
        vendor.standin.stop_after = None

        with opened(vendor) as publisher:
            assert list(publisher.published()) == []


def test_a_wrong_key_is_told_before_the_first_write_and_never_shown(vendor: Vendor) -> None:
    with opened(vendor, key="wrong-key") as publisher, pytest.raises(UnreachableError) as caught:
        publisher.preflight()

    assert STOPPED in str(caught.value)
    assert "wrong-key" not in f"{caught.value}{caught.value!r}{vars(publisher)}{vars(publisher)['_side'].__dict__}"
    assert vendor.standin.writes == []


@pytest.mark.parametrize("key", ["", "two\nlines", "k\u00e9y"])
def test_without_a_usable_key_nothing_is_sent(vendor: Vendor, key: str) -> None:
    with pytest.raises(UnreachableError, match="API_KEY"), opened(vendor, key=key):
        pass

    assert vendor.standin.asked == []


def test_a_key_never_goes_over_plain_http_to_another_machine(vendor: Vendor) -> None:
    with pytest.raises(UnreachableError, match="not https"), opened(vendor, address="http://kb.example.com"):
        pass


@pytest.mark.parametrize(
    ("companies", "said"),
    [
        ({"acme-dental": 11}, "birch-shipping has no"),
        ({"acme-dental": 11, "birch-shipping": 99}, "has no .* 99"),
        ({"acme-dental": 11, "birch-shipping": 13}, "(archived|inactive)"),
        ({"acme-dental": 11, "birch-shipping": 11}, "each client needs one of its own"),
    ],
    ids=["none", "unknown", "archived", "shared"],
)
def test_a_company_that_cannot_be_is_told_before_the_first_write(
    vendor: Vendor, companies: dict[str, int], said: str
) -> None:
    with opened(vendor, companies=companies) as publisher:
        problems = publisher.preflight()

    assert [bool(re.search(said, problem)) for problem in problems] == [True]
    assert vendor.standin.writes == []


def test_among_all_clients_each_without_a_company_is_an_objection(vendor: Vendor) -> None:
    with opened(vendor, clients="all") as publisher:
        assert publisher.preflight() == ()
        assert "cobalt-law has no" in publisher.objection(article("cobalt-law"))
        with pytest.raises(RefusedError, match="cobalt-law has no"):
            publisher.apply(Action(Doing.CREATE, article("cobalt-law").id, "", article("cobalt-law")))


def test_120_articles_are_read_page_by_page(vendor: Vendor) -> None:
    ledger = new_ledger()
    for number in range(119):
        vendor.put(11, f"Note {number}", "<p>Not ours.</p>")
    publish(vendor, [article()], ledger)

    assert publish(vendor, [article()], ledger) == ["keep"]


def test_pages_that_are_smaller_than_asked_for_are_still_read_to_the_end() -> None:
    vendor = Hudu(page_size_kept=False)
    with vendor.standin:
        ledger = new_ledger()
        publish(vendor, articles(60), ledger)

        assert publish(vendor, articles(60), ledger) == ["keep"] * 60


def test_documents_that_somebody_moved_into_a_folder_are_still_found() -> None:
    vendor = ItGlue()
    with vendor.standin:
        ledger = new_ledger()
        publish(vendor, [article()], ledger)
        vendor.standin.live()[0].folder = 7

        assert publish(vendor, [article(hours=4)], ledger) == ["update"]
        assert len(vendor.seen()) == 1


@pytest.mark.parametrize("before", [0, 1], ids=["creating", "updating"])
def test_cut_short_after_any_write_a_run_resumes_without_a_duplicate_or_half_an_article(
    vendor: Vendor, before: int
) -> None:
    first, second = articles(2), [replace(each, html=article(hours=2).html) for each in articles(2)]
    wanted = second if before else first
    for moment in range(1, 100):
        vendor = type(vendor)()
        with vendor.standin:
            ledger = new_ledger()
            if before:
                publish(vendor, first, ledger)
            vendor.standin.stop_after = len(vendor.standin.writes) + moment
            stopped = _stops(vendor, wanted, ledger)
            vendor.standin.stop_after = None
            _readers_see_whole_articles(vendor, before)

            assert not [each for each in publish(vendor, wanted, ledger) if "refuse" in each]
            assert [seen.title for seen in vendor.seen()] == ["Page 0", "Page 1"]
            assert len(vendor.standin.live()) == 2
            assert all(f"{2 if before else 8} hours" in seen.words for seen in vendor.seen())
            assert publish(vendor, wanted, ledger) == ["keep", "keep"]
        if not stopped:
            assert moment > 2
            return
    raise AssertionError("it never came to its end")


def _without_seal(vendor: Vendor) -> str:
    return re.sub(r"[0-9a-f]{12}\.[0-9a-f]{12}", "", vendor.seen()[0].words)


def _stops(vendor: Vendor, wanted: list[Article], ledger: LedgerFile) -> bool:
    try:
        publish(vendor, wanted, ledger)
    except UnreachableError as error:
        return STOPPED in str(error)
    return False


def _readers_see_whole_articles(vendor: Vendor, before: int) -> None:
    for seen in vendor.seen():
        assert "R" in seen.words
        assert ("2 hours" in seen.words) or ("8 hours" in seen.words)
        assert mark_of("", seen.words) is not None


def test_busy_answers_are_waited_for_as_long_as_they_ask(vendor: Vendor) -> None:
    vendor.standin.busy = ["0.01", "0", "0.01"]

    assert publish(vendor, [article()], new_ledger()) == ["create"]
    assert len(vendor.seen()) == 1


@pytest.mark.parametrize("asked", ["300", "Wed, 23 Nov 2089 09:30:00 GMT"])
def test_a_pause_that_is_too_long_ends_the_run_with_when_to_come_back(vendor: Vendor, asked: str) -> None:
    vendor.standin.busy = [asked]

    with opened(vendor) as publisher, pytest.raises(UnreachableError, match=r"429.*it goes on where it stopped"):
        publisher.preflight()


def test_a_reason_that_an_article_is_not_taken_is_passed_on(vendor: Vendor) -> None:
    vendor.standin.articles_taken = False
    action = Action(Doing.CREATE, article().id, "", article())
    with opened(vendor) as publisher, pytest.raises(RefusedError, match=r"\(422\): .*full"):
        publisher.apply(action)


def test_a_draft_stays_one_in_it_glue_and_is_refused_for_hudu() -> None:
    it_glue, hudu = ItGlue(), Hudu()
    with it_glue.standin, hudu.standin:
        publish(it_glue, [article()], new_ledger(), status=Status.DRAFT)
        assert (len(it_glue.standin.documents), it_glue.seen()) == (1, [])

        with opened(hudu, status=Status.DRAFT) as publisher:
            assert ["no drafts" in problem for problem in publisher.preflight()] == [True]


def test_hudu_is_never_told_to_share_an_article_with_everybody() -> None:
    vendor = Hudu()
    with vendor.standin:
        publish(vendor, [article()], new_ledger())

        assert [each.enable_sharing for each in vendor.standin.live()] == [False]


def test_an_article_that_somebody_shared_with_everybody_is_left_alone_and_told() -> None:
    vendor = Hudu()
    with vendor.standin:
        ledger = new_ledger()
        publish(vendor, [article()], ledger)
        vendor.standin.live()[0].enable_sharing = True

        assert publish(vendor, [article(hours=4)], ledger) == ["refuse"]


def test_drafts_are_published_once_the_target_says_so() -> None:
    vendor = ItGlue()
    with vendor.standin:
        ledger = new_ledger()
        publish(vendor, [article()], ledger, status=Status.DRAFT)

        assert publish(vendor, [article()], ledger) == ["update"]
        assert len(vendor.seen()) == 1


def test_two_articles_with_one_mark_are_told_and_neither_is_written(vendor: Vendor) -> None:
    ledger = new_ledger()
    publish(vendor, [article()], ledger)
    with opened(vendor, ledger) as publisher:
        standing = next(iter(publisher.published()))
    vendor.put(11, standing.title, standing.content)

    with opened(vendor) as publisher:
        assert [each.article for each in publisher.published()] == [article().id] * 2
        with pytest.raises(RefusedError, match="2 times"):
            publisher.apply(Action(Doing.CREATE, article().id, "", article()))


def test_the_companies_of_other_clients_are_not_even_looked_at(vendor: Vendor) -> None:
    with opened(vendor, clients=("acme-dental",)) as publisher:
        publisher.preflight()
        list(publisher.published())

    assert not [asked for asked in vendor.standin.asked if "12" in f"{asked.path}{asked.query.get('company_id')}"]
    assert COMPANIES["birch-shipping"] == 12
