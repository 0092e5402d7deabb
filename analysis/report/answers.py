"""Answer a reader's questions in sentences: who is quoted with which words, how it sounds, who is in touch with whom.

Each answer is a `Point`: a sentence, and the quotations or contacts that it reports, so that a page can link to their
places. Words stand in quote marks only if the article has them in quote marks.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from analysis import vocabulary
from analysis.articles.article import Article
from analysis.display import clean, count, counted, day_in_words, listed, with_and
from analysis.people.names import is_form_of_address
from analysis.report.findings import Prose, length_in_words, plain
from analysis.report.html import is_unsure, numbered
from analysis.sentiment.polarity import count_verbatim, count_words, said, words_by_speaker
from analysis.statistics import MIN_OBSERVATIONS_FOR_MEAN
from analysis.tables import (
    CANCELLED,
    DENIED,
    HYPOTHETICAL,
    LETTER,
    MEETING,
    OCCURRED,
    PHONE,
    PLANNED,
    UNSPECIFIED,
    VISIT,
    is_denied,
    probable,
    records,
)
from analysis.validation import checked

ITEMS = {"quote": "quotation", "contact": "contact"}  # the noun for each kind of row
MAX_SPEAKERS = 3  # that an answer quotes
MAX_OTHERS = 8  # that it names without quoting them
SHORTEST, LONGEST = 6, 45  # words of a telling quotation
KINDS = ("direct", "mixed", "indirect")  # best evidence of what somebody said first
MAX_CONTACTS = 10  # sentences about contacts
AS_OFTEN = {2: " twice", 3: " three times", 4: " four times", 5: " five times"}  # how often, in words
MUTUAL = (PHONE, MEETING)  # modes in which it does not matter who is named first
# The verb for a contact that took place, with one actor and with several.
HAPPENED = {
    PHONE: ("spoke by phone with", "spoke by phone with"),
    MEETING: ("met", "met"),
    VISIT: ("visited", "visited"),
    LETTER: ("wrote to", "wrote to"),
    UNSPECIFIED: ("was in contact with", "were in contact with"),
}
AHEAD = {PHONE: "speak by phone with", MEETING: "meet", VISIT: "visit", LETTER: "write to"}
NOUNS = {PHONE: "phone call", MEETING: "meeting", UNSPECIFIED: "contact"}
OUTCOMES = {
    CANCELLED: "was called off",
    DENIED: "is said not to have taken place",
    HYPOTHETICAL: "is mentioned only as a possibility",
}


class Source(NamedTuple):
    """A link from a sentence to what it reports: the id of a place on the page, and the words of the link."""

    target: str
    words: str


@dataclass(frozen=True)
class Point:
    """One sentence of an answer, in Markdown.

    Attributes:
        words: The sentence.
        item: "quote" or "contact".
        numbers: The numbers of the quotations or contacts that the sentence reports, each with its label: "3", or "3?"
            for one of the least certain.
    """

    words: str
    item: str
    numbers: tuple[tuple[int, str], ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Links to the quotations or contacts in the marked article."""
        noun = ITEMS[self.item]
        return tuple(Source(f"{self.item}-{number}", f"{noun} {label}") for number, label in self.numbers)


def prose(points: Sequence[Point], otherwise: str) -> Prose:
    """The points as a list, each with the number of its quotation or contact; another sentence if there are none."""
    return Prose("\n".join(f"- {point.words} ({_reported(point)})" for point in points) or otherwise)


def _reported(point: Point) -> str:
    """The quotations or contacts behind a sentence: "quotation 3", "contacts 4 and 6?"."""
    noun = ITEMS[point.item]
    return f"{noun}{'s' * (len(point.numbers) > 1)} {with_and(label for _, label in point.numbers)}"


@checked
def byline(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame) -> str:
    """Source, author, day and extent of the article, as plain text: "The Paper · 6 March 2022 · 18 quotations".

    Unknown facts and zero counts are left out.
    """
    n_words = length_in_words(article)
    n_quotes, n_speakers = quotes["quote_id"].nunique(), quotes["speaker"].nunique()
    n_contacts = probable(contacts)["contact_id"].nunique()
    by = f" by {count(n_speakers, 'speaker')}" if n_speakers else ""
    parts = {
        clean(article.source): article.source,
        clean(article.author): article.author,
        day_of(article): article.published,
        counted(n_words, "word"): n_words,
        f"{count(n_quotes, 'quotation')}{by}": n_quotes,
        count(n_contacts, "contact"): n_contacts,
    }
    return " · ".join(words for words, known in parts.items() if known)


def day_of(article: Article) -> str:
    """The day of publication: "6 March 2022"; empty if it is not known."""
    return day_in_words(article.published) if article.published else ""


