"""Every figure can draw any table, has an alt text, and gives the same bytes each time."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from analysis import Article, tables
from analysis.display import OTHER_SPEAKER, SPEAKER_COLOURS, speaker_colours
from analysis.figures import article, canvas
from analysis.frequency import public_record, rates
from analysis.sentiment import polarity
from analysis.sentiment.scorers import SCORERS

from . import finding, smallest_letters, touching

DAY = pd.Timestamp("2022-03-06")
TITLES = ("who", "how", "both", "through", "timeline", "rate", "record")
NAMES = ["Ada Ruiz", "Žofie Ångström", "_under $x_1$ & <b>", "Анна Ким", "Minister " * 9, "\x00Bo\nBerg", "No. 1 $"]
WORDS = ["a good and lasting peace", "a terrible war", "it is so", "fine, very fine", "bad"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ANALYSIS_FIGURES", str(tmp_path))
    yield tmp_path


def quotes(n: int, names: int = 7) -> pd.DataFrame:
    rows = (
        {"article_id": "a", "quote_id": k + 1, "segment": 0, "paragraph": 0, "start": 10 * k, "end": 10 * k + 9}
        | {
            "text": WORDS[k % 5],
            "kind": list(article.KIND_STYLES)[k % 3],
            "speaker": name(k % names) if k % 9 != 8 else None,
        }
        for k in range(n)
    )
    return tables.frame("quotes", rows)


def contacts(n: int, pairs: int = 7) -> pd.DataFrame:
    statuses = ("occurred", "planned", "cancelled", "denied", "hypothetical")
    rows = []
    for k in range(n):
        first = None if k % 5 == 4 else DAY - pd.Timedelta(days=k if k % 4 else 400 * k)
        last = first + pd.Timedelta(days=30) if first and k % 3 == 0 else first
        row = {"article_id": "a", "contact_id": k + 1, "actor": name(k % pairs), "recipient": name(k % pairs + 1)}
        row |= {
            "mode": list(article.MODE_STYLES)[k % 5],
            "status": statuses[k % 5 if k % 2 else 0],
            "start": k,
            "end": k + 1,
        }
        rows.append(row | {"date_start": first, "date_end": last})
    return tables.frame("contacts", rows)


def stated(n: int) -> pd.DataFrame:
    """An ordinal without a window, a total since a day, and an earlier total."""
    row = {"article_id": "a", "actor": NAMES[0], "recipient": NAMES[1], "mode": "unspecified", "kind": "total"}
    ordinal = row | {"count": 37, "kind": "ordinal"}
    since = row | {"count": 4, "window_start": DAY - pd.Timedelta(days=9), "window_end": DAY}
    earlier = row | {"count": 8, "window_start": DAY - pd.Timedelta(days=18), "window_end": DAY}
    rows: list[dict[str, Any]] = [ordinal, since, earlier]
    return tables.frame("stated_counts", rows[:n])


def beside(met: pd.DataFrame, counts: pd.DataFrame) -> canvas.Figure:
    """All contacts attributed to one person, whose record lists every second one."""
    met, counts = (table.assign(actor="Zoe Zander") for table in (met, counts))
    listed = met.rename(columns={"date_start": "date", "recipient": "counterpart"}).dropna(subset=["date"])[::2]
    listed = listed.assign(url="https://example.org")[list(public_record.RECORD_COLUMNS)]
    compared = public_record.contacts_in_record(met, listed, "Zander")
    totals = public_record.totals_in_record(counts, listed, "Zander")
    return article.against_record(compared, totals, public_record.days_in_record(compared, totals, listed))


def name(k: int) -> str:
    return NAMES[k] if k < len(NAMES) else f"Person {k}"


def draw(title: str, n: int, many: int = 7) -> canvas.Figure:
    """One figure, from tables with `n` rows and `many` names or pairs."""
    said, met, counts = quotes(n, many), contacts(n, many), stated(n)
    tone = polarity.tone(said)
    drawings: dict[str, Callable[[], canvas.Figure]] = {
        "who": lambda: article.who_speaks(said),
        "how": lambda: article.how_they_sound(*scored(said, "TextBlob")),
        "both": lambda: article.how_they_sound(*scored(said, "TextBlob", "VADER")),
        "through": lambda: article.tone_through_article(tone, narrated(n), 10 * n),
        "timeline": lambda: article.timeline(met, counts),
        "record": lambda: beside(met, counts),
        "rate": lambda: article.rate_before_and_since(rates.before_and_since(counts)),
    }
    return drawings[title]()


def texts(svg: Path) -> str:
    """All text in an SVG."""
    root = ElementTree.parse(svg).getroot()
    return " ".join(" ".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))


def edges(png: Path) -> set[int]:
    """The shades of grey along the four edges of a PNG."""
    with Image.open(png) as image:
        shades = np.asarray(image.convert("L"))
    return {*shades[0].tolist(), *shades[-1].tolist(), *shades[:, 0].tolist(), *shades[:, -1].tolist()}


@pytest.mark.parametrize("n", [0, 1, 12])
@pytest.mark.parametrize("title", TITLES)
def test_a_figure_gives_the_same_bytes_again(title: str, n: int, folder: Path) -> None:
    fig = draw(title, n)
    first = [path.read_bytes() for path in canvas.save(fig, title)]
    assert [path.read_bytes() for path in canvas.save(fig, title)] == first, "saved again"
    assert [path.read_bytes() for path in canvas.save(draw(title, n), title)] == first, "drawn again"
    assert sorted(path.name for path in folder.iterdir()) == [f"{title}.png", f"{title}.svg"]


def test_the_style_neither_leaks_nor_is_affected_by_settings(folder: Path) -> None:
    before = dict(mpl.rcParams)
    plain = [path.read_bytes() for path in canvas.save(draw("who", 3), "plain")]
    assert dict(mpl.rcParams) == before
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path", "svg.hashsalt": "mine"}):
        mine = [path.read_bytes() for path in canvas.save(draw("who", 3), "mine")]
    assert mine == plain


@pytest.mark.parametrize("title", TITLES)
def test_a_figure_without_rows_says_so(title: str) -> None:
    fig = draw(title, 0)
    svg, _ = canvas.save(fig, title)
    assert texts(svg) == fig.alt and fig.alt.startswith("Nothing to show: ")
    assert fig.get_figheight() < 1


@pytest.mark.parametrize("title", ["who", "how", "through", "timeline", "record"])
def test_names_are_drawn_as_they_are(title: str) -> None:
    svg, _ = canvas.save(draw(title, 42, 6), title)
    shown = texts(svg)
    for expected in ("Žofie Ångström", "_under $x_1$ & <b>", "Анна Ким", "Bo Berg", "Minister Minister"):
        assert expected in shown
    assert "…" in shown and NAMES[4].strip() not in shown


@pytest.mark.parametrize("many", [1, 40])
@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_cut_off(title: str, many: int) -> None:
    _, png = canvas.save(draw(title, 60, many), title)
    assert edges(png) == {255}


@pytest.mark.parametrize("title", ["who", "how", "timeline", "record"])
def test_more_rows_make_a_taller_figure(title: str) -> None:
    few, many = (draw(title, names, names).get_figheight() for names in (4, 40))
    assert many > 3 * few


def test_the_alt_text_goes_with_the_figure(folder: Path) -> None:
    fig = draw("who", 3)
    svg, png = canvas.save(fig, "who")
    title = ElementTree.parse(svg).getroot().find("{http://www.w3.org/2000/svg}title")
    assert title is not None and title.text == fig.alt
    with Image.open(png) as image:
        assert image.info["Description"] == fig.alt
    assert "Date" not in svg.read_text(encoding="utf-8") and "Matplotlib" not in svg.read_text(encoding="utf-8")


def test_a_notebook_gets_the_picture_and_its_words() -> None:
    shown = canvas.show(draw("who", 3), "who", 'Words "quoted" <by> speaker')._repr_mimebundle_()
    assert shown["text/plain"] == 'Words "quoted" <by> speaker'
    assert 'alt="Words &quot;quoted&quot; &lt;by&gt; speaker"' in shown["text/html"]
    assert re.search(r'<img alt="[^"<>]*" src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]*">', shown["text/html"])


def said_by(**texts_by_speaker: str) -> pd.DataFrame:
    """A quotation of each speaker; `nobody` is an unknown one."""
    rows = (
        {"article_id": "a", "quote_id": k, "segment": 0, "start": k, "end": k + 1, "text": text, "kind": "direct"}
        | {"speaker": None if speaker == "nobody" else speaker}
        for k, (speaker, text) in enumerate(texts_by_speaker.items(), 1)
    )
    return tables.frame("quotes", rows)


def through(*texts_said: str) -> canvas.Figure:
    said = said_by(**{f"Person {k}": text for k, text in enumerate(texts_said)})
    return article.tone_through_article(polarity.tone(said), narrated(0), 50)


def met(*rows: tuple[int, str, str, str, str]) -> pd.DataFrame:
    columns = ("contact_id", "actor", "recipient", "mode", "status")
    return tables.frame("contacts", ({"article_id": "a", **dict(zip(columns, row, strict=True))} for row in rows))


CALL, VISIT = (1, "Ann Lee", "Bo Berg", "phone", "occurred"), (2, "Bo Berg", "Ann Lee", "visit", "planned")
SUMMIT = [(3, *pair, "meeting", "occurred") for pair in (("Ann Lee", "Cy Cole"), ("Ann Lee", "Di Day"))]


def said_and_found(n: int, found: int | None, mode: str = "phone", window: str | None = "in a week") -> pd.DataFrame:
    row = {"article_id": "a", "actor": "Ann Lee", "recipient": "Bo Berg", "mode": mode, "kind": "total", "count": n}
    return tables.frame("stated_counts", [row | {"n_found": found, "window_text": window}])


def toned(*scores: tuple[str, str, list[float]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The scores of speakers by scorer, and the means, with the interval from the lowest to the highest score."""
    rows = [
        {"article_id": "a", "scorer": scorer, "speaker": speaker, "score": score, "has_evidence": True}
        for scorer, speaker, values in scores
        for score in values
    ]
    means = [
        {"article_id": "a", "scorer": scorer, "speaker": speaker, "n_quotes": len(values), "n_evidence": len(values)}
        | {"mean": np.mean(values), "low": min(values), "high": max(values)}
        for scorer, speaker, values in scores
    ]
    return pd.DataFrame(rows), pd.DataFrame(means)


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        (
            lambda: article.who_speaks(said_by(Ann="it is a big lake", Bo="a lake", Cy="a sea", Di="no")),
            "Ann is given more words than Bo or Cy",
        ),
        (lambda: article.who_speaks(said_by(nobody="it is a big lake", Bo="a lake", Cy="no")), "Bo is given more wor"),
        (lambda: article.who_speaks(said_by(Ann="a lake", Bo="a sea", Cy="no")), "Ann and Bo are given the most words"),
        (lambda: article.who_speaks(said_by(Ann="a lake")), "Only Ann is quoted"),
        (lambda: article.who_speaks(said_by(nobody="a lake")), "Nobody is named as the speaker of the words quoted"),
        (lambda: article.how_they_sound(*toned(("one", "Ann", [0.1, 0.4]))), "Too few quotations have a tone to say"),
        (
            lambda: article.how_they_sound(*toned(("one", "Ann", [0.1, 0.3, 0.4]), ("one", "Bo", [-0.1, -0.3, -0.4]))),
            "The words of Ann sound positive; the words of Bo sound negative",
        ),
        (
            lambda: article.how_they_sound(*toned(("one", "Ann", [0.1, 0.3, 0.4]), ("two", "Ann", [-0.1, 0.3, 0.4]))),
            "No speaker’s words are clearly negative or positive",
        ),
        (lambda: through("good peace", "bad war"), "No tone prevails among 2 scored quotations"),
        (lambda: through("good peace", "bad", "bad"), "2 of 3 scored quotations sound negative"),
        (lambda: through("bad", "bad"), "Both scored quotations sound negative"),
        (lambda: through("bad", "bad", "bad"), "All 3 scored quotations sound negative"),
        (
            lambda: article.tone_through_article(polarity.tone(said_by(Ann="bad")), narrated(5)[1:2], 50),
            "The one scored quotation sounds negative; so does the one other scored sentence",
        ),
        (
            lambda: article.tone_through_article(polarity.tone(quotes(0)), narrated(5)[1:2], 50),
            "The one scored sentence sounds negative",
        ),
        (lambda: article.who_speaks(said_by(**{"her office": "it is a lake", "Bo": "no"})), "Her office is given"),
        (lambda: through("the lake"), "No word was found that has a tone"),
        (
            lambda: article.tone_through_article(polarity.tone(said_by(Ann="bad")), narrated(5), 50),
            "The one scored quotation sounds negative; no tone prevails among 4 other scored sentences",
        ),
        (
            lambda: article.timeline(met(CALL), said_and_found(4, 1)),
            "The article says 4 calls in a week; it describes one",
        ),
        (
            lambda: article.timeline(met(CALL), said_and_found(1, 1, "unspecified", None)),
            "The article says 1 contact; it describes all of them",
        ),
        (
            lambda: article.timeline(met(), said_and_found(3, None)),
            "The article says 3 calls in a week; it describes no",
        ),
        (
            lambda: article.timeline(met(CALL), stated(0)),
            "The one contact in the article is between Ann Lee and Bo Berg",
        ),
        (
            lambda: article.timeline(met(CALL, VISIT), stated(0)),
            "Both contacts in the article are between Ann Lee and Bo",
        ),
        (
            lambda: article.timeline(met(CALL, VISIT, *SUMMIT), stated(0)),
            "2 of 3 contacts in the article are ",
        ),
        (lambda: article.timeline(met(CALL, *SUMMIT), stated(0)), "No pair has more than 1 contact in the article"),
        (
            lambda: article.rate_before_and_since(rates.before_and_since(stated(3))),
            "Too few contacts to say whether they became more or less frequent after 25 Feb 2022",
        ),
        (
            lambda: article.rate_before_and_since(rates.before_and_since(stated(3).assign(count=[0, 40, 41]))),
            "Ada Ruiz and Žofie Ångström were in touch more often since 25 Feb 2022: 28.0 a week after 0.8",
        ),
        (
            lambda: article.rate_before_and_since(rates.before_and_since(stated(3).assign(count=[0, 200, 385]))),
            "Contacts were about as frequent since 25 Feb 2022 as before",
        ),
        (lambda: beside(contacts(40, 1), stated(3)), "The article says 8 contacts; the record lists seven"),
        (lambda: beside(contacts(40, 1), stated(2)), "The record has "),
    ],
)
def test_the_title_is_the_finding(draws: Callable[[], canvas.Figure], expected: str) -> None:
    assert finding(draws()).startswith(expected)


