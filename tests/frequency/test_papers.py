"""What one paper has and the others have not, in tables and in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from weekly import contact

from analysis import tables
from analysis.errors import ArgumentError
from analysis.frequency import papers, trends
from analysis.report import contents, corpus_answers

GULL, TERN, AUK = "The Gull", "The Tern", "The *Auk*"
# (paper, speaker) → articles that quote the speaker, each with two quotations
QUOTED = {
    (GULL, "Ann Lee"): 9,
    (GULL, "Bo Ray"): 2,
    (GULL, "Cy Fox"): 2,
    (GULL, "Di Orr"): 1,
    (GULL, None): 7,
    (TERN, "Ann Lee"): 1,
    (TERN, "Ed Low"): 5,
    (AUK, "Ann Lee"): 3,
    (AUK, "Ed Low"): 2,
    (None, "Cy Fox"): 1,
}


def quoted_by(counts: Mapping[tuple[str | None, str | None], int] = QUOTED) -> pd.DataFrame:
    rows = (
        {"source": source, "speaker": speaker, "n_articles": n, "n_copies": 0, "n_quotes": 2 * n, "n_words": 9 * n}
        for (source, speaker), n in counts.items()
    )
    return tables.frame("world_speakers", rows)


def read(counts: Mapping[str | None, int]) -> pd.DataFrame:
    return tables.frame("stories", [{"source": source} for source, n in counts.items() for _ in range(n)])


STORIES = read({TERN: 20, GULL: 30, AUK: 10, None: 2})
WHO = papers.quoted(quoted_by(), STORIES)


def voices(means: Mapping[Any, Iterable[float]], scorer: str = "textblob") -> pd.DataFrame:
    """The table `world_voices` from the scores of the stories of each paper."""
    rows = []
    for source, values in means.items():
        scores = np.array(list(values))
        counts = dict.fromkeys(("n_stories", "n_texts", "n_evidence"), len(scores))
        rows.append({"source": source, "voice": "narrator", "scorer": scorer, **counts, "mean": scores.mean()})
        rows[-1]["squares"] = ((scores - scores.mean()) ** 2).sum()
    return tables.frame("world_voices", rows)


def test_whom_each_paper_quotes_most_often() -> None:
    assert list(zip(WHO["source"], WHO["speaker"], strict=True)) == [
        *((GULL, name) for name in ("Ann Lee", "Bo Ray", "Cy Fox", "Di Orr")),
        *((TERN, name) for name in ("Ed Low", "Ann Lee")),
        *((AUK, name) for name in ("Ann Lee", "Ed Low")),
    ]
    assert WHO["of_articles"].tolist() == [30] * 4 + [20] * 2 + [10] * 2


def test_whom_only_one_paper_quotes() -> None:
    alone = WHO[WHO["n_papers"] == 1]
    assert alone["speaker"].tolist() == ["Bo Ray", "Di Orr"], "an article that names no paper quotes Cy Fox, too"


def test_whom_a_paper_does_not_quote() -> None:
    missing = papers.not_quoted(WHO)
    of_gull = missing[missing["source"] == GULL]
    assert of_gull[["speaker", "n_articles", "n_papers"]].to_numpy().tolist() == [["Ed Low", 7, 2]]
    assert not ((missing["speaker"] == "Ann Lee").any())


@pytest.mark.parametrize(
    "most, least, names",
    [(6, 10, [GULL, TERN, AUK]), (2, 10, [GULL, TERN]), (6, 12, [GULL, TERN]), (6, 13, [GULL]), (6, 99, [])],
)
def test_papers_with_few_quotations_are_not_compared(most: int, least: int, names: list[str]) -> None:
    assert list(papers.compared(WHO, most, least)["source"].unique()) == names


def test_speakers_and_papers_side_by_side() -> None:
    table = papers.side_by_side(WHO, most=3)
    assert list(table) == [GULL, TERN, AUK] and list(table.index) == ["Ann Lee", "Ed Low", "Bo Ray"]
    assert table.to_numpy().tolist() == [[9, 1, 3], [0, 5, 2], [2, 0, 0]]


def test_which_contacts_only_one_paper_reports() -> None:
    rows = [("c1", GULL), ("c1", TERN), ("c1", GULL), ("c2", GULL), ("c3", None), ("c3", AUK), ("c4", None)]
    reports = tables.frame("world_reports", [dict(zip(("world_id", "source"), row, strict=True)) for row in rows])
    table = papers.reporting(reports)
    assert table["n_papers"].tolist() == [2, 1, 2, 1]
    assert table["papers"].fillna("").tolist() == [f"{GULL}; {TERN}", GULL, AUK, ""]
    assert papers.reporting(reports.head(0)).empty


def test_intervals_and_the_test_are_those_of_the_single_stories() -> None:
    scores = {GULL: [0.1, 0.3, 0.2, 0.0], TERN: [0.5, 0.4, 0.6], AUK: [0.1, -0.1, 0.2]}
    sound = papers.sound(voices(scores), "narrator")
    assert papers.difference_p(sound) == pytest.approx(stats.f_oneway(*scores.values()).pvalue)
    assert ((sound["low"] < sound["mean"]) & (sound["mean"] < sound["high"])).all() and sound["note"].isna().all()


@pytest.mark.parametrize(
    "scores, n_rows",
    [
        ({GULL: [0.1, 0.2, 0.3]}, 1),
        ({GULL: [0.1, 0.1, 0.1], TERN: [0.2, 0.2, 0.2]}, 2),
        ({GULL: [0.1], TERN: [0.2]}, 2),
        ({}, 0),
        ({None: [0.1, 0.2, 0.3], GULL: [0.1, 0.3, 0.2]}, 1),
    ],
)
def test_nothing_to_test(scores: dict[str | None, list[float]], n_rows: int) -> None:
    sound = papers.sound(voices(scores), "narrator")
    assert len(sound) == n_rows and papers.difference_p(sound) is None
    assert {"low", "high", "note"} <= set(sound)


def test_a_voice_must_exist() -> None:
    with pytest.raises(ArgumentError, match="no voice 'crowd'; choose from narrator, quotations"):
        papers.sound(voices({GULL: [0.1]}), "crowd")


def test_the_sentences_say_who_is_quoted_where() -> None:
    assert str(corpus_answers.quoted_by_paper(papers.compared(WHO), STORIES)).splitlines() == [
        "**3 papers** are compared. They quote 5 named speakers; all 3 quote **1** of these, and **2** are quoted by "
        "one paper alone. Numbers in brackets are articles; a reprint counts for the paper that printed it. 2 articles "
        "without the name of a paper are left out.",
        "",
        "- **The Gull** (30 articles) most often quotes **Ann Lee** (9), **Bo Ray** (2) and **Cy Fox** (2). It alone "
        "quotes **Bo Ray** (2). It does not quote **Ed Low** (7 elsewhere).",
        "- **The Tern** (20 articles) most often quotes **Ed Low** (5) and **Ann Lee** (1).",
        r"- **The \*Auk\*** (10 articles) most often quotes **Ann Lee** (3) and **Ed Low** (2).",
    ]


def test_papers_left_out_are_counted() -> None:
    said = str(corpus_answers.quoted_by_paper(papers.compared(WHO, most=2), STORIES))
    assert said.startswith(
        "**2 of 3 papers** are compared, those with the most articles and enough quotations. They quote 5"
    )
    assert "both quote **1**" in said
    assert "Fewer than **two papers**" in str(corpus_answers.quoted_by_paper(papers.compared(WHO, most=1), STORIES))


def test_names_cannot_break_the_table() -> None:
    hostile = papers.quoted(quoted_by({("A|B", "<b>|x"): 9, (TERN, "Ann\nLee"): 9}), read({"A|B": 9, TERN: 9}))
    lines = corpus_answers.quoted_side_by_side(hostile).splitlines()
    assert lines == [
        r"| articles that quote | A\|B | The Tern |",
        "| --- | --- | --- |",
        r"| &lt;b&gt;\|x | 9 | 0 |",
        "| Ann Lee | 0 | 9 |",
        "| all articles | 9 | 9 |",
    ]


def test_the_sentences_on_contacts_have_examples() -> None:
    rows = [
        {"world_id": "c1"} | contact("Ann Lee", "Bo Ray", "2031-03-04", status="denied"),
        {"world_id": "c2"} | contact("Cy Fox", "Bo Ray", "2031-03-05"),
        {"world_id": "c3"} | contact("Di Orr", "Ed Low", None, mode="meeting"),
    ]
    reporting = pd.DataFrame({"world_id": ["c1", "c2", "c3"], "papers": ["The Gull", "The Gull", "A; B"]})
    reporting = reporting.assign(n_papers=[1, 1, 2])
    contacts = tables.frame("world_contacts", rows)
    assert str(corpus_answers.reported_by_paper(contacts, reporting)).splitlines() == [
        "Of 3 contacts, two papers or more report **1**. Most widely reported: Di Orr – Ed Low (meeting), in 2 papers.",
        "",
        "- **The Gull** alone reports 2, such as Bo Ray – Cy Fox (phone, 5 March 2031).",
    ]
    denied = str(corpus_answers.reported_by_paper(contacts, reporting.head(1)))
    assert "**none**" in denied and denied.endswith("such as Ann Lee – Bo Ray (phone, denied, 4 March 2031).")
    assert "**no contact**" in str(corpus_answers.reported_by_paper(contacts, reporting.head(0)))


@pytest.mark.parametrize(
    "textblob, vader, verdict",
    [
        (0.6, 0.6, "**more than chance explains** on two word lists."),
        (0.6, 0.0, "**more than chance explains** on TextBlob’s word list, but not on the other."),
        (0.0, 0.0, "**within chance** on two word lists."),
    ],
)
def test_narrators_differ_or_not(textblob: float, vader: float, verdict: str) -> None:
    shape = np.array([-0.1, 0.0, 0.1])
    tables_of = (
        voices({GULL: shape, AUK: shape + shift, TERN: [0.9]}, scorer)
        for scorer, shift in (("textblob", textblob), ("vader", vader))
    )
    said = str(corpus_answers.narrators(pd.concat(tables_of), [AUK, GULL, TERN]))
    assert verdict in said and f"TextBlob: *The \\*Auk\\** {textblob:+.2f}, *The Gull* +0.00; by VADER" in said
    assert "Tern" not in said, "it has one story only"


def test_too_few_stories_to_compare_narrators() -> None:
    assert "**too few**" in str(corpus_answers.narrators(voices({GULL: [0.1, 0.2, 0.4]}), [GULL]))


def test_one_source_is_compared_with_nobody() -> None:
    folder, nothing = "seeds/kremlin-releases", tables.frame("world_contacts", [])
    assert list(contents._papers(folder, nothing, trends.read_aggregate(folder, "stories"))) == []
