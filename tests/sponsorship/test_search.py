"""Search: what is found, as it was typed and with one error, and nothing that one may not see."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Ask, Contact, KeyAccount, User
from accounts.models.searching import words_of
from sponsorship.finding import find
from tests import factories
from tests.accounts.test_searching import ERRORS, LETTERS, wrong

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def names(found):
    return {
        "accounts": [line.name for line in found.accounts],
        "contacts": [contact.full_name for contact in found.contacts],
        "people": [person.full_name for person in found.people],
        "asks": [ask.text for ask in found.asks],
    }


def searched(user, text):
    """Return what was found, without the kinds of which nothing was."""
    return {kind: some for kind, some in names(find(user, text, on=TODAY)).items() if some}


@pytest.fixture
def saint(other_kam):
    """An account with people whose names and titles are hard to type."""
    sector = factories.SectorFactory(code="glass", name_en="Glassworks", name_fr="Verrerie")
    account = factories.KeyAccountFactory(
        name="Saint-Gobain", kam=other_kam, city="Courbevoie", sector=sector
    )
    for first, last, title in [
        ("Éric", "L’Hôte", "Directeur financier"),
        ("Jürgen", "Müller", "Chief Information Officer"),
        ("Zoé", "Wu", "Directrice des achats"),
    ]:
        factories.ContactFactory(
            account=account, first_name=first, last_name=last, title=title, level="one_below"
        )
    factories.AskFactory(account=account, text="When is the Fehmarn tender published?", why="Rail")
    return account


ERIC, MUELLER, WU = "Éric L’Hôte", "Jürgen Müller", "Zoé Wu"
ASKED = "When is the Fehmarn tender published?"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("saint-gobain", {"accounts": ["Saint-Gobain"]}),
        ("SAINT GOBAIN", {"accounts": ["Saint-Gobain"]}),
        ("saintgobain", {"accounts": ["Saint-Gobain"]}),
        ("gob", {"accounts": ["Saint-Gobain"]}),
        ("glassworks", {"accounts": ["Saint-Gobain"]}),
        ("verrerie", {"accounts": ["Saint-Gobain"]}),
        ("eric", {"contacts": [ERIC]}),
        ("L'Hote", {"contacts": [ERIC]}),
        ("lhote", {"contacts": [ERIC]}),
        ("hôte", {"contacts": [ERIC]}),
        ("directeur financier", {"contacts": [ERIC]}),
        ("chief information", {"contacts": [MUELLER]}),
        ("muller", {"contacts": [MUELLER]}),
        ("wu", {"contacts": [WU]}),
        ("zo", {"contacts": [WU]}),
        ("wu zoe", {"contacts": [WU]}),
        ("fehmarn", {"asks": [ASKED]}),
        ("tender published", {"asks": [ASKED]}),
    ],
)
def test_words_find_what_holds_them(lead, saint, text, found):
    assert searched(lead, text) == found
    assert find(lead, text, on=TODAY).is_near is False


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("saint gobian", {"accounts": ["Saint-Gobain"]}),
        ("sant gobain", {"accounts": ["Saint-Gobain"]}),
        ("saintgobin", {"accounts": ["Saint-Gobain"]}),
        ("coubevoie", {"accounts": ["Saint-Gobain"]}),
        ("verrrerie", {"accounts": ["Saint-Gobain"]}),
        ("Mueller", {"contacts": [MUELLER]}),
        ("Mullar", {"contacts": [MUELLER]}),
        ("hotte", {"contacts": [ERIC]}),
        ("directuer finnacier", {"contacts": [ERIC]}),
        ("fhemarn", {"asks": [ASKED]}),
        ("adlera", {"accounts": ["Aldera"]}),
        ("outsidr", {"people": ["Omar Outsider"]}),
    ],
)
def test_one_error_in_each_word_is_forgiven(lead, outsider, account, saint, text, found):
    assert searched(lead, text) == found
    assert find(lead, text, on=TODAY).is_near is True


@pytest.mark.parametrize("text", ["gabion", "wq", "zoo", "fehnarm", "muler xyz", "%", "_", "' or"])
def test_two_errors_or_short_words_with_one_find_nothing(lead, saint, text):
    assert searched(lead, text) == {}


def test_what_was_typed_comes_before_what_is_near(lead, other_kam):
    account = factories.KeyAccountFactory(name="Elsewhere", kam=other_kam)
    for last in ["Durand", "Durantin", "Durant"]:
        factories.ContactFactory(account=account, first_name="Ann", last_name=last)

    assert searched(lead, "durant") == {"contacts": ["Ann Durant", "Ann Durantin", "Ann Durand"]}


def test_a_name_that_begins_so_comes_before_a_word_and_a_word_before_the_inside(lead, other_kam):
    for name in ["Bananden", "Great Anden", "Anden"]:
        factories.KeyAccountFactory(name=name, kam=other_kam)

    assert searched(lead, "anden") == {"accounts": ["Anden", "Great Anden", "Bananden"]}


def test_a_title_and_the_clients_name_find_the_contact(lead, saint, account):
    factories.ContactFactory(
        account=account, first_name="Ida", last_name="Ek", title="Directeur financier"
    )

    assert searched(lead, "financier gobain") == {"contacts": [ERIC]}
    assert searched(lead, "tender gobain") == {"asks": [ASKED]}


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE accounts_contact; --",
        '" OR search_text MATCH "a',
        "a* AND NOT b NEAR(c d) ^e {f} col:g",
        "muller\x00",
        "x" * 10_000,
        "ab " * 3_000,
        "% _ \\ %%",
        "北京 ﷺ 🙂 ａｂｃ",
        "-----",
    ],
)
def test_hostile_text_is_only_text(signed_in, lead, saint, text):
    page = signed_in(lead).get("/search/", {"q": text})

    assert page.status_code == 200
    assert KeyAccount.objects.count() == 1


def test_asks_for_the_sponsor_alone_are_found_by_who_may_read_them(cast, account, pairing):
    factories.AskFactory(account=account, text="Their Zanzibar plan", who_may_ask="sponsor")
    factories.AskFactory(account=account, text="Their Zanzibar budget", who_may_ask="anyone")

    def found_by(role):
        return len(find(getattr(cast, role), "zanzibar", on=TODAY).asks)

    assert {role: found_by(role) for role in vars(cast)} == {
        "kam": 2,
        "sponsor": 2,
        "team_member": 2,
        "deputy": 2,
        "lead": 2,
        "assistant": 1,
        "executive": 1,
        "other_sponsor": 1,
        "other_kam": 0,
        "administrator": 0,
        "outsider": 0,
    }


def test_what_is_answered_or_left_is_found_no_more(lead, saint):
    Ask.objects.update(closed_on=TODAY - timedelta(days=1))
    Contact.objects.update(is_active=False)

    assert searched(lead, "fehmarn") == searched(lead, "fhemarn") == searched(lead, "muller") == {}


@pytest.mark.parametrize("text", ["an", "sec", "secret", "secrat", "secret common", "kam"])
def test_what_is_found_is_always_visible(cast, account, other_account, pairing, text):
    for where in (account, other_account):
        for level in ("one_below", "other"):
            named = factories.ContactFactory(
                account=where, first_name="Secret", last_name="An Common", level=level
            )
            for who in ("anyone", "sponsor"):
                factories.AskFactory(
                    account=where, contact=named, text="Secret, common", who_may_ask=who
                )

    for person in vars(cast).values():
        found = find(person, text, on=TODAY)

        accounts = {line.pk for line in found.accounts}
        assert accounts <= keys(KeyAccount.objects.listed_to(person))
        assert keys(found.contacts) <= keys(Contact.objects.visible_to(person))
        assert keys(found.people) <= keys(User.objects.visible_to(person))
        assert keys(found.asks) <= keys(Ask.objects.visible_to(person))


def keys(rows):
    return {row.pk for row in rows}


NAMES = st.lists(
    st.text(LETTERS + "éÜß-’ œÅ", min_size=3, max_size=16).filter(words_of),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(NAMES, ERRORS)
def test_each_word_of_a_record_finds_it_and_with_one_error_too(lead, other_kam, some, error):
    with transaction.atomic():
        for place, name in enumerate(some):
            row = factories.KeyAccountFactory(name=name, kam=other_kam, city="", country="")
            words = words_of(name)
            assert row.pk in [line.pk for line in find(lead, name, on=TODAY).accounts]
            for word in [one for one in words if len(one) > 1]:
                assert row.pk in [line.pk for line in find(lead, word, on=TODAY).accounts]
            for word in [one for one in words if len(one) > 4]:
                typed = wrong(word, *error)
                assert row.pk in [line.pk for line in find(lead, typed, on=TODAY).accounts], place
        transaction.set_rollback(True)


def test_any_number_of_rows_takes_the_same_statements(lead, other_kam, django_assert_num_queries):
    account = factories.KeyAccountFactory(name="Common 0", kam=other_kam)
    for number in range(12):
        factories.KeyAccountFactory(name=f"Common {number + 1}", kam=other_kam)
        factories.PersonFactory(first_name="Common")
        factories.AskFactory(
            account=account,
            text=f"Common {number}",
            contact=factories.ContactFactory(account=account, first_name="Common"),
        )

    assert lead.is_lead
    with django_assert_num_queries(6):
        found = find(lead, "common", on=TODAY)
    assert {kind: len(some) for kind, some in names(found).items()} == {
        "accounts": 8,
        "contacts": 8,
        "people": 8,
        "asks": 8,
    }
    with django_assert_num_queries(7):
        assert find(lead, "comnon", on=TODAY).count == 32


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index is a table")
def test_postgresql_looks_along_the_trigrams(lead, saint):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    found = Contact.objects.filter(search_text__comes_near=("muller", "jurgn"))

    assert "accounts_contact_words" in found.explain()