@checked
def most_quoted(quotes: pd.DataFrame, people: pd.DataFrame) -> tuple[Point, ...]:
    """The speakers with most words, up to three, each with the quotation that shows best what they say.

    Denied reports are left out. A speaker's example is certain rather than among the least certain, then direct rather
    than mixed or indirect, then has between `SHORTEST` and `LONGEST` words; of equals it is the longest.

    Args:
        quotes, people: The tables of these names.
    """
    spoken, ranked = said(quotes), words_by_speaker(quotes).head(MAX_SPEAKERS)
    most = [n_words for n_words in ranked if n_words == ranked.max()]
    roles = dict(zip(people["person"], people["role"], strict=True))
    return tuple(
        _speaker_point(str(name), int(total), spoken[spoken["speaker"] == name], roles.get(str(name)), most == [total])
        for name, total in ranked.items()
    )


def _speaker_point(name: str, n_words: int, quotes: pd.DataFrame, role: Any, has_most: bool) -> Point:
    number, rows = min(quotes.groupby("quote_id"), key=lambda group: _rank(*group))
    who = f"**{plain(name)}**" + (f", {plain(as_role(role))}" if is_role(role, name) else "")
    extent = f"{count(n_words, 'word')} in {count(quotes['quote_id'].nunique(), 'quotation')}"
    relay = rows["via"].iloc[0]
    relayed = f", relayed by {plain(relay)}" if pd.notna(relay) else ""
    source = "" if _is_direct(rows) else ", in the article’s words"
    parts = [extent + ", the most of anyone" * has_most, *_verbatim(n_words, quotes)]
    words = f"{who} ({'; '.join(parts)}){relayed}{source}: {as_said(rows, plain)}"
    return Point(words, "quote", ((int(str(number)), numbered(number, rows)),))


def _verbatim(n_words: int, quotes: pd.DataFrame) -> list[str]:
    """The number of a speaker's words inside quote marks: "12 words verbatim"; empty if all of them are."""
    verbatim = sum(map(count_verbatim, records(quotes)))
    return [] if verbatim == n_words else [f"{count(verbatim, 'word') if verbatim else 'none'} verbatim"]


def is_role(role: Any, name: Any) -> bool:
    """Whether a role says more than the name does; "Mr" does not, nor "two people" of "two people close to Ann Lee"."""
    if pd.isna(role) or is_form_of_address(clean(role)):
        return False
    return clean(role).casefold() not in clean(name).casefold()


def as_role(role: Any) -> str:
    """A role as it is written after a name: "Ann Lee, prime minister"; only plain offices lose their capitals.

    >>> as_role("Prime Minister"), as_role("French President"), as_role("CEO")
    ('prime minister', 'French President', 'CEO')
    """
    written = clean(role)
    is_plain = written.lower() in vocabulary.titles().offices and not written.isupper()
    return written.lower() if is_plain else written


@checked
def also_quoted(quotes: pd.DataFrame) -> Prose:
    """The speakers that `most_quoted` does not name: "Also quoted: Bo Ray and Cy Cole"; empty if there are none.

    Args:
        quotes: The table of this name.
    """
    others = [f"**{plain(name)}**" for name in words_by_speaker(quotes).index[MAX_SPEAKERS:]]
    return Prose(f"Also quoted: {listed(others, most=MAX_OTHERS)}." if others else "")


def _rank(number: Any, rows: pd.DataFrame) -> tuple[bool, int, bool, int, int]:
    """The rank of a quotation as an example of what its speaker says; the lowest is best."""
    n_words = sum(map(count_words, rows["text"]))
    kind = max(KINDS.index(kind) for kind in rows["kind"])
    fits = SHORTEST <= n_words <= LONGEST
    return bool(is_unsure(rows).any()), kind, not fits, -n_words if fits else n_words, int(number)


def as_said(rows: pd.DataFrame, escaped: Callable[[object], str] = clean) -> str:
    """The words of a quotation, in quote marks if the article has them in quote marks; pieces are joined with "…".

    Args:
        rows: The rows of the quotation.
        escaped: Applied to each text from the article.
    """
    pieces = [f"“{escaped(row.text)}”" if row.kind == "direct" else escaped(row.text) for row in records(rows)]
    return " … ".join(pieces)


def _is_direct(rows: pd.DataFrame) -> bool:
    """Whether all words of a quotation are its speaker's."""
    return bool((rows["kind"] == "direct").all())


