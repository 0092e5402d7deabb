"""Pronouns in quotations: "I" is whoever speaks, and "he" the only other man mentioned nearby.

`coreference` leaves them out, because it comes before anybody knows who speaks. They say who takes part in a contact:
“He rang me at home,” Ann Lee said of Bo Ek.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.quote_marks import quoted_span_at, quoted_spans
from analysis.language.spacy_model import Paragraph, lemma, text_of
from analysis.people.coreference import Entities, Mention
from analysis.people.names import PERSON
from analysis.people.nominals import is_barred

MAX_MENTIONS_BACK = 60  # before a pronoun, that are compared with it
MAX_MENTIONS_AFTER = 10  # after it, in its sentence: “He rang me,” she said of Bo Ek.
MAX_PARAGRAPHS_BACK = 2


@dataclass(frozen=True, slots=True)
class Utterance:
    """Part of a quotation: where it is in the article, and the canonical name of its speaker."""

    start: int
    end: int
    speaker: str


def with_quoted_pronouns(
    entities: Entities, paragraphs: Iterable[Paragraph], utterances: Sequence[Utterance]
) -> Entities:
    """Everybody in an article, with the pronouns between quote marks as further mentions.

    Args:
        entities: the result of `find_entities`.
        paragraphs: the paragraphs of the article.
        utterances: the parts of its quotations, in order; they do not overlap.
    """
    reader = _Reader(entities, utterances)
    return entities.with_mentions(mention for paragraph in paragraphs for mention in reader.mentions_in(paragraph))


class _Reader:
    """Resolves the pronouns in quotations."""

    def __init__(self, entities: Entities, utterances: Sequence[Utterance]) -> None:
        self.entities, self.utterances = entities, utterances

    def mentions_in(self, paragraph: Paragraph) -> Iterator[Mention]:
        """The mentions by pronouns between the quote marks of a paragraph."""
        marked = quoted_spans(text_of(paragraph.doc))
        for token in paragraph.doc if marked else ():
            if token.tag_ not in ("PRP", "PRP$") or quoted_span_at(token.idx, marked) is None:
                continue
            start, end = paragraph.offsets(token, token)
            utterance = self._utterance_at(start)
            if utterance and (person := self._meant(paragraph, token, utterance)):
                place = (paragraph.number, token.i, token.i, token.i, start, end)
                yield Mention((person,), *place, token.text, "pronoun")

    def _utterance_at(self, offset: int) -> Utterance | None:
        """The part of a quotation that covers an offset, if the article mentions its speaker."""
        n = bisect_right(self.utterances, offset, key=lambda utterance: utterance.start) - 1
        if n < 0 or offset >= self.utterances[n].end:
            return None
        return self.utterances[n] if self.utterances[n].speaker in self.entities.people else None

    def _meant(self, paragraph: Paragraph, pronoun: Token, utterance: Utterance) -> str | None:
        """Whom a pronoun means: the speaker, or the nearest other person of its gender."""
        words, form = vocabulary.nominals().pronouns, pronoun.lower_
        if form in words.first_plural:
            return utterance.speaker
        if self.entities.people[utterance.speaker].kind != PERSON:
            return None  # "BBC Sport" may be the pundit who speaks
        if form in words.first:
            return utterance.speaker
        if form not in words.masculine | words.feminine or pronoun.tag_ == "PRP$":
            return None
        return self._nearest(paragraph, pronoun, utterance, "m" if form in words.masculine else "f")

    def _nearest(self, paragraph: Paragraph, pronoun: Token, utterance: Utterance, gender: str) -> str | None:
        """The nearest person of a gender other than the speaker; nobody if that is unclear.

        It is unclear if another person is as near, or if only the gender of people further away is known.
        """
        distances: dict[str, int] = {}
        for distance, mention in self._near(paragraph, pronoun, utterance):
            name = mention.persons[0]
            person = self.entities.people[name]
            if person.kind == PERSON and name != utterance.speaker and person.may_be(gender):
                distances[name] = min(distance, distances.get(name, distance))
        least = min(distances.values(), default=0)
        nearest = [name for name, distance in distances.items() if distance == least]
        of_gender = [name for name in distances if self.entities.people[name].gender == gender]
        is_clear = len(nearest) == 1 and (not of_gender or nearest[0] in of_gender)
        return nearest[0] if is_clear else None

    def _near(self, paragraph: Paragraph, pronoun: Token, utterance: Utterance) -> Iterator[tuple[int, Mention]]:
        """The mentions of single people near a pronoun that it can refer to, with their distance.

        That is -1 for whoever the quotation is about, 0 within the quotation, 1 within the paragraph, and one more for
        each paragraph before it.
        """
        offset, end = paragraph.start + pronoun.idx, paragraph.start + pronoun.sent.end_char
        n = bisect_left(self.entities.mentions, offset, key=lambda mention: mention.start)
        for mention in self.entities.mentions[max(0, n - MAX_MENTIONS_BACK) : n + MAX_MENTIONS_AFTER]:
            n_back = paragraph.number - mention.paragraph
            is_near = 0 <= n_back <= MAX_PARAGRAPHS_BACK and mention.end <= end
            if is_near and len(mention.persons) == 1 and not (n_back == 0 and _is_kept_apart(pronoun, mention)):
                is_within = utterance.start <= mention.start < offset
                is_topic = n_back == 0 and mention.start > offset and _is_spoken_of(pronoun.doc[mention.head])
                yield (-1 if is_topic else 0 if is_within else n_back + 1), mention


def _is_spoken_of(noun: Token) -> bool:
    """Whether a quotation is said to be about somebody: "Bo Ek" in "“He rang me,” she said of Bo Ek"."""
    says = vocabulary.reporting().saying
    return noun.dep_ == "pobj" and noun.head.lower_ in ("of", "about") and lemma(noun.head.head) in says


def _is_kept_apart(pronoun: Token, mention: Mention) -> bool:
    """Whether syntax forbids that a pronoun refers to a mention of its paragraph."""
    return is_barred(pronoun, pronoun.doc[mention.head])
