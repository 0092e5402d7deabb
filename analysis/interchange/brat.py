"""brat standoff (https://brat.nlplab.org/standoff.html): three files that can be copied into brat's data folder.

`article.txt` is the text, with a space in place of each control character, so that all positions stay. `article.ann`
has a line for each mention of a person or body, quotation (with all its pieces), cue and contact: relations lead from a
quotation to its speaker and cue, and contacts are events with their two sides. `annotation.conf` declares the types.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis import tables
from analysis.interchange.annotations import (
    Contact,
    Quotation,
    Span,
    contacts,
    in_lines,
    in_one_line,
    plain,
    quotations,
)
from analysis.pipeline import Analysis

MENTION_TYPES = {"person": "Person", "group": "Group", "organisation": "Organisation", "state": "State"}
UNKNOWN_KIND = "Mention"
QUOTATION_TYPES = {"direct": "Direct", "mixed": "Mixed", "indirect": "Indirect"}
CUE = "Cue"
EVENT_TYPES = {
    "phone": "Phone",
    "meeting": "Meeting",
    "visit": "Visit",
    "correspondence": "Correspondence",
    "unspecified": "Contact",
}
ANY_MENTION = "|".join([*MENTION_TYPES.values(), UNKNOWN_KIND])
ANY_QUOTATION = "|".join(QUOTATION_TYPES.values())
CONFIGURATION = "\n".join(
    [
        "[entities]",
        *MENTION_TYPES.values(),
        UNKNOWN_KIND,
        *QUOTATION_TYPES.values(),
        CUE,
        "",
        "[relations]",
        f"Speaker\tArg1:{ANY_QUOTATION}, Arg2:{ANY_MENTION}",
        f"Introduced\tArg1:{ANY_QUOTATION}, Arg2:{CUE}",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        "",
        "[events]",
        *(f"{event}\tActor?:{ANY_MENTION}, Recipient?:{ANY_MENTION}" for event in EVENT_TYPES.values()),
        "",
        "[attributes]",
        f"Status\tArg:<EVENT>, Value:{'|'.join(tables.STATUSES)}",
        "Possible\tArg:<EVENT>",
        "Denied\tArg:<ENTITY>",
        "",
    ]
)


def files(result: Analysis) -> dict[str, str]:
    """The files `article.txt`, `article.ann` and `annotation.conf`."""
    standoff = _Standoff(in_lines(result.article.text), _mention_types(result))
    persons_at: dict[Span, list[str]] = {}
    for row in tables.records(result.mentions):
        persons_at.setdefault(Span(int(row.start), int(row.end)), []).append(row.person)
    for span, persons in persons_at.items():
        standoff.add_mention(span, persons)
    for quotation in quotations(result):
        standoff.add_quotation(quotation)
    for contact in contacts(result):
        standoff.add_contact(contact)
    ann = "".join(f"{line}\n" for line in standoff.lines)
    return {"article.txt": standoff.text, "article.ann": ann, "annotation.conf": CONFIGURATION}


def _mention_types(result: Analysis) -> dict[str, str]:
    """The type of each person's mentions."""
    return {row.person: MENTION_TYPES.get(plain(row.kind), UNKNOWN_KIND) for row in tables.records(result.people)}


