"""Contacts on sentences in the style of agency copy, kind by kind, and on any text."""

import datetime
import itertools
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.articles.article import Article, read_article
from analysis.contacts import extraction, merging, story_dates
from analysis.errors import AnalysisError
from analysis.evaluation import passages
from analysis.evaluation.scoring import details, summary
from analysis.language import dates, parsing
from analysis.people import coreference
from analysis.pipeline import Analysis, analyse

Analysed = Callable[..., Analysis]
Rows = Callable[..., list[dict[str, Any]]]
ROOT = Path(__file__).parents[2]
SAMPLES = [
    ROOT / "seeds" / "macron-open-line-to-russia.txt",
    ROOT / "tests" / "articles" / "many-contacts.txt",
    ROOT / "tests" / "articles" / "saved-page.html",
]
CASES = passages.read_passages("contacts")
FLOOR = {"open": 0.94, "held-out": 0.88}  # F1; nobody looked at the mistakes on held-out cases
ROW_FLOOR = {"mode": 0.90, "status": 0.90, "participants": 0.84, "identity": 0.90, "date": 0.90, "attribute": 0.90}
ROW_FLOOR |= {"passage": 0.80}
ATTRIBUTE_FLOOR = {
    "date": 0.93,
    "duration": 0.90,
    "initiator": 0.85,
    "place": 0.90,
}  # recall of those that the text gives
SURNAMES = [
    "Hall", "Lee", "King", "Wright", "Hill", "Scott", "Green", "Adams", "Baker", "Nelson", "Carter", "Mitchell",
    "Turner", "Phillips", "Campbell", "Parker", "Evans", "Edwards", "Collins", "Stewart",
]  # fmt: skip
FRAGMENTS = (
    "Macron met Putin", "on Sunday", "will visit", "the two men", "a 90-minute call with", "Angela Merkel", "has not",
    "refused to", "They spoke by phone", "since February 24", "11 times", "their third meeting", "at his request", "If",
    "between Iran and Iraq", "“I called him,”", "he said.", "The talks were called off.", "in Minsk", ",", "and", "to",
    "of", "\n\n", "Putin", "took up the phone", "hosted", "in 2017.", "Two years later", "the latter", "who",
    "had a conversation",
)  # fmt: skip


