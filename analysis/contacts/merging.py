"""Merging: mentions of the same contact in one article become one contact.

Two mentions are merged if they have the same participants and their mode, status, dates and duration are compatible.
"""

import itertools
from dataclasses import dataclass, field

from spacy.tokens import Token

from analysis.contacts.participants import Names
from analysis.contacts.triggers import modes_agree
from analysis.language import dates
from analysis.language.spacy_model import Paragraph, lemma
from analysis.tables import CANCELLED, MEETING, PLANNED, UNSPECIFIED, VISIT

MOST_PARTIES = 50  # the largest summits; a longer list says who is invited, not who is in touch


@dataclass(slots=True)
class Contact:
    """One contact: `left` with `right`, or everybody in `left` with each other where `right` is empty."""

    left: Names
    right: Names
    mode: str
    status: str
    trigger: Token
    paragraph: Paragraph
    sentence: int
    why_status: str = ""
    days: dates.DateRange = dates.NO_DATE
    why_date: str = ""
    duration: int | None = None
    qualifier: str | None = None
    initiator: str | None = None
    place: str | None = None
    topic: str | None = None
    tokens: list[Token] = field(default_factory=list)
    apart: bool = False  # "their previous meeting" is none of those told already
    topical: bool = False  # "the leaders discussed": more likely about a contact told before
    hosted: bool = False  # the host is only inferred from the place

    @property
    def parties(self) -> Names:
        """Everybody who takes part, in order."""
        return tuple(dict.fromkeys(self.left + self.right))

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs in touch: across the two sides, or all of them; none of a whole list of guests."""
        if len(self.parties) > MOST_PARTIES:
            return []
        if self.right and self.left:
            return list(dict.fromkeys((a, b) for a in self.left for b in self.right if a != b))
        return list(itertools.combinations(self.parties, 2))


def _outcomes_agree(old: Contact, new: Contact) -> bool:
    """The same outcome; what "was due" in the story of a cancellation is what was cancelled."""
    was_due = new.status == PLANNED and any(t.tag_ == "VBD" and lemma(t) == "be" for t in new.trigger.ancestors)
    return old.status == new.status or (old.status == CANCELLED and was_due)


def _same(old: Contact, new: Contact) -> bool:
    """Same people, and neither mode, status, date nor length against it."""
    dated = bool(old.days.start and new.days.start)
    if (old.apart != new.apart and not dated) or (old.duration and new.duration and old.duration != new.duration):
        return False
    if not (modes_agree(old.mode, new.mode) and _outcomes_agree(old, new) and dates.agree(old.days, new.days)):
        return False
    ours, theirs = set(map(frozenset, old.pairs())), set(map(frozenset, new.pairs()))
    return bool(ours & theirs) and (ours <= theirs or theirs <= ours)


def _merge(old: Contact, new: Contact) -> None:
    """Keep what was told first, add what is new; the finer date wins."""
    if old.mode == UNSPECIFIED or (old.mode == MEETING and new.mode == VISIT):
        old.mode = new.mode
    if old.hosted and new.right and not new.hosted:
        old.right, old.hosted = new.right, False
    elif len(new.pairs()) > len(old.pairs()):
        old.left, old.right = new.left, new.right
    finer = dates.SCALE[new.days.precision] < dates.SCALE[old.days.precision]
    later = not dates.agree(old.days, new.days)  # of a journey and whom the traveller met then
    if new.days.start and (finer or later or (old.days.source == "publication" and new.days.source != "publication")):
        old.days, old.why_date = new.days, new.why_date
    if old.duration is None:
        old.duration, old.qualifier = new.duration, new.qualifier
    old.initiator, old.place = old.initiator or new.initiator, old.place or new.place
    old.topic = old.topic or new.topic
    if old.sentence == new.sentence and old.paragraph is new.paragraph:
        old.tokens += new.tokens


def _complete(new: Contact, half: Contact) -> None:
    """ "Putin made a call. Macron picked up and the two talked": the first sentence says who called and when."""
    if half.left:
        first = half.left[0]
        new.left, new.right = (first,), tuple(p for p in new.parties if p != first)
    new.mode = half.mode if half.mode != UNSPECIFIED else new.mode
    new.initiator, new.place = new.initiator or half.initiator, new.place or half.place
    if not new.days.start:
        new.days, new.why_date = half.days, half.why_date