def marks(fig: canvas.Figure, panel: int = 0) -> list[tuple[Any, float, float, Any]]:
    """Marker, place and filling of every mark."""
    return [
        (line.get_marker(), float(x), float(y), line.get_markerfacecolor())
        for line in fig.axes[panel].lines
        if line.get_marker() != "None"
        for x, y in zip(np.asarray(line.get_xdata()), np.asarray(line.get_ydata()), strict=True)
    ]


def test_every_contact_has_one_mark_and_its_parties_are_whole() -> None:
    agency = "International Agency for the Lakes of the North"
    summit = [(3, agency, name, "meeting", "occurred") for name in ("Ann Lee", "Bo Berg", "Cy Cole", "Di Day")]
    fig = article.timeline(met(CALL, VISIT, *summit), stated(0))
    assert len(marks(fig)) == 3 and "3 contacts in the article" in fig.texts[1].get_text()
    lanes = {label.get_text().replace("\n", " ") for label in fig.axes[0].texts}
    assert {"Ann Lee – Bo Berg", "Ann Lee – Bo Berg – Cy Cole – Di Day and 1 more"} <= lanes
    assert ", 3 of them without a date." in fig.alt
    fig = article.timeline(met(*summit[:1]), stated(0))
    assert f"Ann Lee – {agency}" in {label.get_text().replace("\n", " ") for label in fig.axes[0].texts}


