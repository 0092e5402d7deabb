"""The dates and places of an article, in the order of its story.

A date is often relative to one that the article gave before: "the next day", "two years later". `dates.resolve`
therefore needs the date that the story named last (its anchor), which may be several paragraphs back. The anchors
depend on the whole article, so they are determined here, once, for everything that dates contacts. A place, too, is
often one that the article gave before: "on the sidelines of the summit".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.articles.article import Article
from analysis.contacts.attributes import DatedExpression, is_event, is_past_act, path, proper_name
from analysis.contacts.factuality import is_time, status
from analysis.contacts.triggers import is_definite
from analysis.language import dates
from analysis.language.quote_marks import quoted_span_at, quoted_spans
from analysis.language.spacy_model import Paragraph, lemma, text_of
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    is_infinitive,
    is_verb,
    nearest_verb,
    remembered,
    verb_above,
)
from analysis.tables import HYPOTHETICAL, OCCURRED, PLANNED

YEAR_HEADING = re.compile(r"\W*(?:(?:in|the year) )?(?P<year>(?:18|19|20)\d\d)\W*", re.IGNORECASE)  # "2021", "In 2021:"
YEARLESS_FORMS = {"calendar day", "calendar month"}
YEAR_FIELDS = {"year", "short", "iso", "which"}
MAX_ANCHORS = 5  # dates named before that "a month later" can be counted from
MAX_SENTENCES_OF_DAY = 6  # for which a day holds that a main verb has
MAX_SENTENCES_OF_EVENT = 8  # between the place of a summit and a contact at it

StoryDates = Mapping[int, Sequence[DatedExpression]]


def dated_expressions(article: Article, paragraphs: Iterable[Paragraph]) -> dict[int, list[DatedExpression]]:
    """Pair each time expression of an article with its anchor, the date that the story named last before it.

    In "They met on March 1. They spoke the next day." the anchor of "the next day" is March 1, whether or not a new
    paragraph begins between the sentences. Below a year alone on a line, "March 1" is in that year.

    Args:
        article: gives the publication date that days without a year are relative to.
        paragraphs: all paragraphs of the article, in order.

    Returns:
        The (expression, anchor) pairs of each paragraph, in the order of its text, by paragraph number.
    """
    anchors, by_paragraph = [dates.NO_DATE], dict[int, list[DatedExpression]]()
    year = ""
    for paragraph in paragraphs:
        text = text_of(paragraph.doc)
        if heading := YEAR_HEADING.fullmatch(text):
            year = heading["year"]
        by_paragraph[paragraph.number] = []
        expressions = dates.find(paragraph.doc, text)
        quoted = _quoted(expressions, paragraph.doc, text)
        for found in expressions:
            expression, anchor = _of_year(found, year), _anchor(found, anchors, paragraph.doc, article.published)
            if found.first in quoted and found.form == "deictic":
                spoken = _day_of_speech(found, expressions, quoted, paragraph.doc, article.published)
                spoken = spoken or _day_of_story(found, anchor, article.published)
                by_paragraph[paragraph.number].append((spoken or expression, anchor))
                continue
            by_paragraph[paragraph.number].append((expression, anchor))
            if (named := _named_date(expression, paragraph, article, anchor)) is not None:
                anchors = [*anchors[-MAX_ANCHORS:], named]
    return by_paragraph


def _anchor(
    expression: dates.Expression, anchors: Sequence[dates.DateRange], doc: Doc, published: date | None
) -> dates.DateRange:
    """The date from which an expression counts: the last one that the story has named.

    For "a month later" it is the last one that does not lead into the future; none if all do.
    """
    if published is None or expression.form != "shift" or _outcome_at(expression, doc) == PLANNED:
        return anchors[-1]
    counted = ((anchor, dates.resolve(expression, published, False, anchor).start) for anchor in reversed(anchors))
    return next((anchor for anchor, start in counted if start is None or start <= published), dates.NO_DATE)


def _quoted(expressions: Iterable[dates.Expression], doc: Doc, text: str) -> set[int]:
    """The first tokens of the times that a quotation names, if it names one such as "yesterday"."""
    if all(expression.form != "deictic" for expression in expressions):
        return set()
    spans = quoted_spans(text)
    return {e.first for e in expressions if quoted_span_at(doc[e.first].idx, spans) is not None}


def _day_of_speech(
    spoken: dates.Expression, named: Iterable[dates.Expression], quoted: set[int], doc: Doc, published: date | None
) -> dates.Expression | None:
    """The day that "yesterday" in a quotation means, counted from when it was said: "…, she said on Wednesday"."""
    sentence = doc[spoken.first].sent
    outside = (e for e in named if sentence.start <= e.first < sentence.end and e.first not in quoted)
    said = next((e for e in outside if e.form == "weekday" and not e.limit and _tells(e, doc)), None)
    day = dates.resolve(said, published).start if said is not None else None
    meant = dates.resolve(spoken, day).start if day is not None else None
    return replace(spoken, form="iso", fields={"iso": meant.isoformat()}) if meant is not None else None


def _day_of_story(spoken: dates.Expression, anchor: dates.DateRange, published: date | None) -> dates.Expression | None:
    """The day that "tonight" in a quotation means, if the story was at the day before publication."""
    is_eve = published is not None and anchor.start == anchor.end == published - timedelta(days=1)
    if not is_eve or dates.resolve(spoken, published).start != published:
        return None
    return replace(spoken, form="iso", fields={"iso": str(anchor.start)})


def _of_year(expression: dates.Expression, year: str) -> dates.Expression:
    """The expression with the year of the heading above it, if it is a day or month without a year."""
    if not year:
        return expression
    parts = tuple(_of_year(part, year) for part in expression.parts)
    lacks_year = expression.form in YEARLESS_FORMS and not YEAR_FIELDS.intersection(expression.fields)
    fields = {**expression.fields, "year": year} if lacks_year else expression.fields
    return replace(expression, fields=fields, parts=parts)


def _named_date(
    expression: dates.Expression, paragraph: Paragraph, article: Article, anchor: dates.DateRange
) -> dates.DateRange | None:
    """The date that later expressions can be relative to: "on March 1", not "since March 1" or "in the last month"."""
    if expression.limit or expression.form == "window":
        return None
    outcome = _outcome_at(expression, paragraph.doc)
    days = dates.resolve(expression, article.published, outcome == PLANNED, anchor)
    return days if days.start and outcome != HYPOTHETICAL else None


def _outcome_at(expression: dates.Expression, doc: Doc) -> str:
    """The status of what happens at a time: "will meet on March 1", "asked whether March 1 meant anything"."""
    verb = verb_above(expression.head(doc))
    return OCCURRED if verb is None else _outcome(verb)


@remembered
def _outcome(verb: Token) -> str:
    return status(verb)[0]


class StoryDay:
    """The day that a story is at while it is read, sentence by sentence.

    "On Friday Ann Lee opened a bridge. She said this when meeting Bo Ray": what is told beside a main verb that has a
    day, or soon after it and before another time is named, is of that day unless it has a time of its own.

    Args:
        published: the day of publication, if known.
    """

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.is_open = True  # no sentence before the current one names a time
        self._day: dates.DateRange | None = None
        self._age = 0  # sentences since the day was named
        self._names_time = False

    def enter(self, sentence: Span, dated: Iterable[DatedExpression]) -> None:
        """Go on to the next sentence of the article.

        Args:
            sentence: the sentence.
            dated: the times of its paragraph.
        """
        in_sentence = (pair for pair in dated if sentence.start <= pair[0].first < sentence.end)
        inside = [pair for pair in in_sentence if not self._is_length(*pair)]
        self.is_open = self.is_open and not self._names_time
        self._names_time, self._age = bool(inside), self._age + 1
        if past := [pair for pair in inside if self._moves(pair[0], sentence.doc)]:
            self._day, self._age = next(self._days_of_main_verbs(sentence.doc, past), None), 0

    def begin(self, days: dates.DateRange) -> None:
        """Start the story on the day of its news, if no sentence names the day so far.

        Args:
            days: the time of a contact; only the day of publication starts a story.
        """
        if self._day is None and days.source == "publication":
            self._day, self._age = days, 0

    def _moves(self, expression: dates.Expression, doc: Doc) -> bool:
        """Whether the story goes on to the time of an expression; not for "at 9pm", while it is at a known day."""
        if expression.form == "daypart" and self._day is not None:
            return False
        return _outcome_at(expression, doc) != PLANNED and not _is_aside(expression, doc)

    def _is_length(self, expression: dates.Expression, anchor: dates.DateRange) -> bool:
        """Whether an expression gives a length of time and names none: "in nine days", not "two days later"."""
        return expression.form == "shift" and not dates.resolve(expression, self.published, False, anchor).start

    def _days_of_main_verbs(self, doc: Doc, dated: Iterable[DatedExpression]) -> Iterator[dates.DateRange]:
        for expression, anchor in dated:
            if expression.form not in (*dates.UNDATED, "window") and not expression.limit and _tells(expression, doc):
                days = dates.resolve(expression, self.published, False, anchor)
                if days.precision == "day":
                    yield days

    def anchor_of(self, expression: dates.Expression, trigger: Token) -> dates.DateRange | None:
        """The day of an event that has a time of day alone, "at 9pm": the story's, not that of "Saturday's defeat"."""
        return self.of(trigger) if expression.form == "daypart" else None

    def of(self, trigger: Token) -> dates.DateRange | None:
        """The day of an event without a time of its own, if the story tells it now: "met him", "has just met him"."""
        return self._day if self._age <= MAX_SENTENCES_OF_DAY and is_told_now(trigger) else None


