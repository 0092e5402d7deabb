"""Describe how far to trust an extraction: scores in sentences, every error in context, and what no score measures.

The sentences are Markdown for notebooks. Names and words from an article are escaped (`findings.plain`).
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.articles.article import Article
from analysis.display import Html, count, short
from analysis.evaluation.comparison import LABELLERS, NOT_LOOKED_AT, THIS_PROJECT
from analysis.evaluation.labels import Labels
from analysis.evaluation.passages import Case
from analysis.evaluation.scoring import CONTACT_DETAILS, DETAIL_ERRORS, TONES, summary
from analysis.pipeline import Analysis
from analysis.report.findings import Prose, plain, quotation_kinds
from analysis.report.html import STYLE_ELEMENT, TINTS, Marking, excerpt, note, table, tinted
from analysis.tables import is_possible, probable, records
from analysis.validation import checked

MIN_LABELS_FOR_SCORE = 30  # with fewer labels the interval is more informative than the score
MAX_SOURCES_NAMED = 5
ROW_NAMES = {"quotes": "pieces of quotations", "contacts": "pairs in contact"}  # the rows that are scored
NO_LABELS = "**There are no labels** for this article, so what was missed or wrong is not known."
RIGHT_CRITERIA = {"quotes": "with the right speaker", "contacts": "with the right mode and status"}
# Element and style for each side of a comparison: the label has a blue background, the extraction a double underline.
SIDE_MARKUP = {
    "labelled": ("mark", tinted(TINTS[0])),
    "found": ("u", "text-decoration:none;border-bottom:3px double #c04f00"),
}
NO_ERRORS = "Nothing was missed, and nothing is wrong."


@checked
def answer(labels: Labels, quotes: pd.DataFrame, contacts: pd.DataFrame) -> Prose:
    """Precision, recall and F1 on the article's labels, with counts and intervals, in sentences.

    Args:
        labels: The labels from `labels.read_labels`.
        quotes: The result of `scoring.score_quotes`.
        contacts: The result of `scoring.score_contacts`.
    """
    if labels.quotes is None and labels.contacts is None:
        return Prose(f"{NO_LABELS} The scores on other texts are what to expect.")
    lines = []
    for name, labelled, scored in (("quotes", labels.quotes, quotes), ("contacts", labels.contacts, contacts)):
        if labelled is None:
            text = "not labelled."
        elif scored.empty:
            text = "none was labelled, and none found."
        else:
            text = _scores_in_words(scored, RIGHT_CRITERIA[name])
        lines.append(f"- **{ROW_NAMES[name].capitalize()}**: {text}")
    return Prose("\n".join(lines))


@checked
def outside(figures: pd.DataFrame) -> Prose:
    """Scores on texts whose errors nobody has inspected: this project's, the best other system’s, people’s agreement.

    Args:
        figures: The result of `comparison.elsewhere`.

    >>> str(error_report.outside(comparison.elsewhere())).splitlines()[0].partition(":")[0]
    '- **Quotations**, PolNeAR, test part'
    """
    unseen = figures[(figures["looked_at"] == NOT_LOOKED_AT) & (figures["kind"] == "all")]
    same_texts = unseen.groupby(["task", "passages", "measure"], sort=False)
    lines = [_outside_in_words(rows) for _, rows in same_texts if (rows["system"] == THIS_PROJECT).any()]
    return Prose("\n".join(lines) or "No scores on other texts are known.")


def _outside_in_words(rows: pd.DataFrame) -> str:
    """ "- **Contacts**, 40 articles: F1 **0.50** (0.40 to 0.60); another tool 0.40; two labellers agree at 0.80." """
    by_system = rows.set_index("system")["value"]
    own = next(records(rows[rows["system"] == THIS_PROJECT]))
    interval = f" ({own.low:.2f} to {own.high:.2f})" if pd.notna(own.low) else ""
    others = by_system.drop([THIS_PROJECT, LABELLERS], errors="ignore").sort_values(ascending=False, kind="stable")
    parts = [f"{plain(own.measure)} **{own.value:.2f}**{interval}"]
    parts += [f"{plain(name)} {value:.2f}" for name, value in others.head(1).items()]
    parts += [f"two labellers agree at {by_system[LABELLERS]:.2f}"] if LABELLERS in by_system else []
    return f"- **{own.task.capitalize()}**, {plain(own.passages)}: {'; '.join(parts)}."


@checked
def unseen(quotes: pd.DataFrame, contacts: pd.DataFrame, tones: pd.DataFrame) -> Prose:
    """Scores on the held-out passages, in sentences: what to expect of an article without labels.

    Args:
        quotes: The result of `passages.quotes`.
        contacts: The result of `passages.contacts`.
        tones: The result of `scoring.tones`.
    """
    lines = []
    for name, scored in (("quotes", quotes), ("contacts", contacts)):
        lines.append(f"- **{ROW_NAMES[name].capitalize()}**: {_scores_in_words(scored, RIGHT_CRITERIA[name])}")
    by_scorer = "; ".join(
        f"{row.right} of {row.n} by {row.scorer}, macro-F1 {_interval(row, 'macro_f1')}" for row in records(tones)
    )
    return Prose("\n".join([*lines, f"- **Tone** (negative, neutral, positive), right: {plain(by_scorer)}."]))


def _scores_in_words(scored: pd.DataFrame, criteria: str) -> str:
    """Recall, precision and F1 of a table of outcomes; `criteria` says which rows count as right."""
    row = next(records(summary(scored)))
    recall = f"**{row.right} of {row.labelled}** labelled were found {criteria}, recall {_interval(row, 'recall')}"
    precision = f"{row.right} of {row.found} found are right, precision {_interval(row, 'precision')}"
    warning = ""
    if row.labelled < MIN_LABELS_FOR_SCORE:
        warning = f" With {count(row.labelled, 'label')}, trust the interval more than the score."
    return f"{recall}; {precision}; F1 {_interval(row, 'f1')}.{_surer_in_words(scored)}{warning}"


def _surer_in_words(scored: pd.DataFrame) -> str:
    """The precision of the contacts that are not only possible; "" if no contact is."""
    unsure = is_possible(scored)
    if not unsure.any():
        return ""
    row = next(records(summary(scored[~unsure])))
    surer = f"{row.right} of {row.found} are right, precision {_interval(row, 'precision')}"
    return f" Without the possible ones, {surer}."


def _interval(row: Any, score: str) -> str:
    """A score and its interval: "0.90 (0.74 to 0.97)"."""
    value, low, high = (getattr(row, f"{score}{end}") for end in ("", "_low", "_high"))
    return "not known" if pd.isna(value) else f"{value:.2f} ({low:.2f} to {high:.2f})"


@checked
def with_intervals(scores: pd.DataFrame) -> Html:
    """A table of scores in HTML, with each score and its interval in one cell.

    Args:
        scores: The result of `scoring.summary`, `scoring.details` or `scoring.tones`.
    """
    shown = scores.copy()
    for score in [str(name)[:-4] for name in scores if str(name).endswith("_low")]:
        shown[score] = [_interval(row, score) for row in records(scores)]
    return table(shown.drop(columns=[name for name in shown if str(name).endswith(("_low", "_high"))]))


@checked
def agreement(quotes: pd.DataFrame, contacts: pd.DataFrame) -> Prose:
    """How far two independent labellers agree, in sentences: an upper limit for what scores can mean.

    Args:
        quotes: The result of `scoring.score_quotes`, with the second labeller's table in the extraction's place.
        contacts: The same for `scoring.score_contacts`.
    """
    parts = [(name, scored) for name, scored in (("quotes", quotes), ("contacts", contacts)) if len(scored)]
    if not parts:
        return Prose("The article was **not labelled twice**, so how far two people would agree on it is not known.")
    lines = []
    for name, scored in parts:
        row = next(records(summary(scored)))
        counts = f"{row.labelled} by the first, {row.found} by the second, **{row.right} the same**"
        lines.append(f"- {ROW_NAMES[name].capitalize()}: {counts}; F1 {_interval(row, 'f1')}")
    return Prose("\n".join(lines))


@checked
def misses(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame) -> Html:
    """Every error in its paragraph, with the label on blue and the extraction underlined twice.

    Args:
        article: The article.
        quotes: The result of `scoring.score_quotes`.
        contacts: The result of `scoring.score_contacts`.
    """
    parts, words = [], []
    errors = [*sorted(_quote_errors(quotes), key=_start), *sorted(_contact_errors(contacts), key=_start)]
    for title, row in errors:
        excerpts = _excerpts(article, row)
        parts.append(f"<p>{escape(title)}</p>{''.join(part.source for part in excerpts)}")
        words.append("\n".join([title, *(part.words for part in excerpts)]))
    if parts:
        return Html("".join([STYLE_ELEMENT, *parts]), "\n\n".join(words))
    if len(quotes) + len(contacts):
        return Html(f"<p>{NO_ERRORS}</p>", NO_ERRORS)
    nothing = "There is nothing to compare: there are no labels, or they are empty."
    return Html(f"<p>{nothing}</p>", nothing)


@checked
def examples(cases: Sequence[Case], scored: pd.DataFrame, each: int = 2) -> Html:
    """Examples of errors in quotations: the first of each kind among passages, shown as `misses` shows them.

    Args:
        cases: The passages.
        scored: The result of `passages.quotes` for them.
        each: The number of examples per kind of error, from different passages.
    """
    wrong = scored[scored["outcome"] != "right"].drop_duplicates(["passage", "outcome"])
    rows = wrong.groupby("outcome").head(each).sort_values("outcome", kind="stable")
    texts, no_contacts = {case["id"]: case["text"] for case in cases}, scored.head(0)
    articles = (Article(text=texts[name], article_id=name) for name in rows["passage"])
    shown = [misses(article, rows.iloc[[n]], no_contacts) for n, article in enumerate(articles)]
    if not shown:
        return Html(f"<p>{NO_ERRORS}</p>", NO_ERRORS)
    return Html("".join(part.source for part in shown), "\n\n".join(part.words for part in shown))


def _start(error: tuple[str, Any]) -> int:
    """The first offset of an error, which sorts a missed label next to the extraction that took its place."""
    starts = (error[1].labelled_start, error[1].found_start)
    return min(int(start) for start in starts if pd.notna(start))


def _quote_errors(scored: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    """Title and row of each segment whose outcome is not right."""
    for row in records(scored[scored["outcome"] != "right"]):
        label, extraction = f"labelled: {short(row.labelled_speaker)}", f"found: {short(row.found_speaker)}"
        speakers = {"missed": label, "false alarm": extraction}.get(row.outcome, f"{label}; {extraction}")
        yield f"Quotation, {row.outcome}. Speaker {speakers}.", row


def _contact_errors(scored: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    """Title and row of each pair whose outcome is not right, or that has a detail that is not."""
    for row in records(scored):
        wrong = [f"{name} {getattr(row, name)}" for name in CONTACT_DETAILS if getattr(row, name) in DETAIL_ERRORS]
        if row.outcome != "right" or wrong:
            error = ", ".join(wrong) if row.outcome == "right" else row.outcome
            yield f"Contact, {error}. {short(row.pair, 80)}, {row.mode}, {row.status}.", row


def _excerpts(article: Article, row: Any) -> list[Html]:
    """The paragraphs of the label and of the extraction, with both marked; one if they are in the same paragraph."""
    markings: dict[int, list[Marking]] = {}  # by the number of the paragraph
    for side, (tag, style) in SIDE_MARKUP.items():
        start, end = getattr(row, f"{side}_start"), getattr(row, f"{side}_end")
        if pd.notna(start):
            block = next((n for n, b in enumerate(article.blocks) if b.start <= start < b.end), -1)
            markings.setdefault(block, []).append(Marking(int(start), int(end), tag, style, note(f"[{side}]")))
    return [excerpt(article, together) for together in markings.values()]


@checked
def confusion(scored: pd.DataFrame) -> pd.DataFrame:
    """Confusion matrices of the scorers.

    Args:
        scored: The result of `passages.tones`.

    Returns:
        One row per scorer and labelled tone. Columns: scorer, label, and the counts found negative, found neutral and
        found positive.
    """
    counted = scored.groupby(["scorer", "label", "found"], sort=False).size().unstack("found", fill_value=0)
    scorers = list(dict.fromkeys(scored["scorer"]))
    order = pd.MultiIndex.from_product([scorers, TONES], names=["scorer", "label"])
    table = counted.reindex(order, fill_value=0).reindex(columns=list(TONES), fill_value=0)
    return table.add_prefix("found ").rename_axis(columns=None).reset_index()


@checked
def reasons(scored: pd.DataFrame) -> pd.DataFrame:
    """Count why the scorers miss their labels, judged by the words they scored.

    Args:
        scored: The result of `passages.tones`.

    Returns:
        One row per reason, most frequent first. Columns: why_wrong, and one per scorer with counts.
    """
    wrong = scored[scored["why_wrong"].notna()]
    counted = wrong.groupby(["why_wrong", "scorer"]).size().unstack("scorer", fill_value=0)
    counted = counted.reindex(columns=list(dict.fromkeys(scored["scorer"])), fill_value=0)
    order = counted.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return counted.loc[order].rename_axis(columns=None).reset_index()


@checked
def misread(scored: pd.DataFrame, scorer: str, each: int = 2) -> pd.DataFrame:
    """The sentences that a scorer misreads most strongly.

    Args:
        scored: The result of `passages.tones`.
        scorer: The scorer's name.
        each: The number of sentences per reason.

    Returns:
        Columns: why_wrong, text, label, why (the labeller's reason), score, decided (the word that contributed most).
    """
    wrong = scored[(scored["scorer"] == scorer) & scored["why_wrong"].notna()]
    wrong = wrong.assign(size=wrong["score"].abs()).sort_values(
        ["why_wrong", "size"], ascending=[True, False], kind="stable"
    )
    columns = ["why_wrong", "text", "label", "why", "score", "decided"]
    return wrong.groupby("why_wrong", sort=False).head(each)[columns].reset_index(drop=True)


@checked
def limits(result: Analysis) -> Prose:
    """The evidence that the extraction from this article rests on, in sentences.

    Counts sources without a name, relayed and indirect quotations, and contacts without a day.

    >>> str(error_report.limits(result)).splitlines()[0]
    '- It is one article from India Today, 2022-03-07; what it leaves out is missing here, too.'
    """
    quotes = result.quotes.assign(kind=quotation_kinds(result.quotes)).drop_duplicates("quote_id")
    contacts = probable(result.contacts).drop_duplicates("contact_id")
    lines = [f"- It is one article{_source_and_day(result.article)}; what it leaves out is missing here, too."]
    if len(quotes):
        named = set(result.mentions.loc[result.mentions["form"] == "name", "person"])
        lines += _limits_of_quotes(quotes, named)
    if len(contacts):
        vague = contacts["date_precision"].ne("day").sum()
        counted = (
            contacts["date_source"].isin(["relative", "publication"]) & contacts["date_precision"].eq("day")
        ).sum()
        lines.append(
            f"- **{vague} of {count(len(contacts), 'contact')}** cannot be dated to the day; the day of {counted} was "
            f"worked out from the day of publication, which {_origin_of_day(result.article)}."
        )
    return Prose("\n".join(lines))


def _limits_of_quotes(quotes: pd.DataFrame, named: set[str]) -> list[str]:
    """Sentences on sources without a name, relays and indirect quotations.

    Args:
        quotes: One row per quotation.
        named: Everybody whom the article mentions by name.
    """
    n = len(quotes)
    speakers, via = (quotes[column].dropna() for column in ("speaker", "via"))
    nameless = sorted({*speakers, *via} - named)
    n_nameless = (quotes["speaker"].isin(nameless) | quotes["via"].isin(nameless)).sum()
    names = ", ".join(plain(name) for name in nameless[:MAX_SOURCES_NAMED])
    more = ", …" if len(nameless) > MAX_SOURCES_NAMED else ""
    in_brackets = f" ({names}{more})" if nameless else ""
    kinds, n_unknown = quotes["kind"].value_counts(), n - len(speakers)
    unknown = f"; {n_unknown} have no known speaker" if n_unknown else ""
    return [
        f"- **{n_nameless} of {count(n, 'quotation')}** rest on unnamed sources{in_brackets}; "
        f"{len(via)} are relayed by somebody else{unknown}.",
        f"- **{kinds.get('indirect', 0)} of {n}** are indirect, in the paper's own words; "
        f"{kinds.get('mixed', 0)} more are partly so. Words in quote marks may be translated.",
    ]


def _source_and_day(article: Article) -> str:
    source = f" from {plain(article.source)}" if article.source else ""
    return source + (f", {article.published}" if article.published else ", of unknown date")


def _origin_of_day(article: Article) -> str:
    if article.published is None:
        return "is not known"
    origin = article.origins.get("published", "given")
    return "the page itself states" if origin not in ("given", "metadata file") else "was entered by hand"