def test_time_that_is_cut_out_is_marked() -> None:
    def slashes(*days: str) -> int:
        dates = [pd.Timestamp(day) for day in days]
        rows = met(*((k, "Ann Lee", "Bo Berg", "phone", "occurred") for k in range(1, len(days) + 1)))
        fig = article.timeline(rows.assign(date_start=dates, date_end=dates), stated(0))
        return [label.get_text() for label in fig.axes[0].texts].count("//")

    assert (slashes("2031-03-01", "2031-03-09"), slashes("2027-01-02", "2031-03-01"), slashes("2031-03-01")) == (
        0,
        1,
        0,
    )


def test_a_visit_and_a_meeting_that_agree_look_alike() -> None:
    visit = met((1, "Zoe Zander", "Bo Berg", "visit", "occurred")).assign(date_start=DAY, date_end=DAY)
    listed = pd.DataFrame({"date": [DAY], "counterpart": ["Bo Berg"], "mode": ["meeting"], "initiator": [None]})
    listed = listed.assign(url="https://example.org")[list(public_record.RECORD_COLUMNS)]
    compared = public_record.contacts_in_record(visit, listed, "Zander")
    totals = public_record.totals_in_record(stated(0), listed, "Zander")
    drawn = marks(article.against_record(compared, totals, public_record.days_in_record(compared, totals, listed)))
    assert len(drawn) == 2 and len({(marker, x, face) for marker, x, _, face in drawn}) == 1


