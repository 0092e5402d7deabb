"""Answer a reader's questions in sentences: who is quoted with which words, how it sounds, who is in touch with whom.

Each answer is a `Point`: a sentence, and the quotation or contact that it reports, so that a page can link to its
place. Words stand in quote marks only if the article has them in quote marks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.articles.article import Article
from analysis.display import clean, count
from analysis.report.findings import Prose, plain
from analysis.sentiment.polarity import count_words, said
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
    probable,
    records,
)
from analysis.validation import checked

TEXT_KINDS = ("title", "paragraph")  # blocks whose words count
MAX_SPEAKERS = 3  # that an answer names
SHORTEST, LONGEST = 6, 45  # words of a telling quotation
KINDS = ("direct", "mixed", "indirect")  # best evidence of what somebody said first
SURE = 0.7  # confidence of a telling quotation
# What the parties of a contact did, for one and for several of them.
HAPPENED = {
    PHONE: ("spoke by phone with", "spoke by phone with"),
    MEETING: ("met", "met"),
    VISIT: ("visited", "visited"),
    LETTER: ("wrote to", "wrote to"),
    UNSPECIFIED: ("was in contact with", "were in contact with"),
}
AHEAD = {PHONE: "speak by phone with", MEETING: "meet", VISIT: "visit", LETTER: "write to"}
NOUNS = {PHONE: "phone call", MEETING: "meeting", LETTER: "letter", UNSPECIFIED: "contact"}
OUTCOMES = {
    CANCELLED: "was called off",
    DENIED: "did not take place, the article says",
    HYPOTHETICAL: "is mentioned only as a possibility",
}


@dataclass(frozen=True)
class Point:
    """One sentence of an answer, in Markdown.

    Attributes:
        words: The sentence.
        item: "quote" or "contact".
        number: The number of the quotation or contact that the sentence reports.
    """

    words: str
    item: str
    number: int


def prose(points: Sequence[Point], otherwise: str) -> Prose:
    """The points as a list, each with the number of its quotation or contact; another sentence if there are none."""
    names = {"quote": "quotation", "contact": "contact"}
    return Prose("\n".join(f"- {p.words} ({names[p.item]} {p.number})" for p in points) or otherwise)


@checked
def byline(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame) -> str:
    """Source, author, day and extent of the article, as plain text: "The Paper · 6 March 2022 · 18 quotations"."""
    day = f"{article.published.day} {article.published:%B %Y}" if article.published else "no date"
    n_words = sum(count_words(article.text[b.start : b.end]) for b in article.blocks if b.kind in TEXT_KINDS)
    parts = [clean(part) for part in (article.source, article.author) if part]
    return " · ".join(
        [
            *parts,
            day,
            f"{n_words:,} words",
            f"{count(quotes['quote_id'].nunique(), 'quotation')} by {count(quotes['speaker'].nunique(), 'speaker')}",
            count(probable(contacts)["contact_id"].nunique(), "contact"),
        ]
    )


@checked
def most_quoted(quotes: pd.DataFrame, people: pd.DataFrame) -> tuple[Point, ...]:
    """The speakers with most words, up to three, each with the quotation that shows best what they say.

    Denied reports are left out. Of a speaker's quotations the first is taken of: those that are sure, are direct
    rather than mixed or indirect, and have between `SHORTEST` and `LONGEST` words; of equals the longest.

    Args:
        quotes, people: The tables of these names.
    """
    spoken = said(quotes)
    spoken = spoken[spoken["speaker"].notna()]
    words = spoken["text"].map(count_words).groupby(spoken["speaker"]).sum()
    ranked = words.sort_index().sort_values(ascending=False, kind="stable")
    roles = dict(zip(people["person"], people["role"], strict=True))
    return tuple(
        _speaker_point(str(name), int(total), spoken[spoken["speaker"] == name], roles.get(str(name)), n == 0)
        for n, (name, total) in enumerate(ranked.head(MAX_SPEAKERS).items())
    )


def _speaker_point(name: str, n_words: int, quotes: pd.DataFrame, role: Any, first: bool) -> Point:
    number, rows = min(quotes.groupby("quote_id"), key=lambda group: _rank(*group))
    is_described = pd.notna(role) and clean(role).casefold() != clean(name).casefold()
    who = f"**{plain(name)}**" + (f", {plain(role)}," if is_described else "")
    extent = f"{count(n_words, 'word')} in {count(quotes['quote_id'].nunique(), 'quotation')}"
    most = f"is quoted most, with {extent}" if first else f"is quoted with {extent}"
    relay = rows["via"].iloc[0]
    relayed = f", relayed by {plain(relay)}" if pd.notna(relay) else ""
    return Point(f"{who} {most}. {_as_said(rows)}{relayed}", "quote", int(str(number)))


def _rank(number: Any, rows: pd.DataFrame) -> tuple[bool, int, bool, int, int]:
    """The rank of a quotation as an example of what its speaker says; the lowest is best."""
    n_words = sum(map(count_words, rows["text"]))
    kind = max(KINDS.index(kind) for kind in rows["kind"])
    fits = SHORTEST <= n_words <= LONGEST
    return bool(rows["confidence"].lt(SURE).any()), kind, not fits, -n_words if fits else n_words, int(number)


def _as_said(rows: pd.DataFrame) -> str:
    """The words of a quotation; pieces are joined with "…"."""
    pieces = [f"“{plain(row.text)}”" if row.kind == "direct" else plain(row.text) for row in records(rows)]
    words = " … ".join(pieces)
    return words if all(rows["kind"] == "direct") else f"Reported: {words}"


@checked
def sound(tone: pd.DataFrame) -> Prose:
    """How the quotations sound by TextBlob's list of words, and how often VADER's agrees.

    Args:
        tone: The table of this name.
    """
    scored = tone[tone["has_evidence"]]
    if scored.empty:
        return Prose("TextBlob’s word list knows no word of the quotations, so there is no score." if len(tone) else "")
    signs = {"positive": (scored["polarity"] > 0).sum(), "negative": (scored["polarity"] < 0).sum()}
    signs["neutral"] = len(scored) - sum(signs.values())
    winner = max(signs, key=lambda sign: signs[sign])
    verdict = f"mostly {winner}" if 2 * signs[winner] > len(scored) else "mixed"
    counted = ", ".join(f"{n} {sign}" for sign, n in signs.items() if n)
    agree = tone["signs_agree"].dropna()
    second = f" A second word list, VADER’s, agrees on {agree.sum()} of {len(agree)}." if len(agree) else ""
    extent = f"the {len(scored)} of {count(len(tone), 'quotation')} that TextBlob’s word list can score"
    return Prose(f"The words quoted sound **{verdict}**: of {extent}, {counted}.{second}")


@checked
def in_touch(contacts: pd.DataFrame) -> tuple[Point, ...]:
    """Each contact as a sentence, in the order of the article, those that took place first.

    Args:
        contacts: The table of this name.
    """
    grouped = [(number, rows) for number, rows in contacts.groupby("contact_id", sort=True)]
    grouped.sort(key=lambda group: group[1]["status"].iloc[0] != OCCURRED)
    return tuple(Point(_sentence(rows), "contact", int(str(number))) for number, rows in grouped)


def _sentence(rows: pd.DataFrame) -> str:
    """ "Macron spoke by phone with Putin on Sunday 6 March 2022 for over 2 hours, at Macron’s request." """
    contact = next(records(rows))
    return f"{_event(rows, contact)}{_circumstances(contact)}."


def _event(rows: pd.DataFrame, contact: Any) -> str:
    sides = _sides(rows)
    left, right = (_names(side) for side in sides)
    status, mode = contact.status, contact.mode if contact.mode in HAPPENED else UNSPECIFIED
    if status == OCCURRED:
        return f"{left} {HAPPENED[mode][len(sides[0]) > 1]} {right}"
    if status == PLANNED:
        verb = "is to" if len(sides[0]) == 1 else "are to"
        return f"{left} {verb} {AHEAD.get(mode, 'be in contact with')} {right}"
    between = f"A {NOUNS.get(mode)} between {_names([*sides[0], *sides[1]])}"
    return f"{f'A visit by {left} to {right}' if mode == VISIT else between} {OUTCOMES[status]}"


def _sides(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The parties on either side; the first against the others if all were in touch with each other."""
    actors, recipients = list(dict.fromkeys(rows["actor"])), list(dict.fromkeys(rows["recipient"]))
    if set(actors).isdisjoint(recipients):
        return actors, recipients
    everybody = list(dict.fromkeys([*actors, *recipients]))
    return everybody[:1], everybody[1:] or everybody