@pytest.fixture(scope="module")
def scored(outcomes: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The outcomes of all cases, each with its split and the kind before the colon of its row."""
    cases = pd.DataFrame([(case["id"], case["split"]) for case in CASES], columns=["passage", "split"])
    table = outcomes("contacts").merge(cases, on="passage", validate="many_to_one")
    return table.assign(kind=table["row"].str.split(":").str[0])


def test_every_row_has_cases() -> None:
    kinds = Counter(case["row"].split(":")[0] for case in CASES)
    assert len(CASES) >= 120
    assert set(kinds) == {*ROW_FLOOR, "negative"}
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize("split", sorted(FLOOR))
def test_all_cases(split: str, scored: pd.DataFrame) -> None:
    assert summary(scored[scored["split"] == split])["f1"].item() >= FLOOR[split]


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(ROW_FLOOR))
def test_each_kind_of_case(kind: str, scored: pd.DataFrame) -> None:
    rows = scored[scored["kind"] == kind]
    assert summary(rows)["f1"].item() >= ROW_FLOOR[kind], summary(rows, "row").to_string()


@pytest.mark.slow
@pytest.mark.parametrize("case", [c for c in CASES if c["id"].startswith("kinds-")], ids=lambda c: str(c["id"]))
def test_kinds_of_errors_that_were_fixed(case: dict[str, Any], scored: pd.DataFrame) -> None:
    """Left-out verbs, calls by other words, holders of offices, days in another clause; and lookalikes."""
    of_case = scored[scored["passage"] == case["id"]]
    wrong = (of_case["outcome"] != "right") | of_case["date"].isin(["wrong", "missing", "invented"])
    assert not wrong.any(), of_case[wrong].to_string()


@pytest.mark.slow
def test_negative_cases_give_no_contact(scored: pd.DataFrame) -> None:
    assert len(scored[scored["kind"] == "negative"]) <= 1, scored[scored["kind"] == "negative"].to_string()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ATTRIBUTE_FLOOR))
def test_attributes_of_the_contacts_found(name: str, scored: pd.DataFrame) -> None:
    score = details(scored).set_index("detail").loc[name]
    assert score["recall"] >= ATTRIBUTE_FLOOR[name]
    assert score["invented"] <= 0.1 * (scored["outcome"] == "right").sum()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Emmanuel Macron met Vladimir Putin.", "occurred"),
        ("Emmanuel Macron will meet Vladimir Putin.", "planned"),
        ("Emmanuel Macron is due to meet Vladimir Putin.", "planned"),
        ("Emmanuel Macron cancelled a meeting with Vladimir Putin.", "cancelled"),
        ("Emmanuel Macron did not meet Vladimir Putin.", "denied"),
        ("Emmanuel Macron refused to meet Vladimir Putin.", "denied"),
        ("Emmanuel Macron does not plan to meet Vladimir Putin.", "denied"),
        ("Emmanuel Macron has not ruled out meeting Vladimir Putin.", "hypothetical"),
        ("Emmanuel Macron could meet Vladimir Putin.", "hypothetical"),
        ("Emmanuel Macron met Vladimir Putin and will not resign.", "occurred"),
        ("Emmanuel Macron, who will not resign, met Vladimir Putin.", "occurred"),
    ],
)
def test_status_is_a_matter_of_scope(rows: Rows, text: str, status: str) -> None:
    (row,) = rows(text)
    assert row["status"] == status
    assert (row["why_status"] is None) == (status == "occurred")
    assert row["why_status"] is None or all(word in text for word in row["why_status"].split(" … "))


def test_a_visit_goes_from_the_traveller_to_the_host(rows: Rows) -> None:
    (row,) = rows("Vladimir Putin hosted Emmanuel Macron in Moscow on Sunday.")
    assert (row["actor"], row["recipient"], row["mode"]) == ("Emmanuel Macron", "Vladimir Putin", "visit")
    assert (row["place"], row["initiator"]) == ("Moscow", None)


def test_one_contact_mentioned_three_times_is_one(rows: Rows) -> None:
    (row,) = rows(
        "Emmanuel Macron and Vladimir Putin spoke by phone on Sunday.\n\n"
        "The call, which lasted 90 minutes, came at Macron's request.\n\n"
        "Macron told Putin during the telephone conversation on Sunday that he should stop."
    )
    assert (row["duration_min"], row["initiator"], str(row["date_start"].date())) == (
        90,
        "Emmanuel Macron",
        "2022-03-06",
    )


def test_a_call_picked_up_later_is_the_same_call(rows: Rows) -> None:
    (row,) = rows(
        "Vladimir Putin made a call on Thursday. Emmanuel Macron took up the phone and the two men had "
        "a 90-minute conversation."
    )
    assert (row["mode"], row["duration_min"]) == ("phone", 90)


def test_mentions_are_extracted_one_by_one_and_then_merged() -> None:
    article = Article("Ann Lee telephoned Bob Ray on Sunday. The call lasted an hour.", published="2022-03-07")  # type: ignore[arg-type]
    paragraphs = parsing.parse(article)
    entities = coreference.find_entities(paragraphs)
    extractor = extraction.ContactExtractor(article, entities)
    mentions = list(extractor.read(paragraphs, story_dates.dated_expressions(article, paragraphs)))
    assert [(mention.trigger.text, mention.duration) for mention in mentions] == [("telephoned", None), ("call", 60)]
    merger = merging.ContactMerger(entities, extractor.lead, extractor.opening)
    for mention in mentions:
        merger.add(mention)
    assert [(contact.pairs(), contact.duration) for contact in merger.contacts] == [([("Ann Lee", "Bob Ray")], 60)]


def test_pairs_of_one_contact_share_its_number(rows: Rows) -> None:
    pairs = rows("Vladimir Putin, Petro Poroshenko and Angela Merkel met in Minsk on Sunday.")
    assert {(r["actor"], r["recipient"]) for r in pairs} == {
        ("Vladimir Putin", "Petro Poroshenko"),
        ("Vladimir Putin", "Angela Merkel"),
        ("Petro Poroshenko", "Angela Merkel"),
    }
    assert {r["contact_id"] for r in pairs} == {1}


def test_a_list_of_guests_is_no_contact_of_each_with_each(rows: Rows) -> None:
    guests = [f"{first} {last}" for first in ("Anna", "Peter", "Maria") for last in SURNAMES]
    assert len(guests) > merging.MAX_PARTIES
    assert not rows(f"Talks between {', '.join(guests[:-1])} and {guests[-1]} began.")


def test_without_publication_nothing_relative_is_dated(rows: Rows) -> None:
    (row,) = rows("Emmanuel Macron met Vladimir Putin on Sunday.", None)
    assert (row["date_start"], row["date_precision"], row["date_source"]) == (None, "none", "none")


def test_totals_are_counts_and_no_contacts(analysed: Analysed) -> None:
    result = analysed(
        "Emmanuel Macron called Vladimir Putin on Sunday.\n\n"
        "The two men have talked four times since February 24, and 11 times in the last month."
    )
    assert len(result.contacts) == 1
    assert result.stated_counts["count"].tolist() == [4, 11]
    assert result.stated_counts["kind"].tolist() == ["total", "total"]
    assert result.stated_counts["window_text"].tolist() == ["since February 24", "in the last month"]
    assert result.stated_counts["window_start"].dt.date.tolist() == [
        datetime.date(2022, 2, 24),
        datetime.date(2022, 2, 7),
    ]
    assert result.stated_counts["n_found"].tolist() == [1, 1]


@pytest.mark.parametrize("separator", [" ", "\n\n"])
def test_window_of_a_total_counts_from_the_day_named_before(analysed: Analysed, separator: str) -> None:
    """The day may have been named in a paragraph without a count, as contacts are dated too."""
    text = (
        f"Ann Lee met Bob Ray on March 1, 2022.{separator}They spoke by phone the day after.{separator}"
        f"They have talked three times since the day before, officials said."
    )
    result = analysed(text)
    (spoke,) = result.contacts[result.contacts["why_date"] == "the day after"].to_dict("records")
    assert spoke["date_start"].date() == datetime.date(2022, 3, 2)
    (total,) = result.stated_counts.to_dict("records")
    assert total["window_text"] == "since the day before"
    assert total["window_start"].date() == datetime.date(2022, 3, 1)
    assert total["window_end"].date() == datetime.date(2022, 3, 7)


@pytest.mark.parametrize("separator", [" ", "\n\n"])
def test_paragraph_break_does_not_change_a_window(analysed: Analysed, separator: str) -> None:
    text = f"Ann Lee met Bob Ray on March 1, 2022.{separator}They have talked three times since the day after."
    (total,) = analysed(text).stated_counts.to_dict("records")
    window = total["window_start"].date(), total["window_end"].date()
    assert window == (datetime.date(2022, 3, 2), datetime.date(2022, 3, 7))


@cache
def samples() -> list[Analysis]:
    """Articles that state totals, and the passages that do."""
    articles = [read_article(path) for path in SAMPLES]
    counts = [case for case in CASES if "count" in case["id"]]
    articles += [Article(case["text"], published=case["published"], article_id=case["id"]) for case in counts]
    return [analyse(article) for article in articles]


def expressions_with_days(result: Analysis) -> set[tuple[Any, ...]]:
    """Text, first and last day of each time expression of an article, past and to come."""
    article, paragraphs = result.article, parsing.parse(result.article)
    dated = itertools.chain(*story_dates.dated_expressions(article, paragraphs).values())
    ahead = itertools.product(dated, (False, True))
    days = [(e.text, dates.resolve(e, article.published, future, anchor)) for (e, anchor), future in ahead]
    return {(text, resolved.start, resolved.end) for text, resolved in days}


@pytest.mark.slow
def test_both_tables_take_their_days_from_the_dates_of_the_story() -> None:
    """No date of a total or a contact differs from that of its expression in the article as a whole."""
    windows = [
        (row["window_text"], row["window_start"].date(), row["window_end"].date(), result)
        for result in samples()
        for row in result.stated_counts.dropna(subset=["window_start"]).to_dict("records")
    ]
    days = [
        (row["why_date"], row["date_start"].date(), row["date_end"].date(), result)
        for result in samples()
        for row in result.contacts.dropna(subset=["why_date", "date_start"]).to_dict("records")
    ]
    assert len(windows) >= 6
    assert len(days) >= 20
    named = {result.article.article_id: expressions_with_days(result) for result in samples()}
    for *dated, result in windows + days:
        assert tuple(dated) in named[result.article.article_id], (result.article.article_id, dated)


def test_an_ordinal_is_a_count(analysed: Analysed) -> None:
    result = analysed("It was the third meeting between Angela Merkel and Vladimir Putin this year.")
    assert result.contacts.empty
    assert result.stated_counts[["count", "kind", "window_text"]].to_numpy().tolist() == [[3, "ordinal", "this year"]]
    assert analysed("It was the second call between Angela Merkel and Vladimir Putin in a week.").contacts.empty
    assert len(analysed("It was the first call between Angela Merkel and Vladimir Putin in a week.").contacts) == 1


def test_visits_to_a_country_are_counted_with_the_country(analysed: Analysed) -> None:
    result = analysed(
        "President of Ukraine Volodymyr Zelenskyy received Charles Michel.\n\n"
        "It was the second visit of Charles Michel to Ukraine this year."
    )
    assert result.stated_counts[["actor", "recipient", "count"]].to_numpy().tolist() == [
        ["Charles Michel", "Ukraine", 2]
    ]


@pytest.mark.slow
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=9))
def test_any_text_gives_tables_whose_offsets_hold(analysed: Analysed, parts: list[str]) -> None:
    text = " ".join(["Words.", *parts])
    result = analysed(text)
    for table, name in ((result.contacts, "contacts"), (result.stated_counts, "stated_counts")):
        assert list(table.columns) == [column.name for column in tables.TABLES[name]]
        for row in table.to_dict("records"):
            assert text[row["start"] : row["end"]] == row["text"] != ""
            assert row["actor"] != row["recipient"]


def test_headline_names_one_side_and_the_lead_the_other() -> None:
    """The first sentence adds to the call of the headline."""
    title = "Telephone conversation with Peder Lund"
    text = f"{title}\n\nDuring the conversation, Anna Berg and Peder Lund exchanged greetings."
    article = Article(text, published=datetime.date(2022, 3, 7), title=title)
    (contact,) = analyse(article).contacts.to_dict("records")
    assert (contact["actor"], contact["recipient"], contact["mode"]) == ("Anna Berg", "Peder Lund", "phone")
    assert (contact["date_start"].date().isoformat(), contact["date_source"]) == ("2022-03-07", "publication")


def test_day_of_talks_before_is_not_that_of_the_call(rows: Rows) -> None:
    text = "In follow up to talks held in Oslo the day before, Anna Berg had a telephone conversation with Peder Lund."
    (contact,) = [row for row in rows(text) if row["trigger"] == "conversation"]
    assert contact["date_start"].date().isoformat() == "2022-03-07"


def test_body_is_no_party_to_its_own_session(rows: Rows) -> None:
    assert rows("Anna Berg chaired a meeting of the National Security Council on Monday.") == []
    assert rows("Anna Berg held a meeting of the Council for Science and Education via videoconference.") == []


def test_team_that_plays_is_no_delegation(rows: Rows) -> None:
    assert rows("Anna Berg met the Norwegian Paralympic team in Oslo on Monday.") == []
    (contact,) = rows("Anna Berg met the Norwegian negotiating team in Oslo on Monday.")
    assert contact["recipient"] == "Norway"


def test_list_of_places_is_no_list_of_people(rows: Rows) -> None:
    assert rows("Anna Berg held a meeting with students from Oslo, Drammen, Narvik and Tromsdal, who took part.") == []


def test_sentence_whose_root_is_a_preposition(rows: Rows) -> None:
    """The search ends, whatever the parse is."""
    assert rows("Naturally, during the talks we reviewed in depth many other open questions.") == []


@pytest.mark.parametrize(
    ("text", "pair", "day"),
    [
        ("Anna Berg rang her colleague, Einar Holm, on Friday, the ministry said.", ("Anna Berg", "Einar Holm"), 4),
        ("Anna Berg took a call from Einar Valsson on Friday.", ("Einar Valsson", "Anna Berg"), 4),
        ("Anna Berg took her first foreign call from Chile on Friday.", ("Chile", "Anna Berg"), 4),
        ("Anna Berg's phone call to Luis Soto from Berlin came on Friday.", ("Anna Berg", "Luis Soto"), 4),
        ("Before breakfast on Friday, Anna Berg called Luis Soto.", ("Anna Berg", "Luis Soto"), 4),
        ("After lunch on Friday Anna Berg telephoned Luis Soto.", ("Anna Berg", "Luis Soto"), 4),
        (
            "The rivals met on Friday. It was the first conversation between Anna Berg and Luis Soto in nine days.",
            ("Anna Berg", "Luis Soto"),
            4,
        ),
        ("Peder Holm told Ragnhild Berg so by telephone on Friday.", ("Peder Holm", "Ragnhild Berg"), 4),
        ("Jan Petter Holm met Anna Berg on Friday.", ("Jan Petter Holm", "Anna Berg"), 4),
        ("Anna Berg had a video conference with Einar Holm on Friday.", ("Anna Berg", "Einar Holm"), 4),
        (
            "The foreign ministers of Norway and Chile met on Friday. Norwegian Foreign Minister Anna Berg and the "
            "Chilean foreign minister, Luis Soto, agreed on little.",
            ("Anna Berg", "Luis Soto"),
            4,
        ),
    ],
)
def test_who_and_when(rows: Rows, text: str, pair: tuple[str, str], day: int) -> None:
    """Times before "the ministry said", callers after "from", months that are names, offices with their holders."""
    contact = rows(text)[0]
    assert (contact["actor"], contact["recipient"], contact["date_start"].date().day) == (*pair, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Anna Berg cancelled the meeting with Luis Soto on Sunday.", None),
        ("Anna Berg called off the talks with Luis Soto on Monday.", None),
        ("Anna Berg cancelled the meeting with Luis Soto on Wednesday.", 9),
        ("Anna Berg cancelled a meeting with Luis Soto that was planned for Monday.", 7),
        ("Anna Berg cancelled Monday's meeting with Luis Soto.", 7),
        ("Anna Berg cancelled a meeting with Luis Soto on Sunday.", 13),  # which meeting? Sunday's
        ("Anna Berg scrapped a meeting planned for Monday with Luis Soto.", 7),
        ("Anna Berg met Luis Soto on Sunday.", 6),
    ],
)
def test_a_weekday_just_past_is_that_of_the_cancellation(rows: Rows, text: str, day: int | None) -> None:
    """The article is of a Monday."""
    (contact,) = rows(text)
    assert (contact["date_start"].date().day if contact["date_start"] is not None else None) == day


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ("Further talks are planned for Thursday.", "planned"),
        ("More talks are scheduled for Thursday.", "planned"),
        ("The next round of talks is expected on Thursday.", "planned"),
        ("Another meeting will take place on Thursday.", "planned"),
        ("The talks will resume on Thursday.", "planned"),
        ("Talks are due to resume on Thursday.", "planned"),
        ("Their negotiators will meet on Thursday.", "planned"),
        ("The delegations will meet again on Thursday.", "planned"),
        ("The two parties' negotiating teams are to meet on Thursday.", "planned"),
        ("The country's leaders were calm. Snow fell. It rained. Further talks are planned for Thursday.", "planned"),
        ("Officials will meet by video on Thursday.", "planned"),
        ("They will meet again on Thursday.", "planned"),
        ("Their finance ministers spoke by phone on Sunday.", "occurred"),
        ("Talks resumed on Sunday.", "occurred"),
        ("A previous round of talks on Monday had broken down.", "occurred"),
        # No other contact, or that of others.
        ("The talks ended without agreement.", None),
        ("No further talks are planned.", None),
        ("No date has been set for further talks.", None),
        ("Cabinet talks will resume on Thursday.", None),
        ("A new meeting of the council is planned for Thursday.", None),
        ("The ministers will meet on Thursday to set the budget.", None),
        ("The committee will meet again on Thursday.", None),
        ("Officials of the city will meet on Thursday.", None),
        ("Farmers protested outside. They will meet again on Thursday.", None),
        ("They will meet again with farmers on Thursday.", None),
        ("The mayor urged both sides to continue talking.", None),
    ],
)
def test_another_contact_of_the_same_sides(rows: Rows, second: str, status: str | None) -> None:
    first, *others = rows(f"The Harbour Union held talks with the Harbour Bank in Leeds on Friday.\n\n{second}")
    pair = {"Harbour Union", "Harbour Bank"}
    assert {first["actor"], first["recipient"]} == pair
    assert [{other["actor"], other["recipient"]} for other in others] == ([pair] if status else [])
    assert [other["status"] for other in others] == ([status] if status else [])


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # Told as a visit to a government.
        ("The Chilean foreign minister, Ann Lee, visited Oslo on Sunday.", [("Ann Lee", "Norway")]),
        ("The Chilean foreign minister, Ann Lee, flew to Oslo on Sunday for talks.", [("Ann Lee", "Norway")]),
        ("The Chilean president, Ann Lee, arrived at the White House on Friday.", [("Ann Lee", "United States")]),
        ("President Ann Lee of Chile flew to Norway on Sunday.", [("Ann Lee", "Norway")]),
        ("Emperor Bob Ray leaves for Norway on Sunday.", [("Bob Ray", "Norway")]),
        ("The Chilean envoy, Ann Lee, arrived in Oslo on Friday, where she met Bob Ray.", [("Ann Lee", "Bob Ray")]),
        (
            "US President Ann Lee, who arrived in Laos on Sunday, was calm. Snow fell. It rained. Nobody spoke. "
            "The sun shone. Ms Lee is the first US president to visit Laos. She held talks with President Bo Vongsa.",
            [("Ann Lee", "Bo Vongsa")],
        ),
        # Mere travel.
        ("“President Ann Lee of Chile is going to Norway while she can,” Tom Hall said.", []),
        ("The Chilean foreign minister, Ann Lee, left Rome for Oslo on Sunday.", []),
        ("The Chilean foreign minister, Ann Lee, flew to Oslo on Sunday.", []),
        ("Two Chilean envoys, Ann Lee and Bob Ray, are expected to travel to Norway on Sunday.", []),
        ("Chilean President Ann Lee, who arrived in Norway on Sunday from a summit in Rome, was calm.", []),
    ],
)
def test_a_journey_reported_as_a_visit(rows: Rows, text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(row["actor"], row["recipient"]) for row in rows(text)] == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Union leaders are to meet Secretary Bob Ray next week.\n\nHarbour Union general secretary Jon Lind said "
            "it was late. Snow fell. Mr Lind will meet Mr Ray in Leeds on Tuesday of next week.",
            [("Jon Lind", "Bob Ray")],
        ),
        (
            "The leaders of the Reform Party and the Harbour Party have held their first talks.\n\nReform Party leader "
            "Ann Lee and Harbour Party president Jon Lind met in Leeds on Monday morning.",
            [("Ann Lee", "Jon Lind")],
        ),
        (
            "Union leaders met Secretary Bob Ray on Sunday.\n\nThe nurse Eva Moe met Mr Ray on Sunday, too.",
            [("Union leaders", "Bob Ray"), ("Eva Moe", "Bob Ray")],
        ),
        (
            "Union leaders met Secretary Bob Ray on Sunday.\n\nHarbour Union head Eva Moe met Mr Ray on Saturday.",
            [("Harbour Union", "Bob Ray"), ("Eva Moe", "Bob Ray")],
        ),
    ],
)
def test_leaders_named_later(rows: Rows, text: str, pairs: list[tuple[str, str]]) -> None:
    found = [{row["actor"], row["recipient"]} for row in rows(text)]
    assert found == [set(pair) for pair in pairs]


def test_who_invites_others_for_separate_talks_is_their_host(rows: Rows) -> None:
    found = rows(
        "Eva Moe of the United States said President Bob Whit had invited Ann Lee and Tom Hall to Washington for "
        "separate talks."
    )
    pairs = {frozenset((row["actor"], row["recipient"])) for row in found}
    assert pairs == {frozenset(("Bob Whit", "Ann Lee")), frozenset(("Bob Whit", "Tom Hall"))}


@pytest.mark.parametrize(
    ("second", "day"),
    [
        ("The letter, dated Thursday, was handed to Norway's ambassador.", 3),
        ("The letter, dated Thursday, ran to two pages.", 3),
        ("The letter, dated Thursday, was handed to Chile's ambassador.", 3),
        ("The letter, dated Thursday, was handed to Peru's ambassador.", 7),  # perhaps another letter
    ],
)
def test_the_date_of_a_letter_handed_to_an_official(rows: Rows, second: str, day: int) -> None:
    first = (
        "Norwegian Prime Minister Anna Berg has sent a letter to her Chilean counterpart, Luis Soto, her office said."
    )
    contact = rows(f"{first} {second}")[0]
    assert (contact["mode"], contact["date_start"].date().day) == ("correspondence", day)


# Why a contact is as it is


def test_explain_has_a_step_for_everything_that_decided_a_contact() -> None:
    text = "French President Ann Lee was in Oslo. On Friday she called Bo Berg, the mayor, and will meet him in Rome."
    result = analyse(Article(text, published=datetime.date(2024, 5, 6), article_id="a"))
    call, meeting = (result.explain(contact_id=n) for n in (1, 2))
    assert call["step"].tolist()[:5] == [
        "found by: calling somebody",
        "Ann Lee: by pronoun",
        "understood through the name",
        "Bo Berg: by name",
        "status: occurred",
    ]
    assert call["step"].tolist()[5:7] == ["day: 2024-05-03 (relative)", "place: not stated"]
    assert call["step"].iloc[-1].startswith("confidence 0.")
    assert meeting.set_index("step").loc["status: planned", "text"] == "will"
    assert meeting.set_index("step").loc["place: Rome", "text"] == "Rome"
    for steps in (call, meeting):
        placed = steps.dropna()
        assert [text[a:b] for a, b in zip(placed["start"], placed["end"], strict=True)] == placed["text"].tolist()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("French President Ann Lee flew to Oslo on Friday.", "not mentioned in these words; the host, by the place"),
        (
            "French President Ann Lee met Norwegian officials in Lima on Friday.",
            "not mentioned in these words; from another sentence, by a country or office, or as the speaker",
        ),
        ("French President Ann Lee visited Norway on Friday.", "by name"),
    ],
)
def test_explain_says_how_a_party_is_known(text: str, why: str) -> None:
    steps = analyse(Article(text, article_id="a")).explain(contact_id=1)["step"].tolist()
    assert [step for step in steps if step.startswith(("Ann Lee: ", "Norway: "))] == [
        "Ann Lee: by name",
        f"Norway: {why}",
    ]


def test_explain_needs_one_item_that_is_there() -> None:
    result = analyse(Article("It rained.", article_id="a"))
    with pytest.raises(AnalysisError, match="there is no contact 7; there are 0"):
        result.explain(contact_id=7)
    for arguments in ({}, {"quote_id": 1, "contact_id": 1}):
        with pytest.raises(AnalysisError, match="give quote_id=1 or contact_id=1"):
            result.explain(**arguments)


@pytest.mark.parametrize(
    ("text", "initiators"),
    [
        ("Ann Lee and Cy Dow were called in to meet Bo Ray on Monday.", {"Bo Ray"}),
        ("Ann Lee spoke to Bo Ray and Cy Dow by telephone on Monday and urged them to stay.", {"Ann Lee"}),
        ("Ann Lee and Cy Dow met Bo Ray on Monday to ask him for help.", {None}),
    ],
)
def test_who_alone_turned_to_several(rows: Rows, text: str, initiators: set[str | None]) -> None:
    assert {None if pd.isna(row["initiator"]) else row["initiator"] for row in rows(text)} == initiators


@pytest.mark.parametrize(
    ("text", "initiator"),
    [
        ("Ann Lee asked to meet Bo Ray.", "Ann Lee"),
        ("Ann Lee was called in to meet Bo Ray on Monday.", "Bo Ray"),
        ("Ann Lee was called in to see Transport Secretary Bo Ray.", "Bo Ray"),
        ("Ann Lee spoke to Bo Ray by telephone to thank him.", "Ann Lee"),
        ("Ann Lee spoke to Bo Ray by telephone on Monday and urged him to stay.", "Ann Lee"),
        ("Ann Lee spoke to Bo Ray by telephone to offer him a job.", "Ann Lee"),
        ("Ann Lee met Bo Ray on Monday to ask him for help.", "Ann Lee"),
        ("Ann Lee visited Minister Bo Ray on Monday to warn him.", "Ann Lee"),
        ("Ann Lee flew to Oslo to visit Minister Bo Ray to ask him for help.", "Ann Lee"),
        ("Ann Lee went to meet Bo Ray on Monday.", "Ann Lee"),
        ("Ann Lee confronted Bo Ray on Monday.", "Ann Lee"),
        ("Ann Lee demanded a meeting with Bo Ray.", "Ann Lee"),
        ("Ann Lee was summoned to a meeting with Bo Ray.", "Bo Ray"),
        ("Ann Lee learned the news in a phone call from Bo Ray.", "Bo Ray"),
        ("Ann Lee was offered a meeting with Bo Ray.", "Bo Ray"),
        ("Ann Lee asked Bo Ray to telephone her.", "Ann Lee"),
        ("Ann Lee wrote to the paper, asking Bo Ray to call her.", "Ann Lee"),
        ("Ann Lee was asked by Bo Ray to telephone him.", "Bo Ray"),
        ("Ann Lee offered to meet Bo Ray.", "Ann Lee"),
        ("Ann Lee called for a meeting with Bo Ray.", "Ann Lee"),
        ("Ann Lee called off a meeting with Bo Ray.", None),
        ("Ann Lee warned Bo Ray in a telephone call on Monday.", None),
        ("Ann Lee agreed with Bo Ray in a telephone call on Monday.", None),
        ("Ann Lee did not ask for the meeting with Bo Ray.", None),
        ("Ann Lee had a phone call with Bo Ray.", None),
        ("Ann Lee spoke with Bo Ray by telephone on Monday.", None),
        ("Ann Lee spoke to Bo Ray by telephone on Monday.", None),
        ("Ann Lee flew to Oslo to meet Bo Ray.", None),
        ("Ann Lee went there to meet Bo Ray.", None),
        ("Ann Lee met Bo Ray on Monday to discuss trade.", None),
        ("Ann Lee met Bo Ray on Monday to brief him.", None),
        ("Ann Lee met Bo Ray on Monday and asked him for help.", None),
        ("Ann Lee attended a meeting with Bo Ray.", None),
    ],
)
def test_who_turned_to_the_other(rows: Rows, text: str, initiator: str | None) -> None:
    (row,) = rows(text)
    assert (None if pd.isna(row["initiator"]) else row["initiator"]) == initiator


@pytest.mark.parametrize(
    ("invitation", "day", "place"),
    [
        ("to meet her in Oslo on Friday", "2022-03-11", "Oslo"),
        ("to visit Oslo in May", "2022-05-01", "Oslo"),
        ("on Monday to visit Oslo", None, "Oslo"),
        ("to Oslo", None, "Oslo"),
        ("to a dinner in Oslo on Friday", "2022-03-11", "Oslo"),
    ],
)
def test_the_day_and_place_of_an_invitation(rows: Rows, invitation: str, day: str | None, place: str) -> None:
    (row,) = rows(f"Governor Ann Lee has invited Bo Ray {invitation}.")
    assert (None if pd.isna(row["date_start"]) else str(row["date_start"].date()), row["place"]) == (day, place)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (", and he has accepted.", "planned"),
        (". Ray accepted the invitation.", "planned"),
        (", but Ray turned down the invitation.", "denied"),
        (". Ray declined.", "denied"),
        (". Ray declined to comment.", "hypothetical"),
        (". Ray has accepted the result of the vote.", "hypothetical"),
        (". Ray might accept.", "hypothetical"),
        (".", "hypothetical"),
    ],
)
@pytest.mark.parametrize("invitation", ["to visit Oslo", "to dinner", "to meet her in Oslo"])
def test_the_answer_to_an_invitation(rows: Rows, invitation: str, answer: str, status: str) -> None:
    (row,) = rows(f"Governor Ann Lee invited Bo Ray {invitation}{answer}")
    assert row["status"] == status


@pytest.mark.parametrize(
    ("text", "mode", "duration"),
    [
        ("Ann Lee spoke to Bo Ray on Sunday. A recording of the 13-minute call was published on Monday.", "phone", 13),
        ("Ann Lee met Bo Ray on Sunday. The meeting lasted nearly two hours.", "meeting", 120),
        ("Ann Lee spoke to Bo Ray about the 90-minute visit on Sunday.", "unspecified", None),
    ],
)
def test_details_in_a_later_sentence(rows: Rows, text: str, mode: str, duration: int | None) -> None:
    (row,) = rows(text)
    assert (row["mode"], None if pd.isna(row["duration_min"]) else row["duration_min"]) == (mode, duration)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ann Lee failed to reach a deal during a meeting with Bo Ray on Sunday.", "occurred"),
        ("Ann Lee failed to persuade Bo Ray during a meeting on Sunday.", "occurred"),
        ("Ann Lee refused to back down during talks with Bo Ray on Sunday.", "occurred"),
        ("Ann Lee failed to show up at a meeting with Bo Ray on Sunday.", "cancelled"),
        ("Ann Lee refused to engage in talks with Bo Ray on Sunday.", "denied"),
        ("Ann Lee refused to take part in talks with Bo Ray on Sunday.", "denied"),
    ],
)
def test_who_achieved_nothing_in_talks_took_part_in_them(rows: Rows, text: str, status: str) -> None:
    assert [row["status"] for row in rows(text)] == [status]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (
            "Ann Lee met Bo Ray on Sunday. A second meeting, planned for Friday, has been called off.",
            ["occurred", "cancelled"],
        ),
        ("Ann Lee met Bo Ray on Sunday. A second meeting is planned for Friday.", ["occurred", "planned"]),
        ("Ann Lee met Bo Ray on Sunday. A meeting of the council has been called off.", ["occurred"]),
    ],
)
def test_a_second_meeting_is_another_one(rows: Rows, text: str, statuses: list[str]) -> None:
    assert [row["status"] for row in rows(text)] == statuses


@pytest.mark.parametrize(
    ("second", "n_contacts"),
    [
        ("“We will meet again next week,” Ray said.", 2),
        ("Tom Hall was not there. They agreed to meet again in two weeks.", 2),
        ("Snow fell. They met again, in the middle of May.", 2),
        ("Six weeks later she met again with him.", 2),
        ("She called him. Later she called again.", 3),
        ("Lee held another meeting with Ray.", 2),
        ("Lee and Ray also had a separate meeting.", 2),
        ("A follow-up meeting is planned for Friday.", 2),
        ("In a second meeting, Ray asked for money.", 2),
        ("The previous time they met, they quarrelled.", 2),
        ("The last time the two met was in April.", 2),
        ("The last time they met, in 2007, Ray left early.", 2),
        # The same contact again, or one of other people.
        ("Lee met Ray again on Sunday, for two hours.", 1),
        ("Lee held another meeting with Ray on Sunday. The meeting was short.", 1),
        ("Lee and Ray held talks on Sunday on a separate treaty.", 1),
        ("“We will meet again next week,” said Tom Hall, who chairs the council.", 1),
        ("She will meet again with farmers on Friday.", 1),
        ("It was the first time that they had met.", 1),
        ("Lee saw Ray on Sunday, she said, the first time they had met since April.", 1),
        ("By the time they met, it was dark.", 1),
        ("In another email, Ray asked for money.", 1),
        ("A follow-up meeting of the council is planned for Friday.", 1),
    ],
)
def test_the_same_two_are_in_touch_again(rows: Rows, second: str, n_contacts: int) -> None:
    found = rows(f"Ann Lee met Bo Ray in Leeds on Sunday.\n\n{second}")
    assert [{row["actor"], row["recipient"]} for row in found] == [{"Ann Lee", "Bo Ray"}] * n_contacts


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Ann Lee rang Bo Ray to confront him.", "phone"),
        ("Ann Lee emailed Bo Ray to confront him.", "correspondence"),
        ("Ann Lee flew to Oslo to confront Bo Ray.", "meeting"),
    ],
)
def test_the_aim_of_a_call_is_no_meeting(rows: Rows, text: str, mode: str) -> None:
    assert [row["mode"] for row in rows(text)] == [mode]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Ann Lee called off the summit with Bo Ray, saying that it would be wrong to meet Ray.", ["cancelled"]),
        (
            "Ann Lee called off the summit with Bo Ray. She said that she could meet Bo Ray.",
            ["cancelled", "hypothetical"],
        ),
    ],
)
def test_a_reason_for_a_cancellation_is_no_second_contact(rows: Rows, text: str, statuses: list[str]) -> None:
    assert [row["status"] for row in rows(text)] == statuses


@pytest.mark.parametrize(
    "text",
    [
        "It looked a harsh call by referee Tom Hall, and manager Jon Lind was furious.",
        "Bo Ray should resign, Ann Lee said. Chairman Jon Lind and Senator Tom Hall made similar calls last week.",
        "Senators joined calls from Ann Lee and Tom Hall for an inquiry.",
        "Amid calls from Ann Lee, Tom Hall resigned on Sunday.",
        "Prosecutor Ann Lee called Tom Hall to the stand.",
        "Prosecutor Ann Lee called Tom Hall as a witness.",
        "Manager Ann Lee called Tom Hall up to the senior squad.",
        "Ann Lee welcomed baby Tom in May.",
        "Even comedian Ann Lee, who hosts the popular show “Last Lunde,” lost her temper.",
        "Ann Lee attacked Tom Hall, calling him, among other things, a fraud.",
        "Ann Lee invited Bo Ray to invest, according to a filing.",
        "Ann Lee and Tom Hall are speaking to Bo Ray with one voice.",
        "Ann Lee had sexual contact with Tom Hall, the court heard.",
        "Ann Lee's message to Tom Hall is simple: resign.",
        "The vote was a message to Prime Minister Tom Hall from Ann Lee.",
        "Prime Minister Tom Hall apologised during a visit to a school in north London.",
        "Senate leader Tom Hall delivered a blunt message to President Ann Lee: “It is time to quit.”",
        "By imposing sanctions President Ann Lee sent a clear message to Norway on Friday.",
        "In the call, Tom Hall described Ann Lee as weak.",
        "Tom Hall spoke during a panel discussion in which he compared President Ann Lee to Bo Ray.",
        "During an interview with Bo Ray that aired on Friday, Tom Hall discussed one of his plans.",
        "The Dutch meet Denmark in their opening game in Oslo on June 14.",
        "Ann Lee beat Sara Quinn in their third meeting on Sunday.",
        "Ann Lee won their last meeting, beating Sara Quinn in straight sets.",
        "The referee is ill. Chelsea's meeting with Arsenal on Sunday will decide it, as neither is unbeaten.",
        "Ann Lee will meet Sara Quinn in the last eight on Friday.",
        "Hundreds stood in the rain to hear Ann Lee and Tom Hall speak about the road.",
        "Ann Lee earned a meeting with Sara Quinn in the last four.",
        "The referee blew for half-time. Jon Lind was adjudged to have made contact with Bo Ray in the area.",
    ],
)
def test_words_of_contact_in_another_sense(rows: Rows, text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Ann Lee made calls to Jon Lind on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("Tom Hall heard that Ann Lee and Jon Lind spoke on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee called Jon Lind as she left.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee invited Jon Lind to attend a dinner.", [("Jon Lind", "Ann Lee")]),
        ("Ann Lee called Jon Lind up on Sunday to tell him.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee welcomed Jon Lind at the airport.", [("Jon Lind", "Ann Lee")]),
        ("Ann Lee took calls from Jon Lind on Sunday.", [("Jon Lind", "Ann Lee")]),
        ("In calls with Jon Lind on Sunday, Ann Lee offered help.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee called Jon Lind to the palace.", [("Ann Lee", "Jon Lind")]),
        ("President Ann Lee hauled Jon Lind to a meeting on Sunday.", [("Jon Lind", "Ann Lee")]),
        ("Ann Lee sent a short message to Jon Lind on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("In a phone call on Sunday, Ann Lee urged Jon Lind to stay.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee met Jon Lind at a game on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee met Jon Lind in the first round of talks on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee beat Tom Hall after a meeting with Jon Lind.", [("Ann Lee", "Jon Lind")]),
        ("The referee blew for half-time. Chairwoman Ann Lee met Jon Lind on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("Ann Lee made contact with Jon Lind on Sunday.", [("Ann Lee", "Jon Lind")]),
        ("The striker and the midfielder stay. Ann Lee made contact with Jon Lind.", [("Ann Lee", "Jon Lind")]),
        (
            "The referee blew for half-time. Agent Ann Lee made contact with Jon Lind about a transfer.",
            [("Ann Lee", "Jon Lind")],
        ),
        (
            "President Ann Lee spoke to Jon Lind in a call from the Oval Office on Saturday.",
            [("Ann Lee", "Jon Lind")],
        ),
    ],
)
def test_the_same_words_of_a_contact(rows: Rows, text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(row["actor"], row["recipient"]) for row in rows(text)] == pairs
