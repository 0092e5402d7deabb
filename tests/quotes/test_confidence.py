"""How sure a quotation is: every row has a confidence, and every rule has counts or falls back knowingly."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis import Analysis, AnalysisError
from analysis.quotes import attribution, confidence, content, direct, indirect
from analysis.statistics import Shares, read_counts

COUNTS = read_counts(confidence.COUNTS, confidence.KEYS)
# Rules that labelled news may lack, so that theirs is the share of all extractions: interviews, and signed mottoes.
RARE = {direct.QUESTION, direct.ANSWER, direct.DASH_AND_NAME, content.GERUND_AFTER_CUE}


def rules() -> Iterator[str]:
    """The rules that the extraction can give: constants in words, which are lower case and have no marks."""
    for module in (attribution, content, direct, indirect):
        yield from re.findall(r'^[A-Z_]+ = "([a-z]+(?: [a-z]+)*)"', inspect.getsource(module), re.MULTILINE)


@pytest.mark.parametrize("rule", sorted(set(rules())))
def test_every_rule_has_counts_or_falls_back_knowingly(rule: str) -> None:
    assert rule in {counted for counted, _ in COUNTS} | RARE, "make the counts anew: analysis.evaluation.calibration"


def test_only_rules_of_the_extraction_have_counts() -> None:
    assert {rule for rule, _ in COUNTS} <= set(rules())


def test_a_rule_without_counts_has_the_share_of_the_whole() -> None:
    total = sum(extractions for extractions, _ in COUNTS.values())
    whole = sum(right for _, right in COUNTS.values()) / total
    assert confidence.confidence("no such rule", "Ann Lee", "Lee") == pytest.approx(whole, abs=0.001)


def test_the_rules_are_found() -> None:
    assert {"goes on", "according to", "cue after the marks", "clause after the cue", "answer"} <= set(rules())


@pytest.mark.parametrize(
    ("speaker", "written", "kind"),
    [
        ("Ann Lee", "Ann Lee", "name"),
        ("Ann Lee", "Mayor Lee", "name"),
        ("Ann Lee", "LEE", "name"),
        ("Ann Lee and Bo Ray", "Lee", "name"),
        ("Kremlin", "the Kremlin", "name"),
        ("Ann Lee", "the mayor", "title"),
        ("officials", "officials", "title"),
        ("harbour officials", "two harbour officials", "title"),
        ("port council", "The council", "title"),
        ("Ann Lee", "she", "pronoun"),
        ("Ann Lee", "She", "pronoun"),
        ("Ann Lee", "who", "pronoun"),
        ("Ann Lee and Bo Ray", "they", "pronoun"),
        (None, "they", "nobody"),
        (None, None, "nobody"),
        ("Ann Lee", None, "nobody"),
        (float("nan"), "it", "nobody"),
    ],
)
def test_how_a_speaker_is_written(speaker: Any, written: Any, kind: str) -> None:
    assert confidence.speaker_kind(speaker, written) == kind


def test_every_quotation_has_the_confidence_of_its_rule_and_speaker(analysed: Callable[..., Analysis]) -> None:
    text = (
        "“We will stay,” Mayor Ann Lee said. She said that the bridge was shut. “Nobody knows why.”\n\n"
        "According to officials, the bridge is old. Bo Ray denied that it is.\n\n“It is late”, they said."
    )
    quotes = analysed(text).quotes
    assert len(quotes) >= 5 and quotes["confidence"].between(0, 1, inclusive="neither").all()
    for row in quotes.to_dict("records"):
        kind = confidence.speaker_kind(row["speaker"], row["speaker_text"])
        assert row["confidence"] == Shares(COUNTS).of(row["rule"], kind)
    assert quotes["confidence"].nunique() > 2


def test_the_pieces_of_a_quotation_are_equally_sure(analysed: Callable[..., Analysis]) -> None:
    quotes = analysed("“We will stay,” Ann Lee said, “until the bridge is open.”").quotes
    assert len(quotes) == 2 and quotes["confidence"].nunique() == 1


def test_a_quotation_without_a_speaker_is_less_sure(analysed: Callable[..., Analysis]) -> None:
    named = analysed("Ann Lee said that the bridge was shut.").quotes["confidence"].item()
    nameless = analysed("He said that the bridge was shut.").quotes
    assert nameless["speaker"].isna().all() and nameless["confidence"].item() < named


def test_a_missing_table_is_an_error_that_says_what_to_do(
    analysed: Callable[..., Analysis], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(confidence, "COUNTS", tmp_path / "confidence.csv")
    confidence._shares.cache_clear()
    try:
        with pytest.raises(AnalysisError, match=r"confidence\.csv cannot be read.*restore it, or install"):
            _ = analysed("Ann Lee said that the bridge was shut.").quotes
    finally:
        confidence._shares.cache_clear()


def test_the_table_is_part_of_the_package() -> None:
    settings = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"analysis.quotes" = ["confidence.csv"]' in settings
    assert Path(str(confidence.COUNTS)).parent == Path(str(confidence.__file__)).parent