def _names(parties: Iterable[str]) -> str:
    """ "**A**, **B** and **C**"."""
    *others, last = [f"**{plain(name)}**" for name in parties]
    return f"{', '.join(others)} and {last}" if others else last


def _circumstances(contact: Any) -> str:
    """When, where, for how long and at whose request, as far as the article says."""
    is_apart = pd.notna(contact.place) and contact.place not in (contact.actor, contact.recipient)
    parts = [f" in {plain(contact.place)}" if is_apart else "", _when(contact)]
    if pd.notna(contact.duration_min):
        qualifier = f"{plain(contact.duration_qualifier)} " if pd.notna(contact.duration_qualifier) else ""
        parts.append(f" for {qualifier}{_length(int(contact.duration_min))}")
    if pd.notna(contact.initiator):
        parts.append(f", at {plain(contact.initiator)}’s request")
    return "".join(parts)


def _length(minutes: int) -> str:
    return count(minutes // 60, "hour") if minutes % 60 == 0 else count(minutes, "minute")


def _when(contact: Any) -> str:
    """ " on Sunday 6 March 2022", " in 2017"; empty without a date."""
    first, last = contact.date_start, contact.date_end
    if pd.isna(first):
        return ""
    if first == last:
        return f" on {first:%A} {_day(first)}"
    for unit, form in (("M", f"{first:%B %Y}"), ("Y", f"{first.year}")):
        if (period := first.to_period(unit)).start_time == first and period.end_time.normalize() == last:
            return f" in {form}"
    return f" between {_day(first)} and {_day(last)}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


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
    noun = {"quote": "quotation"}.get(item, item)
    many = f"about {round(sure.sum())} of these {count(len(sure), noun)}" if len(sure) > 1 else f"this {noun}"
    share = "" if len(sure) > 1 else f" in {round(100 * sure.sum())} of 100 such cases"
    verb = "are" if len(sure) > 1 else "is"
    return Prose(f"Measured on labelled news, {many} {verb} right{share}; rows with “?” are the least certain.")