class StoryPlace:
    """The place of the event that a story is at, while it is read: a summit, a conference.

    "The G7 summit in Tarn opened on Sunday. On Monday Ann Lee met Bo Ray on the sidelines": in Tarn. "There" is where
    the sentence before was.
    """

    def __init__(self) -> None:
        self._place: str | None = None
        self._age = 0  # sentences since the place was named
        self._before: str | None = None  # the last place that the sentence before names
        self._named: list[tuple[int, str]] = []  # the places of this sentence, by the index of the name

    def enter(self, sentence: Span) -> None:
        """Go on to the next sentence of the article.

        Args:
            sentence: the sentence.
        """
        self._age += 1
        self._before = self._named[-1][1] if self._named else None
        nouns = [token for token in sentence if token.tag_ in (*COMMON_NOUN_TAGS, *PROPER_NOUN_TAGS)]
        places = [name for name in nouns if _is_named_place(name)]
        self._named = [(name.i, proper_name(name)) for name in places if name.head.head not in places]
        events = filter(is_event, nouns)
        if (place := next(filter(None, map(_place_of_event, events)), None)) is not None:
            self._place, self._age = place, 0

    def of(self, trigger: Token) -> str | None:
        """The place of a contact that is said to be "there", or at the event: "on the sidelines", "at the summit"."""
        if any(c.lower_ == "there" and c.dep_ == "advmod" for t in path(trigger) for c in t.children):
            return next((place for i, place in reversed(self._named) if i < trigger.i), self._before)
        return self._place if self._age <= MAX_SENTENCES_OF_EVENT and _is_at_event(trigger) else None


