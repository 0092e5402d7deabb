"""Score the extraction against labels, or one labeller against another: precision, recall and F1, error by error.

A segment of a quotation is right if its words overlap those labelled (Jaccard index of at least 0.8) and its speaker
is the same. A contact is right if pair, mode and status are the same; meeting and visit match each other, and
unspecified matches every mode. A label of tone is met if the score has its sign.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from analysis import vocabulary
from analysis.frequency.public_record import same_person
from analysis.frequency.rates import pair_label
from analysis.people.names import country_of
from analysis.statistics import CONFIDENCE_LEVEL
from analysis.tables import UNSPECIFIED, modes_agree
from analysis.validation import checked

MIN_JACCARD = 0.8  # overlap in words from which two segments are the same
TONES = ("negative", "neutral", "positive")
BOOTSTRAP_RESAMPLES = 2000
# The details of a contact, each with the columns that state it; the first column says whether it is stated at all.
CONTACT_DETAILS = {
    "date": ("date_start", "date_end", "date_precision"),
    "duration": ("duration_min",),
    "initiator": ("initiator",),
    "place": ("place",),
}
DETAIL_ERRORS = ("wrong", "missing", "invented")
POSITION_COLUMNS = ("labelled_start", "labelled_end", "found_start", "found_end")
SCORED_QUOTE_COLUMNS = (
    "outcome",
    "kind",
    "labelled",
    "labelled_speaker",
    "found",
    "found_speaker",
    *POSITION_COLUMNS,
)
SCORED_WORLD_CONTACT_COLUMNS = ("outcome", "pair", "date", "mode", "status", "disagree", "articles")
SCORED_CONTACT_COLUMNS = ("outcome", "pair", "mode", "status", *CONTACT_DETAILS, *POSITION_COLUMNS, "possible")
OVERLAP_WORD = re.compile(r"\w+")  # words as the Jaccard index counts them
DETERMINER = re.compile(rf"^(?:{'|'.join(sorted(vocabulary.evaluation().determiners))}) ")  # "the spokesman"
DESCRIPTION = re.compile(rf" (?:{'|'.join(sorted(vocabulary.evaluation().descriptions))}) ")  # "spokesman for …"
Row = dict[Hashable, Any]
Pair = tuple[Row | None, Row | None]  # a label and the extracted row that matches it


@checked
def score_quotes(extracted: pd.DataFrame | None, labelled: pd.DataFrame | None, text: str) -> pd.DataFrame:
    """Compare extracted with labelled segments of quotations.

    Args:
        extracted: Segments with the columns start, end, text, kind and speaker; None if there are none to compare.
        labelled: The labels, with the same columns; None if the article was not labelled.
        text: The article's text, which start and end refer to.

    Returns:
        One row per labelled or extracted segment: outcome (right, wrong speaker, missed, false alarm), kind (the
        label's, if there is one), labelled, labelled_speaker, found, found_speaker, and the start and end of both. No
        rows if either table is None.

    >>> extracted, labelled = result.quotes.iloc[:3], result.quotes.iloc[1:4]
    >>> scoring.score_quotes(extracted, labelled, article.text)["outcome"].tolist()
    ['right', 'right', 'missed', 'false alarm']
    """

    def overlap(label: Row, extraction: Row) -> float:
        return _jaccard(_tokens(text, label), _tokens(text, extraction))

    rows = []
    for label, extraction in _match(labelled, extracted, ("start", "end", "text", "speaker"), overlap, MIN_JACCARD):
        right = label and extraction and same_speaker(extraction["speaker"], label["speaker"])
        rows.append(
            {"outcome": _outcome(label, extraction, "right" if right else "wrong speaker")}
            | {"kind": _either(label, extraction, "kind")}
            | {"labelled": label and label["text"], "labelled_speaker": label and label["speaker"]}
            | {"found": extraction and extraction["text"], "found_speaker": extraction and extraction["speaker"]}
            | _positions(label, extraction)
        )
    return _frame(rows, SCORED_QUOTE_COLUMNS)


@checked
def score_contacts(extracted: pd.DataFrame | None, labelled: pd.DataFrame | None) -> pd.DataFrame:
    """Compare extracted with labelled contacts, pair by pair.

    Args:
        extracted: Contacts as in the table `contacts`; None if there are none to compare.
        labelled: The labels; None if the article was not labelled. A detail without a column here is not compared.

    Returns:
        One row per labelled or extracted pair: outcome (right, missed, false alarm), pair, mode, status, date,
        duration, initiator, place, the start and end of both, and possible (whether the extraction is only possible;
        it counts all the same). The four details are right, wrong, missing or invented where the pair is right, and
        empty where neither side states them. No rows if either table is None.
    """
    rows = []
    required = ("actor", "recipient", "mode", "status")
    for label, extraction in _match(labelled, extracted, required, _contact_similarity, 1.0):
        fields = {column: _either(label, extraction, column) for column in required}
        pair = pair_label(fields.pop("actor"), fields.pop("recipient"))
        details = _compare_details(label, extraction) if label and extraction else {}
        row = {"outcome": _outcome(label, extraction, "right"), "pair": pair}
        possible = {"possible": extraction and extraction.get("possible")}
        rows.append(row | fields | details | _positions(label, extraction) | possible)
    return _frame(rows, SCORED_CONTACT_COLUMNS)


@checked
def score_world_contacts(
    extracted: pd.DataFrame, labelled: pd.DataFrame, persons: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Compare the contacts of a corpus with labelled ones, by pair and day.

    Contacts without a day, or of several days, are not compared.

    Args:
        extracted: The table `world_contacts`.
        labelled: The labels, with the columns actor, recipient, date, mode, status, disagree (the facts on which
            articles disagree, like "date, mode"; missing for none) and articles.
        persons: Name → person, for names that differ between the tables; a name it does not contain stays.

    Returns:
        One row per labelled or extracted contact: outcome (right, missed, false alarm), pair, date, articles (the
        label's, if there is one), and mode, status, disagree, which are right, wrong, missing or invented where pair
        and day are right, and empty where neither side states them.
    """
    facts = ["mode", "status", "disagree", "articles"]
    days = extracted["date_start"].where(extracted["date_start"] == extracted["date_end"])
    tables = (
        table[["actor", "recipient", *facts]].assign(date=pd.to_datetime(day)).dropna(subset=["date"])
        for table, day in ((labelled, labelled["date"]), (extracted, days))
    )
    labels, extractions = (_with_persons(table, persons or {}) for table in tables)
    rows = []
    for label, extraction in _match(labels, extractions, ("pair", "date"), _world_contact_similarity, 1.0):
        facts_right = _compare_facts(label, extraction) if label and extraction else {}
        either = {column: _either(label, extraction, column) for column in ("pair", "date", "articles")}
        rows.append({"outcome": _outcome(label, extraction, "right")} | either | facts_right)
    return pd.DataFrame(rows, columns=list(SCORED_WORLD_CONTACT_COLUMNS), dtype=object)


def _with_persons(table: pd.DataFrame, persons: Mapping[str, str]) -> pd.DataFrame:
    """The table with the label of each pair, named as in `persons`."""
    sides = ([persons.get(name, name) for name in table[side]] for side in ("actor", "recipient"))
    return table.assign(pair=[pair_label(*pair) for pair in zip(*sides, strict=True)])


def _world_contact_similarity(label: Row, extraction: Row) -> float:
    """0 for another pair or day; otherwise at least 1, and the more, the more facts are right."""
    if (label["pair"], label["date"]) != (extraction["pair"], extraction["date"]):
        return 0.0
    return 1.0 + sum(outcome in (None, "right") for outcome in _compare_facts(label, extraction).values())


def _compare_facts(label: Row, extraction: Row) -> dict[str, str | None]:
    """The outcome for mode, status and disagreement of two contacts of one pair and day."""
    outcomes = {fact: _compare_detail(label, extraction, (fact,)) for fact in ("mode", "status", "disagree")}
    if UNSPECIFIED not in (label["mode"], extraction["mode"]) and modes_agree(label["mode"], extraction["mode"]):
        outcomes["mode"] = "right"  # a visit is a meeting
    return outcomes


@checked
def contact_outcomes(extracted: pd.DataFrame, labelled: pd.DataFrame, optional: pd.DataFrame) -> list[str | None]:
    """Whether each extracted pair is right: its parties, mode and status are those of a label.

    Args:
        extracted: Contacts as in the table `contacts`.
        labelled: The labels, with the columns actor, recipient, mode and status, and, each optionally with a list of
            alternatives that are right as well, actor_also, recipient_also and status_also.
        optional: In the same columns, the pairs that may count as a contact or not.

    Returns:
        For each extracted row "right", "false alarm", or None for a pair that only `optional` has.
    """
    labels, extractions = labelled.to_dict("records"), extracted.to_dict("records")
    matched = set(_partners(labels, extractions, _contact_similarity, 1.0).values())
    allowed = optional.to_dict("records")
    return [
        "right" if n in matched else None if any(_contact_similarity(x, row) for x in allowed) else "false alarm"
        for n, row in enumerate(extractions)
    ]


@checked
def summary(scored: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Precision, recall and F1 with their counts and 95% intervals.

    The intervals are Wilson's (1927); the one for F1 is his interval of right / (labelled or found), of which F1 is a
    function (the "indirect" method of Lam, Gopal and Qian 2023, arXiv 2309.14621). They treat rows as independent.
    Those of one article are not quite, so the true uncertainty is at least as large.

    Args:
        scored: A table with a column `outcome`, as `score_quotes` and `score_contacts` return.
        by: The column to group by; None for all rows together.

    Returns:
        One row, or one per value of `by`, most labels first. Columns: `by`, labelled, found, right, and precision,
        recall and f1, each with _low and _high; missing where nothing was labelled or found.

    >>> scored = scoring.score_contacts(extracted=result.contacts.iloc[:3], labelled=result.contacts.iloc[:4])
    >>> scoring.summary(scored)[["labelled", "found", "right", "recall"]].values.tolist()
    [[4.0, 3.0, 3.0, 0.75]]
    """
    groups = scored.groupby(by) if by else [(None, scored)]
    rows = [({by: name} if by else {}) | _counts(group["outcome"]) for name, group in groups]
    table = pd.DataFrame(rows, columns=[*([by] if by else []), "labelled", "found", "right"])
    for score, out_of in (("precision", table["found"]), ("recall", table["labelled"])):
        table[[score, f"{score}_low", f"{score}_high"]] = _shares(table["right"], out_of)
    table[["f1", "f1_low", "f1_high"]] = f1_scores(table)
    return table.sort_values("labelled", ascending=False, kind="stable", ignore_index=True)


@checked
def details(scored: pd.DataFrame) -> pd.DataFrame:
    """How often each detail of a correctly extracted contact is right too.

    Args:
        scored: The table that `score_contacts` returns.

    Returns:
        One row each for date, duration, initiator and place. Columns: detail, stated (labels that state it), right,
        wrong, missing, invented (extracted but not labelled), recall (right / stated), recall_low and recall_high
        (Wilson's 95% interval).
    """
    counts = [scored[detail].value_counts() for detail in CONTACT_DETAILS]
    outcomes = ("right", *DETAIL_ERRORS)
    rows = [{outcome: int(count.get(outcome, 0)) for outcome in outcomes} for count in counts]
    table = pd.DataFrame(rows, columns=list(outcomes))
    table.insert(0, "detail", list(CONTACT_DETAILS))
    table.insert(1, "stated", table[["right", "wrong", "missing"]].sum(axis=1))
    table[["recall", "recall_low", "recall_high"]] = _shares(table["right"], table["stated"])
    return table


@checked
def tones(scored: pd.DataFrame) -> pd.DataFrame:
    """How often each scorer meets the labels of tone.

    Macro-F1 is the mean of the F1 of negative, neutral and positive. Its 95% interval is the bootstrap percentile
    interval over the texts, with 2,000 resamples and seed 0 (Efron and Tibshirani 1993).

    Args:
        scored: A table with the columns scorer, label and found (negative, neutral or positive), as `passages.tones`
            returns.

    Returns:
        One row per scorer. Columns: scorer, n, right, macro_f1, macro_f1_low, macro_f1_high.
    """
    rows = []
    for scorer, group in scored.groupby("scorer", sort=False):
        label, assigned = (
            group[column].to_numpy()[None, :] == np.array(TONES)[:, None] for column in ("label", "found")
        )
        n = len(group)
        resamples = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=BOOTSTRAP_RESAMPLES)
        tail = 50 * (1 - CONFIDENCE_LEVEL)
        low, high = np.percentile(_macro_f1(label, assigned, resamples), [tail, 100 - tail])
        estimate = float(_macro_f1(label, assigned, np.ones((1, n)))[0])
        right = int((label & assigned).sum())
        bounds = {"macro_f1_low": low, "macro_f1_high": high}
        rows.append({"scorer": scorer, "n": n, "right": right, "macro_f1": estimate} | bounds)
    return pd.DataFrame(rows, columns=["scorer", "n", "right", "macro_f1", "macro_f1_low", "macro_f1_high"])


def _macro_f1(label: np.ndarray, assigned: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Macro-F1 of each resample; the F1 of a tone that does not occur is 0.

    Args:
        label: Booleans, tones × texts: whether the text is labelled with the tone.
        assigned: The same for the scorer's tone.
        weights: Counts, resamples × texts: how often each text is drawn.
    """
    both, total = weights @ (label & assigned).T, weights @ label.T + weights @ assigned.T
    means: np.ndarray = (2 * both / np.maximum(total, 1)).mean(axis=1)
    return means


def same_speaker(name: Any, label: Any) -> bool:
    """Whether an extracted speaker is the labelled one.

    Unlike `public_record.same_person`, for which a shorter name matches a longer one that ends with it, this requires
    the whole name, since labels give the fullest name in the article: "Lee" is not "Ann Lee". It also compares sources
    without a name, and groups. It ignores capitals, punctuation, spaces, a leading "the" or "his", and the order around
    "and". For a source without a name, "spokesman for the port" matches the label "spokesman".

    >>> same_speaker("The Kremlin", "Kremlin"), same_speaker("Lee", "Ann Lee")
    (True, False)
    >>> same_speaker("spokesman for the port", "spokesman")
    True
    """
    if pd.isna(name) or pd.isna(label):
        return bool(pd.isna(name) and pd.isna(label))
    if _group_members(name) == _group_members(label):
        return True
    head = DESCRIPTION.split(name)[0]
    return bool(label[0].islower() and _normalised(head) == _normalised(label))


def _group_members(name: str) -> set[str]:
    """The normalised names that "and" joins: "Ann Lee and Bob Ray" has two."""
    return {_normalised(part) for part in name.split(" and ")}


def _normalised(name: str) -> str:
    """The name's letters in lower case, without a leading determiner: "The U.N. envoy" gives "unenvoy"."""
    return re.sub(r"\W", "", DETERMINER.sub("", name.casefold()))


def f1_scores(counts: pd.DataFrame) -> np.ndarray:
    """F1 with its interval, as in `summary`, an array of rows × (F1, low, high), from counts labelled, found, right."""
    shares = _shares(counts["right"], counts["labelled"] + counts["found"] - counts["right"])
    return np.asarray(2 * shares / (1 + shares))


def _shares(right: pd.Series, out_of: pd.Series) -> np.ndarray:
    """right / out_of with Wilson's interval, an array of rows × (share, low, high); NaN where out_of is 0."""
    n = out_of.mask(out_of == 0).to_numpy(float)
    with np.errstate(invalid="ignore"):
        low, high = proportion_confint(right.to_numpy(float), n, alpha=1 - CONFIDENCE_LEVEL, method="wilson")
    share = right.to_numpy(float) / n
    # Rounding must not move a bound past the share itself.
    return np.column_stack([share, np.minimum(low, share), np.maximum(high, share)])


def _counts(outcomes: pd.Series) -> dict[str, int]:
    n = outcomes.value_counts()
    right, wrong = int(n.get("right", 0)), int(n.get("wrong speaker", 0))
    missed, false_alarms = int(n.get("missed", 0)), int(n.get("false alarm", 0))
    return {"labelled": right + wrong + missed, "found": right + wrong + false_alarms, "right": right}


def _match(
    labelled: pd.DataFrame | None,
    extracted: pd.DataFrame | None,
    required: Sequence[str],
    similarity: Callable[[Row, Row], float],
    threshold: float,
) -> Iterator[Pair]:
    """Match labels with extracted rows one to one; a row without a partner is paired with None.

    Labels come first, in their order, then the extracted rows that match no label. Nothing if either table is None.
    """
    if labelled is None or extracted is None:
        return
    for table in (labelled, extracted):
        for column in required:
            table[column]  # raises KeyError, which `checked` turns into a message that names the column
    labels, extractions = labelled.to_dict("records"), extracted.to_dict("records")
    partners = _partners(labels, extractions, similarity, threshold)
    for i, label in enumerate(labels):
        yield label, extractions[partners[i]] if i in partners else None
    matched = set(partners.values())
    yield from ((None, extraction) for j, extraction in enumerate(extractions) if j not in matched)


def _partners(
    labels: Sequence[Row], extractions: Sequence[Row], similarity: Callable[[Row, Row], float], threshold: float
) -> dict[int, int]:
    """The index of the extracted row for each matched label, chosen greedily: the most similar pairs first."""
    candidates = sorted((-similarity(x, y), i, j) for i, x in enumerate(labels) for j, y in enumerate(extractions))
    partners: dict[int, int] = {}
    matched: set[int] = set()
    for negative_similarity, i, j in candidates:
        if -negative_similarity >= threshold and i not in partners and j not in matched:
            partners[i] = j
            matched.add(j)
    return partners


def _outcome(label: Row | None, extraction: Row | None, both: str) -> str:
    if label and extraction:
        return both
    return "missed" if label else "false alarm"


def _either(label: Row | None, extraction: Row | None, column: str) -> Any:
    """The label's value of a column, or the extracted one if the label has none."""
    values = ((row or {}).get(column) for row in (label, extraction))
    return next((value for value in values if pd.notna(value)), None)


def _positions(label: Row | None, extraction: Row | None) -> dict[str, Any]:
    sides = {"labelled": label or {}, "found": extraction or {}}
    return {f"{side}_{end}": row.get(end) for side, row in sides.items() for end in ("start", "end")}


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return table.astype(dict.fromkeys(POSITION_COLUMNS, "Int64"))


def _tokens(text: str, row: Row) -> frozenset[int]:
    """The starts of the words in a segment."""
    return frozenset(m.start() for m in OVERLAP_WORD.finditer(text, row["start"], row["end"]))


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _contact_similarity(label: Row, extraction: Row) -> float:
    """0 if the contacts differ; otherwise more than 1, and the more, the fewer of their details disagree."""
    same = _same_pair(label, extraction) and modes_agree(label["mode"], extraction["mode"])
    if not same or extraction["status"] not in _values(label, "status"):
        return 0.0
    return 1.0 + 1 / (1 + sum(outcome in DETAIL_ERRORS for outcome in _compare_details(label, extraction).values()))


def _same_pair(label: Row, extraction: Row) -> bool:
    """Whether both have the same two parties, in either order."""
    actor, recipient = _values(label, "actor"), _values(label, "recipient")
    return any(
        _is_any_of(extraction["actor"], names) and _is_any_of(extraction["recipient"], others)
        for names, others in ((actor, recipient), (recipient, actor))
    )


def _values(label: Row, column: str) -> list[Any]:
    """The label's value of a column, and its alternatives."""
    also = label.get(f"{column}_also")
    return [label[column], *(also if isinstance(also, list | tuple) else ())]


def _is_any_of(name: Any, names: Sequence[Any]) -> bool:
    return any(same_person(name, other) or _same_country(name, other) for other in names)


def _same_country(name: str, other: str) -> bool:
    """Whether both are names of one country: "U.K." and "Britain", but not "British"."""
    one, two = (country_of(tuple(words.split())) for words in (name, other))
    return one is not None and two is not None and one == two and one.form == "name"


def _compare_details(label: Row, extraction: Row) -> dict[str, str | None]:
    """The outcome for each detail that the labels have a column for."""
    compared = {name: columns for name, columns in CONTACT_DETAILS.items() if columns[0] in label}
    return {name: _compare_detail(label, extraction, columns) for name, columns in compared.items()}


def _compare_detail(
    label: Mapping[Hashable, Any], extraction: Mapping[Hashable, Any], columns: tuple[str, ...]
) -> str | None:
    """right, wrong, missing or invented; None if neither side states the detail."""
    in_label, in_extraction = (pd.notna(row[columns[0]]) for row in (label, extraction))
    if in_label and in_extraction:
        equal = all(_equal(label[column], extraction[column]) for column in columns if column in label)
        return "right" if equal else "wrong"
    if in_label:
        return "missing"
    return "invented" if in_extraction else None


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        return a == b or same_person(a, b)
    return bool((pd.isna(a) and pd.isna(b)) or a == b)
