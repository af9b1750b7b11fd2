"""Executive briefs: written by the KAM, read by executives, printed by whoever may read."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Brief
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HOSTILE = '#eval("1") *bold* @ref $x$ `raw` <b>tag</b> \\ "quote" [x] = head 🙂 Éric'


@pytest.fixture
def brief(account, kam):
    return factories.BriefFactory(
        account=account,
        situation="We are second.\nThey watch cost.",
        checked_on=TODAY,
        checked_by=kam,
    )


def address(account, step=""):
    return f"/accounts/{account.public_id}/brief/{step}"


def printed(client, account):
    answer = client.get(address(account, "pdf/"))
    pages = PdfReader(BytesIO(answer.content)).pages
    return answer, "\n".join(page.extract_text() for page in pages)


def test_the_kam_writes_and_executives_read(signed_in, kam, executive, account):
    client = signed_in(kam)
    client.post(address(account, "edit/"), {"situation": "One.\nTwo.", "version": 1})
    client.post(
        f"/accounts/{account.public_id}/asks/add/", {"text": "Their plan", "who_may_ask": "anyone"}
    )
    client.post(f"/accounts/{account.public_id}/no-gos/add/", {"text": "The lawsuit"})

    page = signed_in(executive).get(address(account)).content.decode()

    assert all(words in page for words in ("One.", "Two.", "Their plan", "The lawsuit"))
    assert Brief.objects.get().checked_on == TODAY


@pytest.mark.parametrize(
    ("text", "said"),
    [("1\n2\n3\n4\n5\n6", "Five lines at most"), ("x" * 600, "characters at most")],
)
def test_a_brief_is_five_lines(signed_in, kam, account, text, said):
    answer = signed_in(kam).post(address(account, "edit/"), {"situation": text, "version": 1})

    assert said in answer.content.decode()
    assert not Brief.objects.exists()


def test_two_who_write_do_not_overwrite_each_other(signed_in, kam, account, brief):
    client = signed_in(kam)
    client.post(address(account, "edit/"), {"situation": "Mine.", "version": brief.version})

    page = client.post(
        address(account, "edit/"), {"situation": "Theirs.", "version": brief.version}
    )

    brief.refresh_from_db()
    assert brief.situation == "Mine."
    assert "Theirs." in page.content.decode()
    assert "Mine." in page.content.decode()


@pytest.mark.parametrize(
    ("role", "reads"), [("kam", True), ("sponsor", True), ("lead", True), ("executive", False)]
)
def test_asks_for_the_sponsor_alone_stay_with_the_team(
    signed_in, cast, account, pairing, role, reads
):
    factories.AskFactory(account=account, text="Their next chair", who_may_ask="sponsor")

    page = signed_in(getattr(cast, role)).get(address(account)).content.decode()

    assert ("Their next chair" in page) is reads


def test_one_tap_says_that_it_still_holds(signed_in, kam, executive, account, brief):
    brief.checked_on = TODAY - timedelta(days=100)
    brief.save()
    assert signed_in(executive).post(address(account, "check/")).status_code == 403

    signed_in(kam).post(address(account, "check/"))

    brief.refresh_from_db()
    assert brief.checked_on == TODAY


@pytest.mark.parametrize(("days", "fresh"), [(90, True), (91, False)])
def test_a_brief_is_fresh_for_ninety_days(signed_in, executive, account, brief, days, fresh):
    brief.checked_on = TODAY - timedelta(days=days)
    brief.save()

    shown = {
        show: len(signed_in(executive).get("/briefs/", {"show": show}).context["rows"])
        for show in ("fresh", "stale")
    }

    assert shown == ({"fresh": 1, "stale": 0} if fresh else {"fresh": 0, "stale": 1})


def test_executives_find_every_brief_and_others_their_own(signed_in, cast, account, other_account):
    def found(role, **query):
        return [
            row["account"].name
            for row in signed_in(getattr(cast, role)).get("/briefs/", query).context["rows"]
        ]

    assert found("executive") == ["Aldera", "Borealis"]
    assert found("executive", q="BOREÀLIS") == ["Borealis"]
    assert found("kam") == ["Aldera"]
    assert found("outsider") == []


def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in, executive, account, pairing, brief, django_assert_max_num_queries
):
    client = signed_in(executive)
    client.get("/briefs/")
    with django_assert_max_num_queries(14) as few:
        client.get("/briefs/")
    for _number in range(3):
        factories.BriefFactory(account=factories.PairingFactory().account)

    with django_assert_max_num_queries(14) as many:
        client.get("/briefs/")

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Printed by Élise Exec on 5 Mar 2026, 18:05", "Do not raise"]),
        ("fr", ["Imprimé par Élise Exec le 5 mars 2026 à 18:05", "À éviter"]),
    ],
)
def test_on_paper_it_says_who_printed_it_and_when(
    signed_in, executive, account, brief, language, words
):
    executive.language = language
    executive.save()
    factories.NoGoFactory(account=account, text="The lawsuit")
    factories.AnnualFiguresFactory(account=account)

    with time_machine.travel(datetime(2026, 3, 5, 17, 5, tzinfo=UTC), tick=False):
        answer, text = printed(signed_in(executive), account)

    paper = PdfReader(BytesIO(answer.content))
    catalogue, size = paper.trailer["/Root"], paper.pages[0].mediabox
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert "/StructTreeRoot" in catalogue
    assert (len(paper.pages), round(size.width), round(size.height)) == (1, 595, 842)
    assert [word for word in [*words, "We are second.", "The lawsuit"] if word not in text] == []


def test_what_people_type_is_never_read_as_markup(signed_in, kam, account, brief):
    account.name = HOSTILE
    account.save()
    brief.situation = HOSTILE
    brief.save()
    factories.ContactFactory(account=account, first_name=HOSTILE[:60], level="executive_committee")
    factories.NoGoFactory(account=account, text=HOSTILE)

    answer, text = printed(signed_in(kam), account)
    page = signed_in(kam).get(address(account)).content.decode()

    assert answer.status_code == 200
    assert '#eval("1")' in text
    assert "<b>tag</b>" in text
    assert "<b>tag</b>" not in page
