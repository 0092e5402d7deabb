"""Similarities and differences of articles side by side, in sentences with links to the passages in each article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.display import clean, count, counted, day_in_words, signed, with_and
from analysis.report import answers
from analysis.report.answers import Source
from analysis.report.findings import BEYOND_CHANCE, WITHIN_CHANCE, p_in_words, plain
from analysis.sentiment import polarity
from analysis.side_by_side.joining import Comparison, parties
from analysis.statistics import TEST_LEVEL
from analysis.tables import NARRATOR, QUOTATIONS, modes_agree, records

MOST_SHARED, MOST_ALONE = 10, 5  # speakers or contacts in sentences: in several papers, and in each paper alone
SCORERS = ("TextBlob", "VADER")  # the scorers that sentences mention, as in the report on one article
NOUNS = {"date": "day", "mode": "mode", "status": "status", "initiator": "who asked for it"}
TEXTS = {NARRATOR: "sentence", QUOTATIONS: "quotation"}
TOO_FEW = "**too few**"
P_MEANS = (
    "p is how often the papers differ at least as much when their texts are assigned to them at random. Below, by word "
    f"list; a difference counts if p is at most {TEST_LEVEL}."
)


@dataclass(frozen=True)
class Finding:
    """One sentence in Markdown, with links to its sources in each article."""

    words: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One question with its answer.

    Attributes:
        question: The question, as a heading.
        points: Sentences, each about one speaker or contact or about all of them.
        notes: Sentences about all of them, in Markdown.
        trust: How many of them are likely to be right, in Markdown; may be empty.
        chance: How the answer was distinguished from chance, with p-values, in Markdown; may be empty.
    """

    question: str
    points: tuple[Finding, ...]
    notes: tuple[str, ...]
    trust: str = ""
    chance: str = ""


def italic(paper: str) -> str:
    """The name of a paper in italics, as Markdown: it may be the title of the article."""
    return f"*{plain(paper)}*"


def prefix_of(number: int) -> str:
    """The prefix of the ids of an article, by its number from 1: "a1-"."""
    return f"a{number}-"


def sections(comparison: Comparison) -> tuple[Answer, ...]:
    """The questions of the page with their answers."""
    return _quoted(comparison), _contacts(comparison), _sound(comparison)


def links(
    comparison: Comparison, article_id: str, item: str, numbers: Iterable[int], name: bool = True
) -> list[Source]:
    """Links to quotations or contacts of an article, with the name of the paper in the first one.

    Args:
        comparison: The articles.
        article_id: The article.
        item: quote or contact.
        numbers: Their numbers in the article.
        name: Whether to name the paper.
    """
    position = list(comparison.paper_of).index(article_id)
    paper = f"{comparison.papers[position]} " if name else ""
    return [
        Source(f"{prefix_of(position + 1)}{item}-{n}", f"{'' if k else paper}{comparison.labels[article_id, item, n]}")
        for k, n in enumerate(numbers)
    ]


# Who is quoted


def _quoted(comparison: Comparison) -> Answer:
    named = comparison.speakers.dropna(subset=["speaker"])
    by_speaker = {str(name): rows for name, rows in named.groupby("speaker", sort=False)}
    shared = [name for name, rows in by_speaker.items() if len(rows) > 1]
    points = [Finding(_in_common(comparison, shared))] if by_speaker else []
    points += [_of_several(comparison, name, by_speaker[name]) for name in shared[:MOST_SHARED]]
    points += [alone for paper in comparison.papers if (alone := _only_here(comparison, paper, by_speaker))]
    notes = [" ".join(_extent(comparison, paper) for paper in comparison.papers), *map(_copy, comparison.copies)]
    return Answer("Who is quoted by which paper?", tuple(points), tuple(notes))


def _in_common(comparison: Comparison, shared: Sequence[str]) -> str:
    which = "Both papers quote" if len(comparison.papers) == 2 else "Two papers or more quote"
    if not shared:
        return "The papers quote **nobody** in common."
    return f"{which} **{count(len(shared), 'speaker')}**{'; these have the most words' * (len(shared) > MOST_SHARED)}."


