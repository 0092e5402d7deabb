"""Counts and calibration from labelled files that are made up: every format, what is left out, and mistakes."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import Analysis, AnalysisError
from analysis.evaluation import calibration, labelled_articles
from analysis.evaluation.labelled_articles import read_labelled
from analysis.statistics import BASES, Shares, read_counts

TEXT = (
    "Mayor Ann Lee spoke on Monday. She said that the old bridge was shut for good. “We will build a new one,” Lee"
    " said.\n\nBo Ray, the engineer, said that the money had run out in May."
)
SHUT, BUILD, MONEY = "the old bridge was shut for good", "We will build a new one", "the money had run out in May"
SAID, MARKS = "clause after the cue", "cue after the marks"


def at(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def named(words: str, speaker: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A label with the fullest name."""
    kind = "direct" if f"“{words}" in text else "indirect"
    return {"spans": [at(words, text)], "type": kind, "speech": True, "speaker": speaker, "also": [], **more}


def written(words: str, speaker: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A label that says only where the speaker is written."""
    label = named(words, speaker, text) | {"speaker_text": speaker, "speaker_spans": [at(speaker, text)]}
    del label["speaker"], label["also"]
    return label | more


def counted(words: str, speaker: str) -> dict[str, Any]:
    """A label as the project's own passages have it, with words and the number of their occurrence."""
    return {"spans": [[words, 0]], "speaker": speaker, "kind": "direct"}


def file(folder: Path, *articles: dict[str, Any], name: str = "labelled.jsonl") -> Path:
    path = folder / name
    data = "".join(json.dumps(article) + "\n" for article in articles).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def outcomes(path: Path) -> list[tuple[str, str, str]]:
    found = calibration.extractions(read_labelled([path]))
    return list(found[["rule", "speaker_kind", "outcome"]].itertuples(index=False, name=None))


ALL_NAMED = [named(SHUT, "Ann Lee"), named(BUILD, "Ann Lee"), named(MONEY, "Bo Ray")]
ALL_RIGHT = [(SAID, "pronoun", "right"), (MARKS, "name", "right"), (SAID, "name", "right")]


@pytest.mark.parametrize(
    "quotes",
    [
        ALL_NAMED,
        [{"start": at(SHUT)[0], "end": at(SHUT)[1]} | ALL_NAMED[0] | {"spans": None}, *ALL_NAMED[1:]],
        [named(f"that {SHUT}", "Ann Lee"), *ALL_NAMED[1:]],  # "that" is no part of what is said
        [named(SHUT, "the mayor", also=["Ann Lee"]), *ALL_NAMED[1:]],
        [counted(SHUT, "Ann Lee"), counted(BUILD, "Ann Lee"), counted(MONEY, "Bo Ray")],
        [written(SHUT, "She"), written(BUILD, "Lee said"), written(MONEY, "Bo Ray, the engineer")],
        [written(SHUT, "She", speaker_text="", speaker_spans=[]), *ALL_NAMED[1:]],  # nobody is labelled
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["labelled.jsonl", "labelled.jsonl.gz"])
def test_every_format_is_read(tmp_path: Path, quotes: list[dict[str, Any]], name: str) -> None:
    case = {"id": "a", "published": "2024-05-06", "text": TEXT, "quotes": quotes}
    found = outcomes(file(tmp_path, case, name=name))
    assert sorted(found) == sorted(ALL_RIGHT)


@pytest.mark.parametrize(
    ("quotes", "outcome"),
    [
        ([named(SHUT, "Bo Ray")], "wrong speaker"),
        ([named(SHUT, "Lee")], "wrong speaker"),  # labels give the fullest name
        ([written(SHUT, "Bo Ray")], "wrong speaker"),
        ([named("bridge was shut", "Ann Lee")], "false alarm"),  # too few of the words
        ([], "false alarm"),
    ],
)
def test_what_is_wrong(tmp_path: Path, quotes: list[dict[str, Any]], outcome: str) -> None:
    found = outcomes(file(tmp_path, {"text": TEXT, "quotes": quotes}))
    assert (SAID, "pronoun", outcome) in found and len(found) == 3


@pytest.mark.parametrize(
    "case",
    [
        {"quotes": [named(SHUT, "Ann Lee", ignore=True)]},
        {"quotes": [named(SHUT, "Ann Lee", speech=False)]},
        {"quotes": [], "ignore": [at(SHUT)]},
        {"quotes": [], "open": [[SHUT, 0]]},
        {"quotes": [], "ignore": [at("old bridge was shut for good")]},  # most of it
    ],
)
def test_what_may_be_a_quotation_or_not_is_neither_right_nor_wrong(tmp_path: Path, case: dict[str, Any]) -> None:
    found = outcomes(file(tmp_path, {"text": TEXT} | case))
    assert len(found) == 2 and "pronoun" not in {kind for _, kind, _ in found}


def test_pieces_of_two_words_are_neither_right_nor_wrong(tmp_path: Path) -> None:
    text = "“We stay,” Ann Lee said. Bo Ray said that the bridge was shut."
    labels = [named("We stay", "Bo Ray", text)]
    assert outcomes(file(tmp_path, {"text": text, "quotes": labels})) == [(SAID, "name", "false alarm")]


def test_speech_that_is_only_named_is_no_quotation_where_files_label_it(analysed: Callable[..., Analysis]) -> None:
    text = "Ann Lee announced a hold on all exports. She said the bridge was shut. “No deal with anyone,” she said."
    words = ("a hold on all exports", "the bridge was shut", "No deal with anyone")

    def kept(label: Callable[..., dict[str, Any]]) -> list[str]:
        case = {"text": text, "quotes": [label(part, "Ann Lee", text) for part in words]}
        labels = labelled_articles._labelled(case, "a").quotes
        return list(calibration._without_named_speech(labels, analysed(text))["text"])

    assert kept(written) == [*words[1:]]
    assert kept(named) == [*words]  # such files have what the guidelines take for a quotation


def test_a_find_without_a_speaker_is_wrong_where_somebody_is_labelled(tmp_path: Path) -> None:
    text = "They said that the bridge was shut."
    label = written("the bridge was shut", "They", text)
    assert outcomes(file(tmp_path, {"text": text, "quotes": [label]})) == [(SAID, "nobody", "wrong speaker")]


def test_a_label_of_two_paragraphs_is_two_pieces(tmp_path: Path) -> None:
    text = (
        "“We will build a new one for everybody here,” said Ann Lee.\n\n“It will stand for a hundred years at least.”"
    )
    first, last = at("We will build", text)[0], at("at least.", text)[1]
    label = {"start": first, "end": at("body here", text)[1], "kind": "direct", "speaker": "Ann Lee"}
    both = {"start": first, "end": last, "kind": "direct", "speaker": "Ann Lee"}
    assert len(labelled_articles._labelled({"text": text, "quotes": [both]}, "a").quotes) == 2
    assert len(labelled_articles._labelled({"text": text, "quotes": [label]}, "a").quotes) == 1


def run(*arguments: object) -> Any:
    return CliRunner().invoke(calibration.main, [str(argument) for argument in arguments])


def test_the_command_writes_counts_and_checks_others(tmp_path: Path) -> None:
    wrong = [named(SHUT, "Bo Ray"), named(BUILD, "Ann Lee")]
    one, other = {"text": TEXT, "quotes": ALL_NAMED}, {"text": TEXT, "quotes": wrong}
    path, out = file(tmp_path, one, one, other), tmp_path / "counts.csv"
    done = run(path, "--out", out, "--check", file(tmp_path, one, other, name="check.jsonl"))
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8") == (
        f"rule,speaker_kind,extractions,right\n{SAID},name,3,2\n{SAID},pronoun,3,2\n{MARKS},name,3,3\n"
    )
    assert read_counts(out, BASES["quotes"].keys)[MARKS, "name"] == (3, 3)
    assert f"wrote {out}: 9 extractions" in done.output and "check.jsonl: 6 extractions, Brier score 0." in done.output
    before = out.read_bytes()
    assert run(path, "--out", out).exit_code == 0 and out.read_bytes() == before
    halves = run(file(tmp_path, one, name="1.jsonl"), file(tmp_path, other, one, name="2.jsonl"), "--out", out)
    assert halves.exit_code == 0 and out.read_bytes() == before  # the order of files and articles is nothing


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"line 1 is not a labelled article: JSONDecodeError"),
        ("[]", r"line 1 is not a labelled article"),
        ('{"text": "Ann Lee left."}', r"none of quotes, events, contacts; the head of"),
        ('{"quotes": []}', r"KeyError 'text'"),
        ('{"text": "a b c", "quotes": [{"start": 0, "end": 9, "kind": "", "speaker": "A"}]}', r"no characters 0 to 9"),
        ('{"text": "a b c", "quotes": [{"spans": [["x", 0]], "kind": "direct", "speaker": "A"}]}', r"ValueError"),
        ('{"text": "a b c", "quotes": [{"start": 0, "end": 5, "kind": "direct"}]}', r"KeyError 'speaker_spans'"),
        ('{"text": "a b c", "quotes": [{"start": 0, "end": 5, "speaker": "A"}]}', r"KeyError 'type'"),
    ],
)  # fmt: skip
def test_what_is_no_labelled_article_is_refused(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        list(read_labelled([path]))
    done = run(path, "--out", tmp_path / "counts.csv")
    assert done.exit_code == 1 and "Error:" in done.output and "Traceback" not in done.output
    assert not (tmp_path / "counts.csv").exists()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(b"no gzip")
    for path in (tmp_path / "none.jsonl", broken):
        with pytest.raises(AnalysisError, match=f"{path.name} cannot be read"):
            list(read_labelled([path]))


def test_counts_of_nothing_are_not_written(tmp_path: Path) -> None:
    path = file(tmp_path, {"text": "The bridge is old.", "quotes": []})
    done = run(path, "--out", tmp_path / "counts.csv")
    assert done.exit_code == 1 and "no quotes were found" in done.output
    assert not (tmp_path / "counts.csv").exists()


def found(*rows: tuple[str, float, bool]) -> pd.DataFrame:
    """Extractions: article, confidence, whether right."""
    full = [(article, "a", "name", value, "right" if right else "false alarm") for article, value, right in rows]
    return pd.DataFrame(full, columns=["article_id", *BASES["quotes"].keys, "confidence", "outcome"])


def test_reliability_and_its_errors_by_hand() -> None:
    rows = found(*((f"{k}", 0.9, k != 0) for k in range(10)), *((f"x{k}", 0.6, k < 3) for k in range(4)))
    bins = calibration.reliability(rows)
    assert bins[["low", "high", "found", "right"]].values.tolist() == [[0.6, 0.7, 4, 3], [0.9, 1.0, 10, 9]]
    assert bins["precision"].tolist() == [0.75, 0.9]
    brier, expected = calibration.calibration_errors(rows)
    assert brier == pytest.approx((9 * 0.01 + 0.81 + 3 * 0.16 + 0.36) / 14)
    assert expected == pytest.approx((4 * 0.15 + 10 * 0.0) / 14)


def test_articles_that_are_right_or_wrong_as_a_whole_widen_the_interval() -> None:
    apart = calibration.reliability(found(*((f"{k}", 0.8, k % 5 != 0) for k in range(50))))
    together = calibration.reliability(found(*((f"{k % 10}", 0.8, k % 10 not in (0, 5)) for k in range(50))))
    assert together["precision"].item() == apart["precision"].item() == 0.8
    assert together["precision_high"].item() - together["precision_low"].item() > 1.5 * (
        apart["precision_high"].item() - apart["precision_low"].item()
    )
    assert apart[["precision_low", "precision_high"]].round(3).values.tolist() == [[0.668, 0.888]]  # Wilson's of 49


def test_the_projects_own_passages_are_read_and_hold_enough() -> None:
    cases = list(read_labelled(["seeds/passages/quotes.jsonl"]))
    assert len(cases) > 100 and sum(len(case.quotes) for case in cases) > 500
    assert all(
        case.article.text[row["start"] : row["end"]] == row["text"]
        for case in cases
        for row in case.quotes.to_dict("records")
    )


def test_what_the_counts_say_is_what_the_table_says(tmp_path: Path) -> None:
    rows = calibration.extractions(read_labelled([file(tmp_path, {"text": TEXT, "quotes": ALL_NAMED})]))
    shares = Shares(read_counts(BASES["quotes"].path, BASES["quotes"].keys))
    assert rows["confidence"].tolist() == [
        shares.of(r, k) for r, k in zip(rows["rule"], rows["speaker_kind"], strict=True)
    ]


# Contacts

STORY = "Mayor Ann Lee met Bo Ray in Leeds on Friday. Cy Cole telephoned Dee Dow. Ann Lee will visit Lucy Fox in Oslo."
MEETING = {"participants": ["Ann Lee", "Bo Ray"], "mode": "meeting", "status": "occurred"}
CALL = {"participants": ["Cy Cole", "Dee Dow"], "mode": "phone", "status": "occurred"}
VISIT = {"participants": ["Ann Lee", "Lucy Fox"], "mode": "visit", "status": "planned"}


def found_contacts(folder: Path, *events: dict[str, Any], **more: Any) -> dict[str, str]:
    """The outcome of each contact that is found in the story, by status and frame."""
    path = file(folder, {"id": "a", "published": "2024-05-06", "text": STORY, "events": events} | more)
    rows = calibration.extractions(read_labelled([path]), "contacts")
    assert set(rows["parties"]) <= {"person and person"} and set(rows["named"]) <= {"both"}
    return dict(zip(rows["frame"], rows["outcome"], strict=True))


MET, PHONED, VISITED = "meeting somebody", "phoning somebody", "visiting somebody"


@pytest.mark.parametrize(
    ("events", "wrong", "left_out"),
    [
        ([MEETING, CALL, VISIT], [], []),
        ([MEETING, CALL], [VISITED], []),
        ([MEETING, CALL, VISIT | {"status": "occurred"}], [VISITED], []),
        ([MEETING, CALL, VISIT | {"status": "occurred", "status_alt": ["planned"]}], [], []),
        ([MEETING, CALL | {"mode": "meeting"}, VISIT | {"mode": "meeting"}], [PHONED], []),  # a visit is a meeting, too
        ([MEETING, CALL | {"participants": ["Cy Cole", "Dow and Sons"]}, VISIT], [PHONED], []),
        ([MEETING, CALL | {"participants": ["Cy Cole", "Chief"], "alts": {"Chief": ["Dee Dow"]}}, VISIT], [], []),
        ([MEETING, CALL | {"optional": True}, VISIT], [], [PHONED]),
        ([MEETING, CALL, VISIT, {"sides": [["Ann Lee", "Bo Ray"], ["Lucy Fox"]]} | MEETING], [], []),
        ([CALL, VISIT, MEETING | {"sides": [["Ann Lee", "Bo Ray"], ["Lucy Fox"]], "mode": "visit"}], [], [MET]),
    ],
)  # fmt: skip
def test_which_contacts_are_right(
    tmp_path: Path, events: list[dict[str, Any]], wrong: list[str], left_out: list[str]
) -> None:
    outcomes = {frame: "false alarm" if frame in wrong else "right" for frame in (MET, PHONED, VISITED)}
    assert found_contacts(tmp_path, *events) == {f: outcome for f, outcome in outcomes.items() if f not in left_out}


def test_pairs_are_labels_of_contacts_too(tmp_path: Path) -> None:
    pairs = [{"actor": "Bo Ray", "recipient": "Ann Lee", "mode": "unspecified", "status": "occurred"}]
    assert found_contacts(tmp_path, contacts=pairs) == {MET: "right", PHONED: "false alarm", VISITED: "false alarm"}


@pytest.mark.parametrize("change", [{"mode": "fax"}, {"status": "maybe"}])
def test_an_unknown_mode_or_status_is_refused(tmp_path: Path, change: dict[str, str]) -> None:
    with pytest.raises(AnalysisError, match=r"line 1 is not a labelled article.*there is no mode"):
        found_contacts(tmp_path, MEETING | change)


def test_articles_without_labels_of_a_table_are_refused(tmp_path: Path) -> None:
    path = file(tmp_path, {"id": "a7", "text": TEXT, "quotes": []})
    with pytest.raises(AnalysisError, match="a7 has no labels of contacts; leave it out"):
        calibration.extractions(read_labelled([path]), "contacts")
    with pytest.raises(AnalysisError, match="'people' has no confidence"):
        calibration.extractions([], "people")


def test_contacts_are_counted_in_a_file_of_their_own(tmp_path: Path) -> None:
    path, out = file(tmp_path, {"id": "a", "text": STORY, "events": [MEETING, CALL]}), tmp_path / "counts.csv"
    done = run(path, "--table", "contacts", "--out", out, "--check", path)
    assert done.exit_code == 0 and done.output.startswith(f"wrote {out}: 3 extractions")
    assert "not only possible: " in done.output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "named,dated,frame,parties,status,extractions,right"
    assert "both,undated,meeting somebody,person and person,occurred,1,1" in lines
    assert "both,undated,visiting somebody,person and person,planned,1,0" in lines


def test_what_a_threshold_gains_and_costs() -> None:
    sure, unsure = [("a", 0.9, True), ("a", 0.9, True)], [("c", 0.4, False), ("c", 0.4, True)]
    rows = calibration.trade_off(found(*sure, ("b", 0.7, True), ("b", 0.7, False), *unsure))
    by_least = {row[0]: list(row[1:]) for row in rows.itertuples(index=False)}
    assert by_least[0.0] == by_least[0.4] == [6, 4, 4 / 6, 1]
    assert by_least[0.45] == by_least[0.7] == [4, 3, 0.75, 0.75]
    assert by_least[0.75] == by_least[0.9] == [2, 2, 1, 0.5]
    assert calibration.trade_off(found(*unsure))["least"].tolist() == [0.0, 0.4]