def _is_named_place(name: Token) -> bool:
    """The name after "in", "at" or "to"; not that of a month or day."""
    if name.tag_ not in PROPER_NOUN_TAGS or name.dep_ != "pobj" or name.head.lower_ not in ("in", "at", "to"):
        return False
    times = vocabulary.dates()
    return name.lower_ not in times.months and name.lower_ not in times.weekdays


def is_whereabouts(verb: Token) -> bool:
    """Whether a verb can say where somebody was: one in the past tense, or "be", "stay" or "remain", with a place.

    Args:
        verb: any token.
    """
    if verb.tag_ not in ("VBD", "VBN", "VBZ", "VBP") or not (verb.tag_ == "VBD" or is_presence(verb)):
        return False
    heads = (verb, *(c for c in verb.children if c.dep_ == "dobj"))
    tells = _is_main(verb) or (verb.dep_ == "relcl" and is_presence(verb))  # "Lee, who is in Oslo, will meet him"
    return tells and any(c.dep_ == "prep" and c.lower_ in ("in", "at") for h in heads for c in h.children)


def is_presence(verb: Token) -> bool:
    """ "Was (in Oslo)", "stayed (in Oslo)".

    Args:
        verb: any verb.
    """
    return lemma(verb) in vocabulary.contacts().setting.presence


def _place_of_event(event: Token) -> str | None:
    """ "The summit in Tarn", "the summit opened in Tarn"."""
    verbs = [event.head] if event.dep_ in SUBJECTS else []
    links = (c for head in (event, *verbs) for c in head.children if c.dep_ == "prep" and c.lower_ in ("in", "at"))
    places = (o for link in links for o in link.children if o.dep_ == "pobj" and o.tag_ in PROPER_NOUN_TAGS)
    times = vocabulary.dates()
    return next((proper_name(o) for o in places if o.lower_ not in times.months | times.weekdays), None)


def _is_at_event(trigger: Token) -> bool:
    """Whether a contact is said to be at an event: "met on the sidelines"."""
    verb = nearest_verb(trigger) or trigger
    links = (c for t in (trigger, verb) for c in t.children if c.lower_ in vocabulary.contacts().setting.ways)
    return any(_is_this_event(o) for link in links for o in link.children)


def _is_this_event(noun: Token) -> bool:
    """ "(On) the sidelines", "(at) the summit"; not "(at) a summit", which is another one."""
    return lemma(noun) in vocabulary.contacts().setting.sides or (is_event(noun) and is_definite(noun))


def _tells(expression: dates.Expression, doc: Doc) -> bool:
    """Whether a time is of a main verb in the past: "said on Friday"; not "the storm that shook Oslo on Friday".

    The parser often attaches the time to the verb's object, "sounded a warning on Sunday", or to the name after it.
    """
    before = doc[expression.first - 1] if expression.first else None
    link = before if before is not None and before.dep_ == "prep" else expression.head(doc)
    verb = _dated_word(link)
    if is_infinitive(verb) and verb.dep_ == "xcomp" and is_past_act(verb.head):  # "tried to save the deal on Friday"
        verb = verb.head
    is_past = verb.tag_ in ("VBD", "VBN") and all(c.tag_ != "MD" for c in verb.children)
    return is_past and not _is_past_perfect(verb) and _is_main(verb)


