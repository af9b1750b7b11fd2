"""The words of the letter that presents the sponsor, in the language of whoever it is for."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Contact, Programme
from accounts.places import languages_of
from sponsors.choices import LetterLanguage
from sponsors.models import SponsorLetter
from sponsorship.messages.base import on_day
from sponsorship.paper import typeset


@dataclass(frozen=True)
class LetterWords:
    """Everything that stands in a letter."""

    lang: str
    company: str
    title: str
    addressee: list[str]
    day: str
    greeting: str
    paragraphs: list[str]
    reach: str
    closing: str
    signature: list[str]

    @property
    def text(self) -> str:
        """The letter as plain text, to be copied into a mail."""
        signature = "\n".join(self.signature)
        parts = [self.greeting, *self.paragraphs, self.reach, self.closing, signature]
        return "\n\n".join(part for part in parts if part)


def letter_words(letter: SponsorLetter, *, on: date) -> LetterWords:
    """Return the words, in the letter's own language whatever the reader's."""
    with translation.override(letter.language):
        return words_of(letter, on)


def words_of(letter: SponsorLetter, on: date) -> LetterWords:
    """Return the words in the language that is active."""
    pairing, contact = letter.pairing, letter.contact
    sponsor, kam = pairing.sponsor.person, pairing.account.kam or pairing.kam
    company = Programme.current().company or "Tandem"
    role = sponsor.job_title or _("member of general management")
    facts = {
        "company": company,
        "client": pairing.account.name,
        "sponsor": sponsor.full_name,
        "role": role,
        "kam": kam.full_name,
        "email": sponsor.email,
    }
    return LetterWords(
        lang=letter.language,
        company=company,
        title=_("%(sponsor)s, your sponsor at %(company)s") % facts,
        addressee=[
            line for line in (contact.full_name, contact.title, pairing.account.name) if line
        ],
        day=on_day(on).partition(" ")[2],  # without the day of the week
        greeting=pgettext("letter", "Dear %(name)s,") % {"name": contact.full_name},
        paragraphs=paragraphs_of(facts, letter.paragraph),
        reach=_("%(sponsor)s can be reached at %(email)s.") % facts,
        closing=_("Yours sincerely,"),
        signature=[kam.full_name, kam.job_title or _("Key account manager"), company, kam.email],
    )


def paragraphs_of(facts: dict[str, str], own: str) -> list[str]:
    """Return who the sponsor is, what for, that the KAM remains, and the KAM's own words."""
    return [
        _(
            "I am glad to present to you %(sponsor)s, %(role)s, who from now on accompanies the relationship between %(client)s and %(company)s as its sponsor."
        )
        % facts,
        _(
            "A sponsor belongs to our general management and stays for several years. You may speak with %(sponsor)s of your strategy, of the direction that we give our relationship, and of anything that should be heard at the highest level of our company, the moments of tension included."
        )
        % facts,
        _(
            "I remain your contact for everything that we do together day by day: projects, offers, contracts and questions. %(sponsor)s and I work hand in hand, so that whatever you tell one of us is known to both."
        )
        % facts,
        *[part.strip() for part in own.split("\n\n") if part.strip()],
    ]


def letter_pdf(letter: SponsorLetter, *, on: date) -> bytes:
    """Return the letter on one A4 page: PDF/UA-1, no text of a person read as markup."""
    return typeset("letter.typ", asdict(letter_words(letter, on=on)))


def language_for(contact: Contact) -> str:
    """Return the language to propose: the contact's country's, else the client's; English where it is neither."""
    account = contact.account
    spoken = languages_of(contact.country) if contact.country else frozenset()
    spoken = spoken or languages_of(account.country, account.client_language)
    return LetterLanguage.FRENCH if LetterLanguage.FRENCH in spoken else LetterLanguage.ENGLISH
