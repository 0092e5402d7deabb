"""How far to trust what was found in an article: scores in words, each miss in its place, what no score can tell."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.articles.article import Article
from analysis.display import Html, count, short
from analysis.evaluation.labels import Labels
from analysis.evaluation.passages import Case
from analysis.evaluation.scoring import DETAILS, summary
from analysis.pipeline import Analysis
from analysis.report.findings import Prose, plain
from analysis.report.html import TINTS, Marking, excerpt, table
from analysis.tables import records
from analysis.validation import checked

FEW = 30  # labels below which the interval says more than the score
THINGS = {"quotes": "pieces of quotations", "contacts": "pairs in contact"}
NO_LABELS = "**There are no labels** of this article: how much of it was missed or mistaken is not known."
RIGHT = {"quotes": "with the right speaker", "contacts": "with the right mode and status"}
NOT_SO = ("wrong", "missing", "invented")
LABELLED, FOUND = f"background-color:{TINTS[0]};color:#000", "text-decoration:none;border-bottom:3px double #c04f00"
NO_MISS = "Nothing was missed, mistaken or found in excess."


@checked
def answer(labels: Labels, quotes: pd.DataFrame, contacts: pd.DataFrame) -> Prose:
    """How much of what was labelled was found, and how much of what was found is right, in counts and intervals."""
    if labels.quotes is None and labels.contacts is None:
        return Prose(f"{NO_LABELS} What can be said is how it fares on other texts, further down.")
    lines = []
    for name, labelled, scored in (("quotes", labels.quotes, quotes), ("contacts", labels.contacts, contacts)):
        if labelled is None:
            lines.append(f"- **{THINGS[name].capitalize()}**: not labelled.")
        elif scored.empty:
            lines.append(f"- **{THINGS[name].capitalize()}**: none was labelled, and none found.")
        else:
            lines.append(f"- **{THINGS[name].capitalize()}**: {_told(next(records(summary(scored))), RIGHT[name])}")
    return Prose("\n".join(lines))


@checked
def unseen(quotes: pd.DataFrame, contacts: pd.DataFrame, tones: pd.DataFrame) -> Prose:
    """How it fares on passages that nobody looked at while it was made: what to expect of another article."""
    lines = []
    for name, scored in (("quotes", quotes), ("contacts", contacts)):
        lines.append(f"- **{THINGS[name].capitalize()}**: {_told(next(records(summary(scored))), RIGHT[name])}")
    told = (f"{row.right} of {row.n} by {row.scorer}, macro-F1 {_interval(row, 'macro_f1')}" for row in records(tones))
    return Prose("\n".join([*lines, f"- **Tone** (negative, neutral, positive): right are {plain('; '.join(told))}."]))


def _told(row: Any, what: str) -> str:
    found = f"**{row.right} of {row.labelled}** labelled were found {what}, recall {_interval(row, 'recall')}"
    right = f"{row.right} of {row.found} found are right, precision {_interval(row, 'precision')}"
    few = f" With {count(row.labelled, 'label')} the interval says more than the score." if row.labelled < FEW else ""
    return f"{found}; {right}; F1 {_interval(row, 'f1')}.{few}"


def _interval(row: Any, score: str) -> str:
    value, low, high = (getattr(row, f"{score}{end}") for end in ("", "_low", "_high"))
    return "not known" if pd.isna(value) else f"{value:.2f} ({low:.2f} to {high:.2f})"


@checked
def with_intervals(scores: pd.DataFrame) -> Html:
    """A table of scores as a reader wants it: each with its interval in brackets in one cell.

    `scores` is what `scoring.summary`, `details` or `tones` gives.
    """
    shown = scores.copy()
    for score in [str(name)[:-4] for name in scores if str(name).endswith("_low")]:
        shown[score] = [_interval(row, score) for row in records(scores)]
    return table(shown.drop(columns=[name for name in shown if str(name).endswith(("_low", "_high"))]))


@checked
def agreement(quotes: pd.DataFrame, contacts: pd.DataFrame) -> Prose:
    """How far two labellers agree who did not know of each other's labels: nothing scored by labels can mean more."""
    parts = [(name, scored) for name, scored in (("quotes", quotes), ("contacts", contacts)) if len(scored)]
    if not parts:
        return Prose("The article was **not labelled twice**: how far two people would agree on it is not known.")
    lines = []
    for name, scored in parts:
        row = next(records(summary(scored)))
        counts = f"{row.labelled} by the first, {row.found} by the second, **{row.right} the same**"
        lines.append(f"- {THINGS[name].capitalize()}: {counts}; F1 {_interval(row, 'f1')}")
    return Prose("\n".join(lines))


