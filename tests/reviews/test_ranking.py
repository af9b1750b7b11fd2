"""The annual ranking: for leads alone, of a frozen season alone, closed to a lead who is in the class (R10)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.choices import TandemClass
from reviews.models import Laureate, Season
from reviews.services.laureates import (
    NotInSeasonError,
    TooManyLaureatesError,
    drop_laureate,
    name_laureate,
)
from reviews.services.scorecards import class_of
from reviews.services.seasons import OwnClassError, SeasonMovedOnError
from sponsors.models import Pairing
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = {"citation_en": "A door opened.", "citation_fr": "Une porte ouverte."}


@pytest.fixture
def frozen(lead):
    """A frozen season with the settings of its indicators."""
    return factories.SeasonFactory(frozen=True)


def ranked(season, scores, tandem_class=TandemClass.ESTABLISHED):
    """Tandems of a class with these scores; None is not yet assessed."""
    cards = []
    for place, score in enumerate(scores):
        account = factories.KeyAccountFactory(name=f"{tandem_class} {place:02}")
        facts = {"score": Decimal(score), "assessed": True} if score is not None else {}
        cards.append(
            factories.ScorecardFactory(
                season=season,
                pairing=factories.PairingFactory(account=account),
                tandem_class=tandem_class,
                **facts,
            )
        )
    return cards


def ranking_of(season, reader, signed_in, **query):
    return signed_in(reader).get(reverse("reviews:ranking", args=[season.public_id]), query)


def test_equal_scores_share_a_place(frozen, lead, signed_in):
    cards = ranked(frozen, ["60", "72.5", "60", "50", "72.5"])
    ranked(frozen, ["10", "20", "30", "40", "50"], TandemClass.NEW)

    groups = ranking_of(frozen, lead, signed_in).context["classes"]

    established = next(group for group in groups if group.key == "established")
    assert [(line.number, line.scorecard) for line in established.lines] == [
        (1, cards[1]),
        (1, cards[4]),
        (3, cards[0]),
        (3, cards[2]),
        (5, cards[3]),
    ]


def test_classes_of_fewer_than_five_assessed_are_merged(frozen, lead, signed_in):
    ranked(frozen, ["60", "70", "80", "90", "95"])
    ranked(frozen, ["10", "20", "30", "40", None], TandemClass.NEW)

    groups = ranking_of(frozen, lead, signed_in).context["classes"]

    assert [group.key for group in groups] == ["new-established"]
    assert len(groups[0].lines) == 9


def test_those_not_yet_assessed_stand_apart_by_name_with_the_reason(frozen, lead, signed_in):
    cards = ranked(frozen, [None, "50", None])

    page = ranking_of(frozen, lead, signed_in)

    group = page.context["classes"][0]
    assert [(card, bool(reason)) for card, reason in group.not_yet] == [
        (cards[0], True),
        (cards[2], True),
    ]
    assert "It takes six full months in the season." in page.content.decode()


def test_what_drives_a_score_is_named(frozen, lead, signed_in):
    card = ranked(frozen, ["50"])[0]
    for code, weight, value in (("M1", 30, "0.9"), ("M3", 20, "0.5"), ("E1", 30, "1")):
        card.lines.create(code=code, weight=weight, low=0, high=1, raw=value, value=value)

    page = ranking_of(frozen, lead, signed_in).content.decode()

    assert "Growth of the account, Exchanges inside the tandem" in page


@pytest.mark.parametrize("state", ["draft", "open", "collecting"])
def test_a_season_that_is_not_frozen_has_no_ranking(lead, signed_in, state):
    season = factories.SeasonFactory(
        state=state, opened_at=None if state == "draft" else "2026-01-05T00:00:00Z"
    )

    assert ranking_of(season, lead, signed_in).status_code == 404


def test_nobody_but_a_lead_opens_the_ranking(frozen, cast, signed_in):
    ranked(frozen, ["50"])

    for name, person in vars(cast).items():
        expected = 200 if name == "lead" else 403
        assert ranking_of(frozen, person, signed_in).status_code == expected, name


def test_a_lead_in_a_tandem_sees_nothing_of_its_class(frozen, lead, signed_in):
    own = ranked(frozen, ["61.1", "62.2", "63.3", "64.4", "65.5", None])
    others = ranked(frozen, ["71.1", "72.2", "73.3", "74.4", "75.5"], TandemClass.NEW)
    own[0].kam = lead
    own[0].save()

    page = ranking_of(frozen, lead, signed_in)

    text = page.content.decode()
    assert "You are in a tandem of this class." in text
    for card in own:
        assert card.pairing.account.name not in text
        assert card.get_absolute_url() not in text
    for figure in ("61.1", "62.2", "63.3", "64.4", "65.5"):
        assert figure not in text
    assert all(card.pairing.account.name in text for card in others)
    assert page.context["classes"][1].places is None


def test_a_merged_class_is_closed_as_one(frozen, lead, signed_in):
    ranked(frozen, ["61.1", "62.2"])
    ranked(frozen, ["71.1"], TandemClass.NEW)
    factories.ScorecardFactory(season=frozen, sponsor=lead)

    page = ranking_of(frozen, lead, signed_in)

    assert [group.is_closed for group in page.context["classes"]] == [True]
    assert "71.1" not in page.content.decode()


def test_the_ranking_is_bounded(frozen, lead, signed_in):
    ranked(frozen, [str(10 + number) for number in range(55)])

    first = ranking_of(frozen, lead, signed_in).context["classes"][0]
    second = ranking_of(frozen, lead, signed_in, **{"new-established": 2}).context["classes"][0]

    assert (len(first.lines), len(second.lines)) == (50, 5)
    assert second.lines[0].number == 51


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ranking_takes_the_same_queries_for_one_and_for_three(
    frozen, lead, signed_in, rows, django_assert_max_num_queries
):
    ranked(frozen, ["50", "60", "70"][:rows])
    ranked(frozen, [None] * rows)
    client = signed_in(lead)

    with django_assert_max_num_queries(13):
        client.get(reverse("reviews:ranking", args=[frozen.public_id]))


def test_the_ranking_offers_naming_until_the_laureates_are_settled(frozen, lead, signed_in):
    card = ranked(frozen, ["50"])[0]
    address = reverse("reviews:laureate_name", args=[card.public_id])
    before = ranking_of(frozen, lead, signed_in).content.decode()

    Season.objects.update(state="named")
    after = ranking_of(frozen, lead, signed_in).content.decode()

    assert address in before
    assert address not in after


def test_naming_keeps_the_citation_in_both_languages(frozen, lead):
    card = ranked(frozen, ["50"])[0]

    laureate = name_laureate(frozen, card.pairing, by=lead, **WORDS)
    again = name_laureate(
        frozen, card.pairing, by=lead, citation_en="Mended.", citation_fr="Corrigé."
    )

    assert again == laureate
    assert Laureate.objects.get().citation_en == "Mended."
    assert laureate.history.count() == 2


def test_a_class_has_at_most_one_laureate_in_five_and_one_at_least(frozen, lead):
    cards = ranked(frozen, ["10", "20", "30", "40", "50", "60", "70", "80", "90", "95"])
    fresh = ranked(frozen, ["10", "20", "30", "40", "50"], TandemClass.NEW)
    for card in (*cards[:2], fresh[0]):
        name_laureate(frozen, card.pairing, by=lead, **WORDS)

    with pytest.raises(TooManyLaureatesError) as established:
        name_laureate(frozen, cards[2].pairing, by=lead, **WORDS)
    with pytest.raises(TooManyLaureatesError) as new:
        name_laureate(frozen, fresh[1].pairing, by=lead, **WORDS)

    assert (established.value.most, new.value.most) == (2, 1)


def test_a_lead_names_nobody_of_the_own_class(frozen, lead):
    cards = ranked(frozen, ["10", "20", "30", "40", "50"])
    fresh = ranked(frozen, ["10", "20", "30", "40", "50"], TandemClass.NEW)
    cards[0].sponsor = lead
    cards[0].save()

    with pytest.raises(OwnClassError):
        name_laureate(frozen, cards[1].pairing, by=lead, **WORDS)

    name_laureate(frozen, fresh[0].pairing, by=lead, **WORDS)
    assert Laureate.objects.get().pairing == fresh[0].pairing


def test_a_tandem_without_a_scorecard_is_not_named(frozen, lead):
    ranked(frozen, ["10"])

    with pytest.raises(NotInSeasonError):
        name_laureate(frozen, factories.PairingFactory(), by=lead, **WORDS)


def test_nobody_is_named_before_the_freeze_nor_after_the_settling(frozen, lead):
    cards = ranked(frozen, ["10", "20"])
    laureate = name_laureate(frozen, cards[0].pairing, by=lead, **WORDS)
    for state in ("open", "named"):
        Season.objects.update(state=state, frozen_at=None if state == "open" else frozen.frozen_at)
        with pytest.raises(SeasonMovedOnError):
            name_laureate(frozen, cards[1].pairing, by=lead, **WORDS)
        with pytest.raises(SeasonMovedOnError):
            drop_laureate(laureate, by=lead)

    mended = name_laureate(
        frozen, cards[0].pairing, by=lead, citation_en="Mended.", citation_fr="Corrigé."
    )
    assert mended.citation_en == "Mended."


def test_a_name_taken_back_stays_in_the_history(frozen, lead):
    laureate = name_laureate(frozen, ranked(frozen, ["10"])[0].pairing, by=lead, **WORDS)

    drop_laureate(laureate, by=lead)
    drop_laureate(laureate, by=lead)

    assert not Laureate.objects.exists()
    assert Laureate.history.filter(history_type="-").get().history_user == lead


def test_a_lead_names_and_takes_back_in_the_browser(frozen, lead, signed_in):
    card = ranked(frozen, ["10"])[0]
    client = signed_in(lead)

    client.post(reverse("reviews:laureate_name", args=[card.public_id]), WORDS)
    laureate = Laureate.objects.get()
    listed = client.get(reverse("reviews:laureate_list", args=[frozen.public_id])).content.decode()
    client.post(reverse("reviews:laureate_drop", args=[laureate.public_id]))

    assert laureate.named_by == lead
    assert "A door opened." in listed
    assert "Une porte ouverte." in listed
    assert not Laureate.objects.exists()


def test_a_citation_is_wanted_in_both_languages(frozen, lead, signed_in):
    card = ranked(frozen, ["10"])[0]
    url = reverse("reviews:laureate_name", args=[card.public_id])

    page = signed_in(lead).post(url, {"citation_en": "Only English."})

    assert "citation_fr" in page.context["form"].errors
    assert not Laureate.objects.exists()


def test_refusals_are_said_in_a_sentence(frozen, lead, signed_in):
    cards = ranked(frozen, ["10", "20"])
    name_laureate(frozen, cards[0].pairing, by=lead, **WORDS)
    url = reverse("reviews:laureate_name", args=[cards[1].public_id])

    page = signed_in(lead).post(url, WORDS, follow=True)

    assert "This class may have 1 laureate, and has it." in page.content.decode()


def test_nobody_but_a_lead_names(frozen, cast, signed_in):
    card = ranked(frozen, ["10"])[0]
    laureate = factories.LaureateFactory(season=frozen, pairing=card.pairing)
    card.kam = cast.kam
    card.save()

    for name, person in vars(cast).items():
        if name == "lead":
            continue
        client = signed_in(person)
        seen = client.post(reverse("reviews:laureate_name", args=[card.public_id]), WORDS)
        dropped = client.post(reverse("reviews:laureate_drop", args=[laureate.public_id]))
        listed = client.get(reverse("reviews:laureate_list", args=[frozen.public_id]))
        assert seen.status_code == (403 if name == "kam" else 404), name
        assert dropped.status_code == 404, name
        assert listed.status_code == 403, name

    assert Laureate.objects.get().citation_en == "They opened a door."


def test_new_is_under_548_days_on_the_last_day():
    last = date(2026, 12, 31)

    assert class_of(Pairing(started_on=date(2025, 7, 3)), last) == TandemClass.NEW
    assert class_of(Pairing(started_on=date(2025, 7, 2)), last) == TandemClass.ESTABLISHED