def _of_several(comparison: Comparison, name: str, rows: pd.DataFrame) -> Finding:
    """ "**Ann Lee**: 23 words in The Post, all verbatim; 11 words in The Times, none verbatim."."""
    parts = [
        f"{count(row.n_words, 'word')} in {italic(row.paper)}, {_verbatim(row.n_verbatim, row.n_words)}"
        for row in records(rows)
    ]
    most = rows["n_shared"].max()
    same = (
        f" Up to {most} of these words are also in another paper’s quote marks."
        if len(rows) > 2
        else f" Both papers have the same {count(most, 'word')} in quote marks."
    )
    sources = [link for row in records(rows) for link in links(comparison, row.article_id, "quote", _numbers(row))]
    return Finding(f"**{plain(name)}**: {'; '.join(parts)}.{same if most else ''}", tuple(sources))


def _verbatim(n_verbatim: int, n_words: int) -> str:
    if n_verbatim == n_words:
        return "all verbatim"
    return f"{n_verbatim:,} verbatim" if n_verbatim else "none verbatim"


def _numbers(row: Any) -> list[int]:
    return [int(number) for number in row.quotes.split("; ")]


def _only_here(comparison: Comparison, paper: str, by_speaker: Mapping[str, pd.DataFrame]) -> Finding | None:
    """The speakers whom only one paper quotes; None if there are none."""
    rows = [next(records(rows)) for rows in by_speaker.values() if list(rows["paper"]) == [paper]]
    if not rows:
        return None
    shown = rows[:MOST_ALONE]
    names = [
        f"**{plain(row.speaker)}** ({count(row.n_words, 'word')}, {_verbatim(row.n_verbatim, row.n_words)})"
        for row in shown
    ]
    more = f" and {len(rows) - len(shown)} more" if len(rows) > len(shown) else ""
    numbers = [number for row in shown for number in _numbers(row)]
    sources = links(comparison, shown[0].article_id, "quote", numbers)
    return Finding(f"Only {italic(paper)} quotes {'; '.join(names)}{more}.", tuple(sources))


def _extent(comparison: Comparison, paper: str) -> str:
    rows = comparison.speakers[comparison.speakers["paper"] == paper]
    if rows.empty:
        return f"{italic(paper)} quotes nobody."
    words, verbatim = int(rows["n_words"].sum()), int(rows["n_verbatim"].sum())
    nameless = rows.loc[rows["speaker"].isna(), "n_quotes"].sum()
    unknown = f"; the speaker of {counted(int(nameless), 'quotation')} was not found" if nameless else ""
    n_speakers = counted(int(rows["speaker"].notna().sum()), "speaker")
    return f"{italic(paper)} quotes {n_speakers} with {counted(words, 'word')}, {_verbatim(verbatim, words)}{unknown}."


def _copy(copy: tuple[str, str, float]) -> str:
    paper, other, likeness = copy
    return (
        f"{italic(paper)} and {italic(other)} print nearly the same text ({likeness:.0%} of their word sequences), "
        "so what both say has one source."
    )


# Contacts


def _contacts(comparison: Comparison) -> Answer:
    by_event = [rows for _, rows in comparison.events.groupby("event", sort=True)]
    shared = [rows for rows in by_event if rows["article_id"].nunique() > 1]
    points = [Finding(_how_many(comparison, len(by_event), len(shared)))]
    points += [_shared_event(comparison, rows) for rows in shared[:MOST_SHARED]]
    notes = []
    for article_id, paper in comparison.paper_of.items():
        alone = [rows for rows in by_event if set(rows["article_id"]) == {article_id}]
        points += [_only_event(comparison, paper, rows) for rows in alone[:MOST_ALONE]]
        if len(alone) > MOST_ALONE:
            notes.append(f"{italic(paper)} alone reports {len(alone) - MOST_ALONE} more, in the table.")
    return Answer("What do they report about the same contacts?", tuple(points), tuple(notes))


def _how_many(comparison: Comparison, n: int, n_shared: int) -> str:
    n_possible = len(comparison.contacts.drop_duplicates(["article_id", "contact_id"])) - len(comparison.events)
    listed = "is" if n_possible == 1 else "are"
    apart = f" {counted(n_possible, 'contact')}, too uncertain to be counted, {listed} in a table of possible contacts."
    total = "No contact between named parties is sure enough to be counted."
    if n:
        total = _in_several(n, n_shared, "both papers" if len(comparison.papers) == 2 else "two papers or more")
    return total + (apart if n_possible else "")