@checked
def misses(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame) -> Html:
    """Everything that is not as labelled, in its paragraph: the label on blue, what was found underlined twice.

    `quotes` and `contacts` are the tables of `scoring.score_quotes` and `score_contacts`.
    """
    parts, words = [], []
    for title, row in [*sorted(_of_quotes(quotes), key=_start), *sorted(_of_contacts(contacts), key=_start)]:
        shown = _in_place(article, row)
        parts.append(f"<p>{escape(title)}</p>{''.join(part.source for part in shown)}")
        words.append("\n".join([title, *(part.words for part in shown)]))
    if parts:
        return Html("".join(parts), "\n\n".join(words))
    nothing = NO_MISS if len(quotes) + len(contacts) else "There is nothing to compare: no labels, or nothing in them."
    return Html(f"<p>{nothing}</p>", nothing)


@checked
def examples(cases: Sequence[Case], scored: pd.DataFrame, each: int = 2) -> Html:
    """What mistakes look like: the first of each kind among passages, as `misses` shows them.

    `scored` is what `passages.quotes` makes of the `cases`.
    """
    wrong = scored[scored["outcome"] != "right"].drop_duplicates(["passage", "outcome"])
    rows = wrong.groupby("outcome").head(each).sort_values("outcome", kind="stable")
    texts, nothing = {case["id"]: case["text"] for case in cases}, scored.head(0)
    articles = (Article(text=texts[name], article_id=name) for name in rows["passage"])
    shown = [misses(article, rows.iloc[[n]], nothing) for n, article in enumerate(articles)]
    if not shown:
        return Html(f"<p>{NO_MISS}</p>", NO_MISS)
    return Html("".join(part.source for part in shown), "\n\n".join(part.words for part in shown))


def _start(miss: tuple[str, Any]) -> int:
    """Where it stands, so that what was labelled one way and found another comes together."""
    starts = (miss[1].labelled_start, miss[1].found_start)
    return min(int(start) for start in starts if pd.notna(start))