def _dated_word(link: Token) -> Token:
    """The word that a time belongs to: "rang" in "rang the envoy to Norway on Sunday", not the object or name."""
    above = link.head.head if link.head.dep_ == "prep" and link.dep_ == "prep" else link.head  # "at 9pm on Sunday"
    while above.i < link.i and above.dep_ in ("pobj", "dobj") and (above.dep_ == "dobj" or _holds_no_day(above)):
        above = above.head.head if above.dep_ == "pobj" else above.head
    return above


def _holds_no_day(noun: Token) -> bool:
    """Whether a time after a noun belongs to another word: "(to) Norway on Sunday", "(at) 9pm on Sunday"."""
    return noun.tag_ in (*PROPER_NOUN_TAGS, "CD") or is_time(noun)


def _is_aside(expression: dates.Expression, doc: Doc) -> bool:
    """Whether a time is only mentioned in passing: "Saturday's defeat", "who had flown in on Friday", "hours after"."""
    head = expression.head(doc)
    if head.dep_ == "poss" or expression.text.split()[0].lower() in vocabulary.dates().moments:
        return True
    verb = verb_above(head) or head
    return verb.dep_ == "relcl" and not any(c.lower_ == "when" for c in verb.children)


def _is_main(verb: Token) -> bool:
    """Whether a verb heads the sentence, or what the sentence reports: "X resigned on Friday, the ministry said"."""
    while verb.dep_ in ("conj", "ccomp") and is_verb(verb.head):
        if verb.dep_ == "ccomp" and verb.head.i < verb.i:
            return False
        verb = verb.head
    return verb.head.i == verb.i


def _is_past_perfect(verb: Token) -> bool:
    """ "Had met him"; not "had just met him", "had earlier met him", which are of the same day."""
    return not _has_just(verb) and any(c.lower_ in ("had", "’d", "'d") and c.dep_ == "aux" for c in verb.children)


def _has_just(verb: Token) -> bool:
    """ "Had just met him", "had earlier met him"."""
    near = vocabulary.contacts().continued.before
    return any(c.lower_ in near for c in verb.children)


def is_told_now(trigger: Token) -> bool:
    """Whether an event is told at the day that the story is at: in the past tense, or beside such a verb.

    Not in a relative clause, in the past perfect, after "before" or as somebody's future: these are of other days.
    """
    if not is_verb(trigger) and _is_below_noun(trigger):
        return False
    for verb in (t for t in (trigger, *trigger.ancestors) if is_verb(t)):
        if _is_of_other_time(verb) or (is_reported(verb) and not _has_just(verb)):
            return False
        if _is_past(verb):
            return True
        if verb.tag_ in ("VBZ", "VBP", "VB") or any(c.lower_ in ("has", "have") for c in verb.children):
            return False
    return False


def _is_past(verb: Token) -> bool:
    """Whether a verb is in the past tense, also if parsed as a participle: "Lee, who was ill, telephoned him"."""
    auxiliaries = list(_auxiliaries(verb))
    if not auxiliaries and verb.tag_ == "VBN":
        return any(c.dep_ == "nsubj" for c in verb.lefts)
    return any(t.tag_ == "VBD" for t in (verb, *auxiliaries))


def _is_below_noun(noun: Token) -> bool:
    """Whether a noun only describes another: "a report on talks"; not "a round of talks"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun
    is_other = above.tag_ in COMMON_NOUN_TAGS and above.i != noun.i
    return is_other and lemma(above) not in vocabulary.contacts().support.passes


def is_reported(verb: Token) -> bool:
    """Whether a clause follows the verb that reports it: "said on Friday that he met her", on whichever day.

    Args:
        verb: the verb of the clause.
    """
    return verb.dep_ == "ccomp" and is_verb(verb.head) and verb.head.i < verb.i


def _auxiliaries(verb: Token) -> Iterator[Token]:
    """ "Was" and "had" of "was met", "had just met"."""
    return (c for c in verb.children if c.dep_ in ("aux", "auxpass"))


def _is_of_other_time(verb: Token) -> bool:
    """Whether a clause is of another time: "who met him", "had met him", "may meet him", "before she met him"."""
    limits = vocabulary.contacts().attachment.limits
    if verb.dep_ == "relcl" or _is_past_perfect(verb):
        return True
    return any(c.tag_ == "MD" or (c.dep_ == "mark" and c.lower_ in limits) for c in verb.children)
