"""Turns of an interview or transcript: paragraphs that begin with who speaks, as in "LEE: X" and "Q: X".

A name and a colon alone prove nothing: "Where: Leeds town hall" and "Ann Lee: winner of the week" look the same. So a
turn either stands next to the turn of another speaker, or is spoken by a known person in the first person.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from analysis.language.quote_marks import quoted_spans
from analysis.language.spacy_model import Paragraph, text_of, tokens_between
from analysis.language.syntax import has_finite_verb
from analysis.people.coreference import Entities
from analysis.people.names import ORGANISATION, PERSON, PLACE, STATE
from analysis.quotes.content import has_word, trim
from analysis.quotes.direct import ANSWER, NAME_AND_COLON, QUESTION, SENTENCE_ENDS, SPEECH_ENDS, Segment
from analysis.quotes.nearby import is_heading

MAX_VERBLESS_TURN_TOKENS = 8  # of a turn without a verb: "Only before the easy pieces."
MAX_ASIDE_TOKENS = 6  # of a paragraph between two turns: "(END VIDEO CLIP)"
FIRST_PERSON = ("i", "me", "my", "we", "us", "our")
SECOND_PERSON = ("you", "your")
# "Q: X" and "A. X" of an interview.
QUESTION_OR_ANSWER_LABEL = re.compile(r"[\"“”\s]*(Q|A|Question|Answer)\s*[.:]\s+(?=\S)")
# "LEE: X", "Ann Lee (Oslo): X": one to five words that begin with a capital letter or, after the first, with a bracket.
NAME_LABEL = re.compile(r"[\"“”\s]*([A-Z][\w.'’-]*(?:\s+[A-Z(][\w.'’()-]*){0,4})\s*:\s+(?=\S)")

LABEL_END = re.compile(r"\s*[.:]")


@dataclass(frozen=True, slots=True)
class _Label:
    """A name and a colon at the start of a paragraph.

    paragraph: the paragraph.
    words: the name.
    content: what follows the colon.
    known: whether the article gives this person's first name and surname.
    """

    paragraph: Paragraph
    words: Span
    content: Span
    known: bool

    @property
    def is_in_first_person(self) -> bool:
        """Whether the speaker speaks of themselves, and not somebody else of the speaker."""
        words = {t.text.lower() for t in self.content}
        return not words.isdisjoint(FIRST_PERSON) and self.words[-1].text.lower() not in words

    @property
    def is_conversation(self) -> bool:
        """Whether somebody speaks to somebody."""
        return self.is_in_first_person or any(t.text == "?" or t.text.lower() in SECOND_PERSON for t in self.content)

    @property
    def is_speech(self) -> bool:
        """Whether what follows is a sentence, or a short turn without a verb."""
        text = text_of(self.paragraph.doc).rstrip(" \"'”’)")
        if has_finite_verb(self.content):
            return True
        return len(self.content) <= MAX_VERBLESS_TURN_TOKENS and text.endswith((*SENTENCE_ENDS, *SPEECH_ENDS))


def labelled_turns(paragraphs: Sequence[Paragraph], entities: Entities) -> dict[int, Segment]:
    """The paragraphs that are turns of an interview or transcript, by their number.

    Args:
        paragraphs: the parsed paragraphs of an article.
        entities: the persons, groups, organisations and states mentioned in it.
    """
    labels = [_label(p, entities) for p in paragraphs]
    times = Counter(label.words.text for label in labels if label)
    turns = {p.number: turn for p in paragraphs if (turn := _question_or_answer(p))}
    for n, label in enumerate(labels):
        if label is not None and label.paragraph.number not in turns and _is_turn(labels, n, times, paragraphs):
            turns[label.paragraph.number] = _turn(label.paragraph, label.words, NAME_AND_COLON)
    return turns


def _question_or_answer(paragraph: Paragraph) -> Segment | None:
    text = text_of(paragraph.doc)
    match = QUESTION_OR_ANSWER_LABEL.match(text)
    if match is None or not has_word(text, match.end(), len(text)):
        return None
    label = tokens_between(paragraph.doc, match.start(1), match.end(1))
    return _turn(paragraph, label, QUESTION if match[1][0] == "Q" else ANSWER) if len(label) else None


def _turn(paragraph: Paragraph, label: Span, rule: str) -> Segment:
    """The paragraph after a label and its colon, as a quotation; a question or answer has no speaker yet."""
    text = text_of(paragraph.doc)
    marked = quoted_spans(text)
    unclosed = bool(marked and not marked[-1].closed and marked[-1].end == len(text))
    colon = LABEL_END.match(text, label.end_char)
    span = trim(text, colon.end() if colon else label.end_char, len(text), stop=False)
    speaker = label[-1] if rule == NAME_AND_COLON else None
    return Segment(paragraph, [span], speaker, (label[0].i, label[-1].i), rule, unclosed=unclosed)


def _label(paragraph: Paragraph, entities: Entities) -> _Label | None:
    """The name before a colon at the start of a paragraph, unless it is a heading or what follows is no speech."""
    doc, text = paragraph.doc, text_of(paragraph.doc)
    match = NAME_LABEL.match(text)
    if match is None or not has_word(text, match.end(), len(text)):
        return None
    words = tokens_between(doc, match.start(1), match.end(1))
    if not len(words):
        return None
    known = _is_known(paragraph, words, entities)
    kind = entities.kinds.get((paragraph.number, words[-1].i))
    may_speak = words.text.isupper() or kind == ORGANISATION  # "LEE: X", and "The Courier: X" in an interview
    if not known and (not may_speak or is_heading(words) or kind in (PLACE, STATE)):
        return None
    label = _Label(paragraph, words, tokens_between(doc, match.end(), len(text)), known)
    return label if label.is_speech else None


def _is_known(paragraph: Paragraph, words: Span, entities: Entities) -> bool:
    """Whether a label names a person whose first name and surname the article gives."""
    mentions = [m for t in words if (m := entities.at(paragraph, t)) is not None]
    mention = entities.at(paragraph, words[-1])
    if any(m.persons != mention.persons for m in mentions if mention is not None):  # "Ann Lee Backs Tom Ray: X"
        return False
    person = entities.people[mention.persons[0]] if mention is not None else None
    return person is not None and person.kind == PERSON and len(person.name.split()) > 1 and not is_heading(words)


def _is_turn(labels: Sequence[_Label | None], n: int, times: Counter[str], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the n-th paragraph is a turn: in a conversation, or spoken by a known person in the first person."""
    label = labels[n]
    if label is None:
        return False
    near = [label, *_neighbour(labels, paragraphs, n, -1), *_neighbour(labels, paragraphs, n, 1)]
    if len({other.words.text for other in near}) > 1 and (label.known or any(o.is_conversation for o in near)):
        return True
    return label.known and (times[label.words.text] > 1 or label.is_in_first_person)


def _neighbour(labels: Sequence[_Label | None], paragraphs: Sequence[Paragraph], n: int, step: int) -> list[_Label]:
    """The label of the next paragraph in one direction; an aside such as "(END VIDEO CLIP)" is passed over."""
    other = n + step
    if 0 <= other < len(labels) and labels[other] is None and len(paragraphs[other].doc) <= MAX_ASIDE_TOKENS:
        other += step
    label = labels[other] if 0 <= other < len(labels) else None
    return [label] if label is not None else []