def _of_quotes(scored: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    for row in records(scored[scored["outcome"] != "right"]):
        labelled, found = (f"{side}: {short(name)}" for side, name in _speakers(row))
        told = {"missed": labelled, "false alarm": found}.get(row.outcome, f"{labelled}; {found}")
        yield f"Quotation, {row.outcome}. Speaker {told}.", row


def _speakers(row: Any) -> list[tuple[str, Any]]:
    return [("labelled", row.labelled_speaker), ("found", row.found_speaker)]


def _of_contacts(scored: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    for row in records(scored):
        wrong = [f"{name} {getattr(row, name)}" for name in DETAILS if getattr(row, name) in NOT_SO]
        if row.outcome != "right" or wrong:
            what = ", ".join(wrong) if row.outcome == "right" else row.outcome
            yield f"Contact, {what}. {short(row.pair, 80)}, {row.mode}, {row.status}.", row


def _in_place(article: Article, row: Any) -> list[Html]:
    """The paragraph of the label and of the find, once if it is the same."""
    sides = {"labelled": ("mark", LABELLED), "found": ("u", FOUND)}
    spans: dict[int, list[Marking]] = {}
    for side, (tag, style) in sides.items():
        start, end = getattr(row, f"{side}_start"), getattr(row, f"{side}_end")
        if pd.notna(start):
            block = next((n for n, b in enumerate(article.blocks) if b.start <= start < b.end), -1)
            spans.setdefault(block, []).append(Marking(int(start), int(end), tag, style, f"<sup>[{side}]</sup>"))
    return [excerpt(article, together) for together in spans.values()]


@checked
def confusion(told: pd.DataFrame) -> pd.DataFrame:
    """How often each scorer finds which tone where which was labelled; from `passages.tones`.

    A row for each scorer and label: columns scorer, label, and the tones found.
    """
    counted = told.groupby(["scorer", "label", "found"], sort=False).size().unstack("found", fill_value=0)
    names = list(dict.fromkeys(told["scorer"]))
    order = pd.MultiIndex.from_product([names, ["negative", "neutral", "positive"]], names=["scorer", "label"])
    table = counted.reindex(order, fill_value=0).reindex(columns=["negative", "neutral", "positive"], fill_value=0)
    return table.add_prefix("found ").rename_axis(columns=None).reset_index()


@checked
def reasons(told: pd.DataFrame) -> pd.DataFrame:
    """Why the scorers miss their labels, as far as the words tell: a row a reason, a column a scorer, with counts."""
    wrong = told[told["why_wrong"].notna()]
    counted = wrong.groupby(["why_wrong", "scorer"]).size().unstack("scorer", fill_value=0)
    counted = counted.reindex(columns=list(dict.fromkeys(told["scorer"])), fill_value=0)
    order = counted.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return counted.loc[order].rename_axis(columns=None).reset_index()


@checked
def misread(told: pd.DataFrame, scorer: str, each: int = 2) -> pd.DataFrame:
    """The sentences that a scorer misreads most strongly, a few for each reason: from `passages.tones`.

    Columns: why_wrong, text, label, why (the labeller's reason), score, decided (the word that pulled most).
    """
    wrong = told[(told["scorer"] == scorer) & told["why_wrong"].notna()]
    wrong = wrong.assign(size=wrong["score"].abs()).sort_values(
        ["why_wrong", "size"], ascending=[True, False], kind="stable"
    )
    columns = ["why_wrong", "text", "label", "why", "score", "decided"]
    return wrong.groupby("why_wrong", sort=False).head(each)[columns].reset_index(drop=True)


@checked
def limits(result: Analysis) -> Prose:
    """What the article rests on: sources without a name, words relayed or retold, contacts without a day.

    >>> str(error_report.limits(result)).splitlines()[0]
    '- It is one article of India Today, 2022-03-07: what it leaves out is nowhere here.'
    """
    quotes, contacts = result.quotes.drop_duplicates("quote_id"), result.contacts.drop_duplicates("contact_id")
    named = set(result.mentions.loc[result.mentions["form"] == "name", "person"])
    n = len(quotes)
    lines = [f"- It is one article{_of(result.article)}: what it leaves out is nowhere here."]
    if n:
        speakers, via = (quotes[column].dropna() for column in ("speaker", "via"))
        nameless = sorted({*speakers, *via} - named)
        rest = (quotes["speaker"].isin(nameless) | quotes["via"].isin(nameless)).sum()
        who = f" ({', '.join(plain(name) for name in nameless[:5])}{', …' * (len(nameless) > 5)})" if nameless else ""
        kinds, without = quotes["kind"].value_counts(), n - len(speakers)
        unknown = f"; for {without} no speaker was found" if without else ""
        lines += [
            f"- **{rest} of {count(n, 'quotation')}** rest on sources without a name{who}; "
            f"{len(via)} are relayed by somebody else{unknown}.",
            f"- **{kinds.get('indirect', 0)} of {n}** are indirect, and so in the paper's own words; "
            f"{kinds.get('mixed', 0)} more are so in part. Those in quote marks may be translated.",
        ]
    if len(contacts):
        undated = (contacts["date_precision"] == "none").sum()
        relative = contacts["date_source"].isin(["relative", "publication"]).sum()
        lines.append(
            f"- Of {count(len(contacts), 'contact')} **{undated} without a day**; {relative} dated by counting from "
            f"the day of publication, which {_day(result.article)}."
        )
    return Prose("\n".join(lines))


def _of(article: Article) -> str:
    of = f" of {plain(article.source)}" if article.source else ""
    return of + (f", {article.published}" if article.published else ", of a day that is not known")


def _day(article: Article) -> str:
    if article.published is None:
        return "is not known"
    origin = article.origins.get("published", "given")
    return "the page itself states" if origin not in ("given", "metadata file") else "was given by whoever ran this"