@checked
def attributed(article: Article, quotes: pd.DataFrame, people: pd.DataFrame) -> dict[int, str]:
    """Each quotation with its attribution, by number: "“We will stay” — Ann Lee, mayor, in “Title”, The Paper, 6 May".

    Args:
        article: The article.
        quotes, people: The tables of these names.
    """
    roles = dict(zip(people["person"], people["role"], strict=True))
    where = [f"“{clean(article.headline)}”" if article.headline else "", clean(article.source or ""), day_of(article)]
    found_in = ", ".join(filter(None, where))
    citations = {}
    for number, rows in quotes.groupby("quote_id", sort=True):
        row = next(records(rows))
        role = roles.get(row.speaker)
        said_by = "denied by " * is_denied(row) + (clean(row.speaker) if pd.notna(row.speaker) else "speaker not named")
        parts = [said_by, as_role(role) if is_role(role, row.speaker) else ""]
        parts += [f"relayed by {clean(row.via)}" if pd.notna(row.via) else "", f"in {found_in}" if found_in else ""]
        source = "" if _is_direct(rows) else "In the article’s words: "
        citations[int(str(number))] = f"{source}{as_said(rows)} — {', '.join(filter(None, parts))}"
    return citations


@checked
def sound(tone: pd.DataFrame) -> Prose:
    """How the quotations sound by TextBlob's list of words, and how often VADER's agrees.

    Args:
        tone: The table of this name.
    """
    scored = tone[tone["has_evidence"]]
    if scored.empty:
        return Prose("TextBlob’s word list knows no word of the quotations, so there is no score." if len(tone) else "")
    agree = tone["signs_agree"].dropna()
    signs = {"positive": (scored["polarity"] > 0).sum(), "negative": (scored["polarity"] < 0).sum()}
    signs["neutral"] = len(scored) - sum(signs.values())
    winner = max(signs, key=lambda sign: signs[sign])
    verdict = f"mostly {winner}" if 2 * signs[winner] > len(scored) else "mixed"
    by_sign = ", ".join(f"{n} {sign}" for sign, n in signs.items() if n)
    second = f" VADER’s, a second word list, also scores {len(agree)} of these and agrees on {agree.sum()}."
    scores = f"TextBlob’s word list scores {len(scored)} of {count(len(tone), 'quotation')}: {by_sign}."
    scores += second if len(agree) else ""
    if len(scored) < min(MIN_OBSERVATIONS_FOR_MEAN, len(tone)):
        return Prose(f"**Too few** quotations have a word with a tone to say how they sound. {scores}")
    if len(agree) and 2 * agree.sum() <= len(agree):
        return Prose(f"How the words quoted sound is **not clear**, since two word lists disagree. {scores}")
    return Prose(f"The words quoted sound **{verdict}**. {scores}")


@checked
def in_touch(contacts: pd.DataFrame, most: int | None = MAX_CONTACTS) -> tuple[Point, ...]:
    """The contacts as sentences, in the order of the article, those that took place first.

    Contacts of the same parties, mode and day share a sentence if the article says no more about them. If there are too
    many sentences, contacts that took place are kept before others, then certain ones, then those with a date.

    Args:
        contacts: The table of this name.
        most: The number of sentences; None for all.
    """
    alike: dict[Hashable, list[pd.DataFrame]] = {}
    for number, rows in contacts.groupby("contact_id", sort=True):
        alike.setdefault(_likeness(number, rows), []).append(rows)
    kept = sorted(alike.values(), key=lambda group: _importance(group[0]))[:most]
    in_order = sorted(kept, key=lambda group: (not _took_place(group[0]), _number(group[0])))
    return tuple(
        Point(_sentence(group), "contact", tuple((_number(rows), numbered(_number(rows), rows)) for rows in group))
        for group in in_order
    )


def _number(rows: pd.DataFrame) -> int:
    return int(rows["contact_id"].iloc[0])


def _took_place(rows: pd.DataFrame) -> bool:
    return bool(rows["status"].iloc[0] == OCCURRED)


def _importance(rows: pd.DataFrame) -> tuple[bool, bool, bool, int]:
    """The rank of a contact; the lowest is the most important."""
    is_undated = bool(rows["date_start"].isna().all())
    return not _took_place(rows), bool(is_unsure(rows).any()), is_undated, _number(rows)


def _likeness(number: Hashable, rows: pd.DataFrame) -> Hashable:
    """Equal for contacts that share a sentence, otherwise the number of the contact."""
    contact = next(records(rows))
    details = (contact.duration_min, contact.initiator, contact.place)
    if not _took_place(rows) or pd.isna(contact.date_start) or any(map(pd.notna, details)):
        return number
    sides = frozenset(rows["actor"]), frozenset(rows["recipient"])
    between = frozenset(sides) if contact.mode in MUTUAL else sides
    return between, contact.mode, contact.date_start, contact.date_end