def test_too_few_have_no_interval_and_a_note_beside_their_scorer() -> None:
    rows, means = toned(
        ("one", "Ann", [0.1, 0.2]), ("one", "Bo", [0.1, 0.2, 0.3]), ("two", "Ann", [0.1] * 3), ("two", "Bo", [0.1])
    )
    fig = article.how_they_sound(rows, means.assign(n_quotes=[4, 3, 4, 3]))
    assert [[label.get_text() for label in ax.texts] for ax in fig.axes] == [["too few: 2 of 4"], ["too few: 1 of 3"]]
    heights = [[label.get_position()[1] for label in ax.texts] for ax in fig.axes]
    assert heights[0] < heights[1], "beside the speaker, too"
    assert [diamonds(fig, panel) for panel in (0, 1)] == [(1, 1), (1, 1)], "and no mean is drawn for the others"


def test_a_speaker_of_two_quotations_has_no_mean_and_needs_no_note() -> None:
    fig = article.how_they_sound(*toned(("one", "Ann", [0.1, 0.2]), ("one", "Bo", [0.1, 0.2, 0.3])))
    assert diamonds(fig) == (1, 1) and not fig.axes[0].texts


def diamonds(fig: canvas.Figure, panel: int = 0) -> tuple[int, int]:
    """The number of means in a panel, and of intervals."""
    lines = [line for line in fig.axes[panel].lines if line.get_color() == canvas.INK and len(line.get_xdata()) == 2]  # type: ignore[arg-type]
    return [marker for marker, *_ in marks(fig, panel)].count("D"), len(lines)