def _in_several(n: int, n_shared: int, several: str) -> str:
    """ "**2 of 5 contacts** are reported by both papers."."""
    if not n_shared:
        return f"**No contact** is reported by {several}; {counted(n, 'contact')} by one alone."
    if n_shared == n:
        all_of_them = "**The only contact** is" if n == 1 else f"**All {n} contacts** are"
        return f"{all_of_them} reported by {several}."
    return f"**{n_shared} of {n} contacts** {'is' if n_shared == 1 else 'are'} reported by {several}."


def _shared_event(comparison: Comparison, rows: pd.DataFrame) -> Finding:
    """The first paper's report, and the facts on which each other paper agrees or differs."""
    first = rows["article_id"].iloc[0]
    others = [
        _against_first(comparison, of_paper)
        for name, of_paper in rows.groupby("article_id", sort=False)
        if name != first
    ]
    words = f"{_sentence(comparison, rows)}, {italic(rows['paper'].iloc[0])} reports; {'; '.join(others)}."
    return Finding(words, _event_links(comparison, rows))


def _only_event(comparison: Comparison, paper: str, rows: pd.DataFrame) -> Finding:
    """A contact that only one paper reports, with possible contacts elsewhere that may be the same."""
    sources, papers = list(_event_links(comparison, rows)), []
    for article_id, numbers in _possibly_elsewhere(comparison, rows).items():
        papers.append(italic(comparison.paper_of[article_id]))
        sources += links(comparison, article_id, "contact", numbers)
    maybe = f" {with_and(papers)} may report it, too: check the passage." if papers else ""
    return Finding(f"Only {italic(paper)}: {_sentence(comparison, rows)}.{maybe}", tuple(sources))


def _possibly_elsewhere(comparison: Comparison, rows: pd.DataFrame) -> dict[str, list[int]]:
    """The possible contacts in other articles that have the same parties and a compatible mode."""
    event, numbers = next(records(rows)), dict[str, list[int]]()
    for (article_id, number), contact in comparison.possible.items():
        same_parties = set(_split(parties(contact))) == set(_split(event.parties))
        may_be_same = same_parties and modes_agree(contact["mode"].iloc[0], event.mode)
        if may_be_same and article_id != event.article_id:
            numbers.setdefault(article_id, []).append(number)
    return numbers


def _event_links(comparison: Comparison, rows: pd.DataFrame) -> tuple[Source, ...]:
    by_article = rows.groupby("article_id", sort=False)["contact_id"]
    return tuple(link for name, ns in by_article for link in links(comparison, str(name), "contact", ns.tolist()))


def _sentence(comparison: Comparison, rows: pd.DataFrame) -> str:
    """The first contact of some rows, in the sentence that the report on its article shows."""
    place = rows["article_id"].iloc[0], rows["contact_id"].iloc[0]
    (point,) = answers.in_touch(comparison.rows_of_contact[place])
    return point.words.removesuffix(".")


def _against_first(comparison: Comparison, rows: pd.DataFrame) -> str:
    """ "The Post agrees on mode and status, but differs on the day (6 May 2031), or means another contact"."""
    row = next(records(rows))
    agrees = [NOUNS[fact] for fact in _split(row.agrees)]
    differs = [f"{NOUNS[fact]} ({_value(row, fact)})" for fact in _split(row.differs)]
    another = ", or means another contact" if "date" in _split(row.differs) else ""
    parts = [f"agrees on {with_and(agrees)}"] if agrees else []
    parts += [f"differs on {with_and(differs)}{another}"] if differs else []
    return f"{italic(row.paper)} {', but '.join(parts) or 'reports it, too, but the two share no detail'}"


def _split(joined: Any) -> list[str]:
    return [] if pd.isna(joined) else joined.split("; ")


def _value(row: Any, fact: str) -> str:
    if fact == "date":
        return f"{row.date_start:%A} {day_in_words(row.date_start)}" if pd.notna(row.date_start) else "see the sentence"
    value = getattr(row, fact)
    return plain(value) if pd.notna(value) else "see the sentence"


# How they sound