def _sentence(group: Sequence[pd.DataFrame]) -> str:
    """ "Macron spoke by phone with Putin on Sunday 6 March 2022 for over 2 hours, at Macron’s request." """
    contact, n = next(records(group[0])), len(group)
    often = AS_OFTEN.get(n, f" {n} times") if n > 1 else ""
    if contact.status in OUTCOMES:  # the outcome last: "called off on Monday" would date the calling off
        asked = f", for which {plain(contact.initiator)} asked," if _is_asked_for(contact) else ""
        return f"{_event(group[0], contact)}{_circumstances(contact)}{asked} {OUTCOMES[contact.status]}."
    asked = f", at {plain(contact.initiator)}’s request" if _is_asked_for(contact) else ""
    return f"{_event(group[0], contact)}{often}{_circumstances(contact)}{asked}."


def _is_asked_for(contact: Any) -> bool:
    """Whether the article says who asked for a contact; nobody asks for a letter that they write."""
    return pd.notna(contact.initiator) and not (contact.mode == LETTER and contact.initiator == contact.actor)


def _event(rows: pd.DataFrame, contact: Any) -> str:
    """ "Macron spoke by phone with Putin", "A visit by Macron to Putin"."""
    sides = _sides(rows)
    left, right = (_names(side) for side in sides)
    status, mode = contact.status, contact.mode if contact.mode in HAPPENED else UNSPECIFIED
    if status == OCCURRED:
        return f"{left} {HAPPENED[mode][len(sides[0]) > 1]} {right}"
    if status == PLANNED:
        verb = "is to" if len(sides[0]) == 1 else "are to"
        return f"{left} {verb} {AHEAD.get(mode, 'be in contact with')} {right}"
    directed = {VISIT: f"A visit by {left} to {right}", LETTER: f"A letter from {left} to {right}"}
    return directed.get(mode, f"A {NOUNS.get(mode)} between {_names([*sides[0], *sides[1]])}")


def _sides(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The parties on either side; the first against the others if all were in touch with each other."""
    actors, recipients = list(dict.fromkeys(rows["actor"])), list(dict.fromkeys(rows["recipient"]))
    if set(actors).isdisjoint(recipients):
        return actors, recipients
    everybody = list(dict.fromkeys([*actors, *recipients]))
    return everybody[:1], everybody[1:] or everybody


def _names(parties: Iterable[str]) -> str:
    """ "**A**, **B** and **C**"."""
    return with_and(f"**{plain(name)}**" for name in parties)


def _circumstances(contact: Any) -> str:
    """Place, date and length of a contact, where the article gives them."""
    is_apart = pd.notna(contact.place) and contact.place not in (contact.actor, contact.recipient)
    parts = [f" in {plain(contact.place)}" if is_apart else "", _when(contact)]
    if pd.notna(contact.duration_min):
        qualifier = f"{plain(contact.duration_qualifier)} " if pd.notna(contact.duration_qualifier) else ""
        parts.append(f" for {qualifier}{_length(int(contact.duration_min))}")
    return "".join(parts)


def _length(minutes: int) -> str:
    return count(minutes // 60, "hour") if minutes % 60 == 0 else count(minutes, "minute")


def _when(contact: Any) -> str:
    """ " on Sunday 6 March 2022", " in 2017"; empty without a date."""
    first, last = contact.date_start, contact.date_end
    if pd.isna(first):
        return ""
    if first == last:
        return f" on {first:%A} {day_in_words(first)}"
    if first.to_period("W") == last.to_period("W") and (last - first).days == 6:
        return f" in the week of {day_in_words(first)}"
    for unit, form in (("M", f"{first:%B %Y}"), ("Y", f"{first.year}")):
        if (period := first.to_period(unit)).start_time == first and period.end_time.normalize() == last:
            return f" in {form}"
    return f" between {day_in_words(first).removesuffix(f' {last.year}')} and {day_in_words(last)}"


@checked
def trust(table: pd.DataFrame, item: str) -> Prose:
    """How many of the quotations or contacts are likely to be right, judging by labelled articles.

    Args:
        table: The table `quotes` or `contacts`, with a column `confidence`.
        item: "quote" or "contact".
    """
    sure = table.drop_duplicates(f"{item}_id")["confidence"].dropna()
    if sure.empty:
        return Prose("")
    noun = ITEMS[item]
    if len(sure) > 1:
        share = f"about {int(sure.sum())} of these {count(len(sure), noun)} are right"  # rounded down: no promise
    else:
        share = f"{noun}s like this one are right in about {int(10 * sure.sum())} of 10 cases"
    least = " “?” marks the least certain." if is_unsure(table).any() else ""
    return Prose(f"Measured on labelled news, {share}.{least}")
