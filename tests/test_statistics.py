"""How sure an extraction is: shares as computed by hand, files that are refused, and a confidence for every row."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Analysis, AnalysisError, analyse, read_article, statistics, vocabulary
from analysis.quotes import attribution, content, direct, indirect
from analysis.statistics import BASES, STRENGTHS, Basis, Count, Key, Shares, counts_as_csv, read_counts, shrunk

COUNTS = read_counts(BASES["quotes"].path, BASES["quotes"].keys)
# Rules that labelled news may lack, so that theirs is the share of all extractions: interviews, and signed mottoes.
RARE = {direct.QUESTION, direct.ANSWER, direct.DASH_AND_NAME, content.GERUND_AFTER_CUE}


def rules() -> Iterator[str]:
    """The rules that the extraction can give: constants in words, which are lower case and have no marks."""
    for module in (attribution, content, direct, indirect):
        yield from re.findall(r'^[A-Z_]+ = "([a-z]+(?: [a-z]+)*)"', inspect.getsource(module), re.MULTILINE)


ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("rule", sorted(set(rules())))
def test_every_rule_has_counts_or_falls_back_knowingly(rule: str) -> None:
    assert rule in {counted for counted, _ in COUNTS} | RARE, "make the counts anew: analysis.evaluation.calibration"


def test_only_rules_of_the_extraction_have_counts() -> None:
    assert {rule for rule, _ in COUNTS} <= set(rules())


def test_a_rule_without_counts_has_the_share_of_the_whole() -> None:
    total = sum(extractions for extractions, _ in COUNTS.values())
    whole = sum(right for _, right in COUNTS.values()) / total
    assert statistics.share_right("quotes", "no such rule", "name") == pytest.approx(whole, abs=0.001)


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
    assert statistics.speaker_kind(speaker, written) == kind


def test_every_quotation_has_the_confidence_of_its_rule_and_speaker(analysed: Callable[..., Analysis]) -> None:
    text = (
        "“We will stay,” Mayor Ann Lee said. She said that the bridge was shut. “Nobody knows why.”\n\n"
        "According to officials, the bridge is old. Bo Ray denied that it is.\n\n“It is late”, they said."
    )
    quotes = analysed(text).quotes
    assert len(quotes) >= 5 and quotes["confidence"].between(0, 1, inclusive="neither").all()
    for row in quotes.to_dict("records"):
        kind = statistics.speaker_kind(row["speaker"], row["speaker_text"])
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
    monkeypatch.setitem(BASES, "quotes", Basis(tmp_path / "confidence.csv", BASES["quotes"].keys))
    statistics._shares.cache_clear()
    try:
        with pytest.raises(AnalysisError, match=r"confidence\.csv cannot be read.*restore it, or install"):
            _ = analysed("Ann Lee said that the bridge was shut.").quotes
    finally:
        statistics._shares.cache_clear()


@pytest.mark.parametrize("table", sorted(BASES))
def test_the_counts_are_part_of_the_package(table: str) -> None:
    assert (ROOT / "analysis" / table / "confidence.csv").is_file()  # as in the wheel
    assert read_counts(BASES[table].path, BASES[table].keys)


# Shares

KEYS = BASES["quotes"].keys
HEADER = "rule,speaker_kind,extractions,right\n"
NAMES = st.sampled_from(["said", "colon", "marks", "goes on"])
TABLES = st.dictionaries(
    st.tuples(NAMES, st.sampled_from(["name", "title", "pronoun"])),
    st.integers(1, 400).flatmap(lambda extractions: st.tuples(st.just(extractions), st.integers(0, extractions))),
    min_size=1,
)


@pytest.mark.parametrize(
    ("count", "towards", "strength", "share"),
    [
        ((0, 0), 0.8, 4, 0.8),  # nothing was counted: that of the whole
        ((4, 4), 0.8, 4, 0.9),  # (4 + 3.2) / 8
        ((4, 0), 0.8, 4, 0.4),  # 3.2 / 8
        ((996, 498), 0.0, 4, 0.498),
        ((1, 1), 0.5, 1, 0.75),
    ],
)
def test_a_share_is_drawn_as_far_as_its_count_is_small(
    count: Count, towards: float, strength: float, share: float
) -> None:
    assert shrunk(count, towards, strength) == pytest.approx(share)


def test_shares_of_small_counts_are_those_computed_by_hand() -> None:
    """Two groups that differ no more than chance lets them: the largest strength, 1024, is the likeliest."""
    shares = Shares({("said", "name"): (8, 6), ("colon", "name"): (4, 3)})
    whole = (9 + 0.5) / (12 + 1)  # Jeffreys' prior: half an extraction right and half an extraction wrong are added
    said = (6 + 1024 * whole) / (8 + 1024)
    assert shares.of("said", "name") == round((6 + 1024 * said) / (8 + 1024), 3) == 0.731
    assert shares.of("said", "title") == round(said, 3) == 0.731
    assert shares.of("marks", "name") == round(whole, 3) == 0.731


def test_a_group_far_from_the_whole_is_hardly_drawn() -> None:
    """All right in one group and none in the other: the smallest strength, one find, is the likeliest."""
    shares = Shares({("said", "name"): (8, 8), ("colon", "name"): (8, 0)})
    said, colon = (8 + 0.5) / (8 + 1), 0.5 / (8 + 1)  # the whole is one half
    assert (shares.of("said", "title"), shares.of("colon", "title")) == (round(said, 3), round(colon, 3))


def test_groups_that_differ_keep_their_own_share_and_groups_that_do_not_share_one() -> None:
    apart = Shares({("a", "x"): (200, 190), ("b", "x"): (200, 20), ("c", "x"): (2, 2)})
    assert apart.of("a", "x") == pytest.approx(0.95, abs=0.01)
    assert apart.of("b", "x") == pytest.approx(0.10, abs=0.01)
    alike = Shares({("a", "x"): (200, 160), ("b", "x"): (200, 158), ("c", "x"): (2, 2)})
    assert alike.of("c", "x") == pytest.approx(0.8, abs=0.02)  # two of two prove little among so many alike
    assert apart.of("c", "x") > alike.of("c", "x")


def test_what_was_never_counted_falls_back_knowingly() -> None:
    counts: dict[Key, Count] = {("a", "x"): (300, 290), ("a", "y"): (20, 2), ("b", "x"): (300, 90)}
    shares = Shares(counts)
    assert shares.of("a", "z") == pytest.approx(292 / 320, abs=0.01)  # that of its group
    assert shares.of("none", "x") == shares.of("nothing", "y") == pytest.approx(382 / 620, abs=0.001)  # of the whole
    assert shares.of("a", "y") < shares.of("a", "z") < shares.of("a", "x")


@given(TABLES)
def test_a_share_is_never_certain_and_larger_with_more_right(counts: dict[Key, Count]) -> None:
    shares = Shares(counts)
    values = {key: shares.of(*key) for key in counts}
    assert all(0 < value < 1 and value == round(value, 3) for value in [*values.values(), shares.of("?", "?")])
    for (group, part), (extractions, right) in counts.items():
        for (other_group, other_part), (other_finds, other_right) in counts.items():
            if group == other_group and extractions == other_finds and right < other_right:
                assert values[group, part] <= values[other_group, other_part]


@given(st.integers(1, 1000), st.integers(0, 1000), st.floats(0.01, 0.99), st.sampled_from(STRENGTHS), st.integers(1, 5))
def test_one_more_right_find_never_lowers_a_share(
    extractions: int, right: int, towards: float, strength: float, more: int
) -> None:
    right = min(right, extractions)
    assert shrunk((extractions + more, right + more), towards, strength) >= shrunk(
        (extractions, right), towards, strength
    )
    assert 0 < shrunk((extractions, right), towards, strength) < 1


@given(TABLES)
def test_the_order_of_the_lines_changes_nothing(counts: dict[Key, Count]) -> None:
    backwards = Shares(dict(reversed(counts.items())))
    assert all(backwards.of(*key) == pytest.approx(Shares(counts).of(*key), abs=0.0011) for key in counts)


@given(TABLES)
def test_a_table_that_was_written_reads_the_same(counts: dict[Key, Count]) -> None:
    class Text:
        def read_text(self, encoding: str) -> str:
            return counts_as_csv(counts, KEYS)

    assert read_counts(Text(), KEYS) == counts  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"must begin with the line rule,speaker_kind,extractions,right"),
        ("rule,extractions,right\nsaid,3,2\n", r"must begin with the line"),
        (HEADER, r"has no counts"),
        (f"{HEADER}said,name,3\n", r"line 2 is 'said,name,3'"),
        (f"{HEADER}said,name,3,2\nsaid,title,three,2\n", r"line 3 is 'said,title,three,2'"),
        (f"{HEADER}said,name,2,3\n", r"line 2 .* extractions, and right ones of these"),
        (f"{HEADER}said,name,0,0\n", r"line 2"),
        (f"{HEADER}said,name,-1,0\n", r"line 2"),
        (f"{HEADER}said,name,3,2\nsaid,name,3,2\n", r"\('said', 'name'\) twice"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        read_counts(path, KEYS)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"counts\.csv cannot be read.*; restore it, or install the package anew"):
        read_counts(tmp_path / "counts.csv", KEYS)
    (tmp_path / "counts.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(AnalysisError, match="cannot be read"):
        read_counts(tmp_path / "counts.csv", KEYS)


# Contacts

CONTACT_KEYS = BASES["contacts"].keys


@pytest.mark.parametrize(
    ("kinds", "parties"),
    [
        (["person", "person"], "person and person"),
        (["person", "organisation"], "body and person"),
        (["group", "person"], "body and person"),
        (["group", "organisation"], "body and body"),
        (["state", "person"], "country and person"),
        (["state", "state"], "country and country"),
        (["organisation", "state"], "body and country"),
    ],
)
def test_the_kinds_of_parties(kinds: list[str], parties: str) -> None:
    assert statistics.party_kinds(kinds) == statistics.party_kinds(reversed(kinds)) == parties


def test_only_frames_of_the_vocabulary_have_counts() -> None:
    frames = {frame.name for frame in vocabulary.frames().frames}
    counted = {key[CONTACT_KEYS.index("frame")] for key in read_counts(BASES["contacts"].path, CONTACT_KEYS)}
    assert counted <= frames, "make the counts anew: analysis.evaluation.calibration"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ann Lee met Bo Ray in Leeds.", "both"),
        ("Ann Lee spoke on Monday. She met Bo Ray in Leeds.", "one"),
        ("Mayor Ann Lee has a plan. The mayor telephoned Bo Ray.", "one"),
        ("Ann Lee and Bo Ray are old friends. They met on Friday.", "neither"),
        ("Norwegian Prime Minister Ida Krogh flew to Sweden on Monday.", "place"),
        ("Bo Ray spoke on Monday. He met Ann Lee on Friday. Bo Ray met Ann Lee in Leeds on Friday.", "both"),
    ],
)
def test_which_of_the_parties_are_named(analysed: Callable[..., Analysis], text: str, named: str) -> None:
    contact = analysed(text).contacts.iloc[0]
    assert contact["named"] == named


def test_every_contact_has_the_confidence_of_its_keys(analysed: Callable[..., Analysis]) -> None:
    result = analysed("Ann Lee met Bo Ray on Friday. She will telephone him. Norway’s Prime Minister flew to Sweden.")
    kinds, shares = (
        dict(result.people[["person", "kind"]].values),
        Shares(read_counts(BASES["contacts"].path, CONTACT_KEYS)),
    )
    assert len(result.contacts) >= 2
    for row in result.contacts.to_dict("records"):
        parties = statistics.party_kinds(kinds[row[side]] for side in ("actor", "recipient"))
        day = statistics.has_date(row["date_source"])
        assert row["confidence"] == shares.of(row["named"], day, row["frame"], parties, row["status"])
        assert row["possible"] == (row["confidence"] < statistics.POSSIBLE_BELOW)


def test_half_of_the_contacts_of_the_projects_article_are_more_than_possible() -> None:
    contacts = analyse(read_article("seeds/macron-open-line-to-russia.txt")).contacts
    assert contacts["possible"].mean() <= 1 / 2


def test_keys_fall_back_one_after_the_other() -> None:
    shares = Shares(
        {("a", "x", "1"): (400, 380), ("a", "x", "2"): (400, 40), ("a", "y", "1"): (400, 60), ("b", "x", "1"): (90, 9)}
    )
    assert shares.of("a", "x", "1") == pytest.approx(0.95, abs=0.01)
    assert shares.of("a", "x", "3") == shares.of("a", "x") == pytest.approx(420 / 800, abs=0.02)
    assert shares.of("a", "z", "1") == shares.of("a") == pytest.approx(480 / 1200, abs=0.02)
    assert shares.of("c", "x", "1") == shares.of() == pytest.approx(489 / 1290, abs=0.01)