def test_a_quotation_that_is_not_scored_is_at_the_left_and_not_at_0() -> None:
    rows, means = toned(("one", "Ann", [0.0, 0.0, 0.2]))
    fig = article.how_they_sound(rows.assign(has_evidence=[True, False, True]), means)
    dots = {(x, face) for marker, x, _, face in marks(fig) if marker == "o"}
    colour = SPEAKER_COLOURS[0].strong
    assert dots == {(0.0, colour), (0.2, colour), (article.TONE_LANE, "white")}


def test_the_article_ends_where_the_axis_does() -> None:
    upper, lower = draw("through", 20).axes
    assert upper.get_xlim() == lower.get_xlim() == (0, 100)
    assert [label.get_text() for label in lower.get_xticklabels()][-1] == "end"


def test_the_record_corrects_what_the_article_says() -> None:
    totals = pd.DataFrame({"stated": [8, 4], "in_record": [7, 4], "gap": [1, 0], "window_text": ["in a month", None]})
    compared = rates.before_and_since(stated(3))
    captions = [fig.texts[2].get_text() for fig in (article.rate_before_and_since(compared, totals), draw("rate", 3))]
    assert captions == ["A bar: 95% interval. The record lists 7 contacts in a month, not 8.", "A bar: 95% interval."]