@dataclass
class _Standoff:
    """The lines of the annotation file.

    Attributes:
        text: The annotated text.
        types: The type of each person's mentions, by canonical name.
        lines: The lines so far.
    """

    text: str
    types: dict[str, str]
    lines: list[str] = field(default_factory=list)
    _last: dict[str, int] = field(default_factory=dict)  # letter → the last number used
    _mention_at: dict[Span, str] = field(default_factory=dict)
    _mentions_of: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # person → (start, id)
    _triggers: dict[tuple[Span, str], str] = field(default_factory=dict)

    def add_mention(self, span: Span, persons: list[str]) -> str | None:
        """Add a mention with the names of its persons as a note; return its id, or None if the span is blank."""
        mention = self._text_bound(self.types.get(persons[0], UNKNOWN_KIND), [span])
        if mention:
            self._note(mention, "; ".join(persons))
            self._mention_at[span] = mention
            for person in persons:
                insort(self._mentions_of.setdefault(person, []), (span.start, mention))
        return mention

    def add_quotation(self, quotation: Quotation) -> None:
        """Add a quotation, its cue, and its relations to cue and speaker."""
        words = self._text_bound(QUOTATION_TYPES.get(quotation.kind, "Indirect"), quotation.spans)
        if not words:
            return
        speaker = cue = None
        if quotation.speaker and quotation.speaker_span:
            at_span = self._mention_at.get(quotation.speaker_span)
            speaker = at_span or self.add_mention(quotation.speaker_span, [quotation.speaker])
        if quotation.cue_span:
            cue = self._text_bound(CUE, [quotation.cue_span])
        for relation, other in (("Speaker", speaker), ("Introduced", cue)):
            if other:
                self._line("R", f"{relation} Arg1:{words} Arg2:{other}")
        if quotation.is_denied:
            self._line("A", f"Denied {words}")
        relayed = f"relayed by {quotation.via}" if quotation.via else None
        self._note(words, _joined(quotation.speaker, relayed, _confidence(quotation.confidence)))

    def add_contact(self, contact: Contact) -> None:
        """Add a contact as an event at its trigger, with the nearest mention of each side."""
        kind = EVENT_TYPES.get(contact.mode, EVENT_TYPES["unspecified"])
        trigger = self._triggers.get((contact.trigger, kind)) or self._text_bound(kind, [contact.trigger])
        if not trigger:
            return
        self._triggers[contact.trigger, kind] = trigger
        sides = (("Actor", contact.actor), ("Recipient", contact.recipient))
        mentions = ((role, self._nearest_mention(person, contact.span)) for role, person in sides)
        event = self._line("E", " ".join([f"{kind}:{trigger}", *(f"{role}:{m}" for role, m in mentions if m)]))
        self._line("A", f"Status {event} {contact.status}")
        if contact.is_possible:
            self._line("A", f"Possible {event}")
        pair = " – ".join(side for side in (contact.actor, contact.recipient) if side)
        self._note(event, _joined(pair, contact.day, _confidence(contact.confidence)))

    def _nearest_mention(self, person: str | None, span: Span) -> str | None:
        """The last mention of a person that begins before the end of the span, or else their first."""
        mentions = self._mentions_of.get(person or "", [])
        n_before = bisect_left(mentions, (span.end,))
        return mentions[max(0, n_before - 1)][1] if mentions else None

    def _text_bound(self, kind: str, spans: Iterable[Span]) -> str | None:
        """Add a line for some spans, split at line ends; return its id, or None if all are blank."""
        pieces = [piece for span in spans for piece in self._pieces(span)]
        if not pieces:
            return None
        where = ";".join(f"{start} {end}" for start, end in pieces)
        return self._line("T", f"{kind} {where}", " ".join(self.text[start:end] for start, end in pieces))

    def _pieces(self, span: Span) -> list[Span]:
        """The parts of a span on each of its lines, without blank ones."""
        pieces, start = [], span.start
        for line in self.text[span.start : span.end].split("\n"):
            if line.strip():
                pieces.append(Span(start, start + len(line)))
            start += len(line) + 1
        return pieces

    def _note(self, about: str, note: str) -> None:
        if note:
            self._line("#", f"AnnotatorNotes {about}", in_one_line(note))

    def _line(self, letter: str, *columns: str) -> str:
        """Add a line with the next number for its letter; return the id."""
        self._last[letter] = self._last.get(letter, 0) + 1
        name = f"{letter}{self._last[letter]}"
        self.lines.append("\t".join([name, *columns]))
        return name


def _joined(*notes: str | None) -> str:
    return "; ".join(note for note in notes if note)


def _confidence(confidence: float | None) -> str | None:
    return None if confidence is None else f"confidence {confidence:.2f}"