def _sound(comparison: Comparison) -> Answer:
    notes, tests = [], []
    for voice, title in ((NARRATOR, "The narrators, outside quotations"), (QUOTATIONS, "The words quoted")):
        p = {scorer: _p(comparison, voice, scorer) for scorer in SCORERS}
        verdict = _verdict(comparison, voice, p)
        means = "" if verdict.startswith(TOO_FEW) else f" {_by_list(comparison, voice)}"
        notes.append(f"**{title}**: {verdict}{means}")
        known = [f"{scorer} {p_in_words(value)}" for scorer, value in p.items() if value is not None]
        tests += [f"- {title}: {', '.join(known)}"] if known else []
    return Answer("How do they sound?", (), tuple(notes), chance="\n".join([P_MEANS, "", *tests]) if tests else "")


def _verdict(comparison: Comparison, voice: str, p: Mapping[str, float | None]) -> str:
    """Whether the papers differ, as far as two word lists can show.

    Args:
        comparison: The articles.
        voice: The narrators or the quotations.
        p: The result of `_p` by scorer.
    """
    differs = {scorer: None if value is None else value <= TEST_LEVEL for scorer, value in p.items()}
    testable, beyond = ([s for s in SCORERS if differs[s] in wanted] for wanted in ((True, False), (True,)))
    if not testable:
        return f"{TOO_FEW} {TEXTS[voice]}s have a word with a tone, so the papers cannot be compared."
    if len(testable) < len(SCORERS):
        answer = f"by {BEYOND_CHANCE}" if beyond else WITHIN_CHANCE
        return f"the papers differ **{answer}** on {testable[0]}’s word list; the other knows too few words."
    if not beyond:
        return f"the papers differ **{WITHIN_CHANCE}** on two word lists."
    if len(beyond) < len(SCORERS):
        return f"**not clear**: the papers differ by {BEYOND_CHANCE} on {beyond[0]}’s word list, but not on the other."
    lowest = sorted({_most_negative(comparison, voice, scorer) for scorer in SCORERS})
    if len(lowest) > 1:
        return f"**not clear**: the papers differ by {BEYOND_CHANCE} on two word lists, but in different ways."
    return (
        f"the papers differ **by {BEYOND_CHANCE}** on two word lists; on both, {italic(lowest[0])} has the lowest mean."
    )


def _most_negative(comparison: Comparison, voice: str, scorer: str) -> str:
    return str(_of_voice(comparison, voice, scorer).sort_values("mean", kind="stable")["paper"].iloc[0])


def _of_voice(comparison: Comparison, voice: str, scorer: str) -> pd.DataFrame:
    """The rows of `compared_tone` for a voice and a scorer: one for each paper with such texts."""
    sound = comparison.sound
    return sound[(sound["voice"] == voice) & (sound["scorer"] == scorer)]


def _p(comparison: Comparison, voice: str, scorer: str) -> float | None:
    """How often chance alone makes the papers differ as much by one scorer; None if a paper has too few texts."""
    rows, scores = _of_voice(comparison, voice, scorer), comparison.scores[voice]
    if len(rows) < len(comparison.papers) or rows["note"].notna().any():
        return None
    p, n = polarity.permutation_p(scores[scores["scorer"] == scorer], score="score")
    return None if p is None or 1 / n > TEST_LEVEL else p


def _by_list(comparison: Comparison, voice: str) -> str:
    by_scorer = {scorer: _of_voice(comparison, voice, scorer) for scorer in SCORERS}
    means = {scorer: "; ".join(_mean(row, voice) for row in records(rows)) for scorer, rows in by_scorer.items()}
    return " ".join(f"{scorer}: {words}." for scorer, words in means.items() if words)


def _mean(row: Any, voice: str) -> str:
    """ "The Post +0.12, from 9 known words in 6 of 16 sentences"."""
    extent = f"from {count(row.n_known, 'known word')} in {row.n_evidence} of {count(row.n_texts, TEXTS[voice])}"
    return f"{italic(row.paper)} {'too few' if pd.notna(row.note) else signed(row.mean)}, {extent}"


def byline(comparison: Comparison) -> str:
    """Each paper with its day, as plain text."""
    days = [answers.day_of(result.article) or "no date" for result in comparison.results]
    return " · ".join(f"{clean(paper)}, {day}" for paper, day in zip(comparison.papers, days, strict=True))