@pytest.mark.parametrize("title", TITLES)
def test_letters_can_be_read_on_a_telephone(title: str) -> None:
    fig = draw(title, 12)
    assert smallest_letters(fig) >= 9 and not touching(fig)


@pytest.mark.parametrize("title", TITLES)
def test_a_figure_of_one_article_is_small(title: str) -> None:
    svg, _ = canvas.save(draw(title, 20, 8), title)
    assert svg.stat().st_size < 40_000


def test_hatches_have_lines_only() -> None:
    assert {style.hatch for style in article.KIND_STYLES.values()} == {"", "////"}


def test_the_source_is_in_the_caption() -> None:
    svg, _ = canvas.save(article.who_speaks(said_by(Ann="a lake"), source="The Daily Example, 6 March 2031"), "who")
    assert "Source: The Daily Example, 6 March 2031" in texts(svg)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"published": "2031-03-06", "source": "The Gull", "title": "The pier reopens"},
            "Source: The Gull, 6 March 2031: The pier reopens",
        ),
        ({"source": "The\nGull", "url": "https://gull.example/pier"}, "Source: The Gull, made up"),
        ({"source": "The Gull", "url": "https://example.gull.org/pier"}, "Source: The Gull"),
        ({"title": "The pier reopens", "url": "https://[odd"}, "Source: The pier reopens"),
        ({}, None),
    ],
)
def test_an_article_as_the_source(facts: dict[str, Any], expected: str | None) -> None:
    fig = article.who_speaks(said_by(Ann="a lake"), source=Article("It reopened on Monday, they said.", **facts))
    below = fig.texts[2].get_text().replace("\n", " ")
    assert below == (expected or "")


def test_a_speaker_has_one_colour_in_every_figure() -> None:
    said = quotes(90, 12)
    colours = speaker_colours(polarity.words_by_speaker(said).index)
    assert list(colours.values()) == [*SPEAKER_COLOURS, *[OTHER_SPEAKER] * 4]
    tone = polarity.tone(said)
    assert list(polarity.words_by_speaker(tone).index) == list(colours)
    bars = [mpl.colors.to_hex(bar.get_facecolor()) for bar in article.who_speaks(said).axes[0].patches]
    sounds = article.how_they_sound(*scored(said, "TextBlob")).axes[0]
    dots = {line.get_markeredgecolor() for line in sounds.lines if line.get_markerfacecolor() == "white"}
    through = article.tone_through_article(tone, narrated(0), 900).axes[0]
    keys = [line for line in through.lines if not str(line.get_label()).startswith("_")]
    assert {shade.lower() for pair in colours.values() for shade in pair} <= set(bars)
    assert dots <= {colour.strong for colour in colours.values()}
    assert [line.get_markerfacecolor() for line in keys] == [
        colour.strong for colour in (*SPEAKER_COLOURS, OTHER_SPEAKER)
    ]
    assert len({line.get_marker() for line in keys}) == 9


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        (lambda: article.who_speaks(quotes(3, 1)), "Words quoted, 1 speaker: Ada Ruiz 11 in 3 quotations."),
        (lambda: article.timeline(contacts(2, 1), stated(0)), "2 contacts of 1 pair (1 took place, 1 planned)."),
        (lambda: article.timeline(contacts(5, 1), stated(0)), ", 1 of them without a date."),
        (lambda: article.timeline(contacts(0), stated(1)), " Ada Ruiz – Žofie Ångström: the article says no. 37."),
        (lambda: draw("both", 3, 1), "Tone of 3 quotations, 1 speaker: TextBlob scores too few of each"),
        (lambda: draw("both", 4, 1), "Tone of 4 quotations, 1 speaker: mean by TextBlob Ada Ruiz "),
        (
            lambda: article.tone_through_article(polarity.tone(quotes(0)), narrated(3), 30),
            "Tone by place in the article. The article itself: 1 negative, 0 neutral, 1 positive, 1 not scored.",
        ),
        (lambda: draw("through", 3), "The people quoted: 1 negative, 0 neutral, 1 positive, 1 not scored. The article"),
        (lambda: article.rate_before_and_since(rates.before_and_since(stated(3))), "4 contacts in 9 days"),
        (
            lambda: beside(contacts(40, 1), stated(3)),
            "Žofie Ångström: the article says 4, record lists 4. Žofie Ångström: the article says 8, record lists 7.",
        ),
    ],
)
def test_the_alt_text_has_the_numbers(draws: Callable[[], canvas.Figure], expected: str) -> None:
    assert expected in draws().alt


def test_a_record_that_does_not_reach_is_not_counted() -> None:
    early = contacts(1).assign(date_start=DAY - pd.Timedelta(days=900), date_end=DAY - pd.Timedelta(days=900))
    assert beside(early, stated(2)).alt.endswith(": the article says 4, record does not reach.")


def scored(said: pd.DataFrame, *scorers: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    scores = polarity.scores(polarity.tone(said), {name: SCORERS[name] for name in scorers})
    return scores, polarity.by_speaker(scores)


def narrated(n: int) -> pd.DataFrame:
    return polarity.tone(quotes(n)).assign(speaker=polarity.ARTICLE_ITSELF)


def test_words_are_counted_as_in_the_table_of_speakers() -> None:
    said = quotes(40)
    n_words = polarity.speakers(polarity.tone(said)).set_index("speaker")["n_words"]
    assert f"Ada Ruiz {n_words['Ada Ruiz']} in " in article.who_speaks(said[said["speaker"].notna()]).alt


def test_empty_years_are_cut_out() -> None:
    days = [pd.Timestamp(day) for day in ("2017-05-01", "2017-05-09", "2022-03-03", "2022-03-06")]
    scale = canvas.time_scale(pd.DataFrame({"date_start": days, "date_end": days}))
    assert len(scale) == 2
    places = canvas.positions(scale, days)
    assert list(places) == sorted(places) and places[0] > 0 and places[-1] < 100
    assert (places[1] - places[0]) > 30 and (places[3] - places[2]) > 20


def test_marks_in_a_lane_keep_their_distance() -> None:
    assert canvas.stack([(0, 0), (1, 1), (1, 9), (20, 20)], 2) == [0, 1, 2, 0]


def test_a_figure_that_is_shown_is_saved_only_where_a_folder_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    fig = draw("who", 3)
    saved = canvas.show(fig, "who")
    assert sorted(path.name for path in folder.iterdir()) == ["here", "who.png", "who.svg"]
    monkeypatch.delenv("ANALYSIS_FIGURES")
    assert canvas.show(fig, "who") == saved and not list(here.iterdir())
    assert canvas.save(fig, "who") == (Path("who.svg"), Path("who.png"))
    assert (here / "who.svg").read_bytes() == (folder / "who.svg").read_bytes()
