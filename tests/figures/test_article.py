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

from analysis import tables
from analysis.figures import article, canvas
from analysis.frequency import public_record, rates
from analysis.sentiment import polarity
from analysis.sentiment.scorers import SCORERS

DAY = pd.Timestamp("2022-03-06")
TITLES = ("who", "how", "both", "through", "timeline", "pairs", "rate", "record")
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
        "pairs": lambda: article.contacts_per_pair(met),
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


@pytest.mark.parametrize("title", ["who", "how", "through", "timeline", "pairs", "record"])
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


@pytest.mark.parametrize("title", ["who", "how", "timeline", "pairs", "record"])
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


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        (lambda: article.who_speaks(quotes(3, 1)), "Words quoted, 1 speaker: Ada Ruiz 11 in 3 quotations."),
        (lambda: article.contacts_per_pair(contacts(2, 1)), "2 contacts of 1 pair (1 occurred, 1 planned): "),
        (lambda: article.timeline(contacts(5, 1), stated(0)), "; 1 without a date; the article states no count."),
        (lambda: article.timeline(contacts(0), stated(1)), "the article states 37 for Ada Ruiz – Žofie Ångström."),
        (lambda: draw("both", 3, 1), "Tone of 3 quotations, 1 speaker: mean by TextBlob Ada Ruiz "),
        (
            lambda: article.tone_through_article(polarity.tone(quotes(0)), narrated(3), 30),
            "Polarity by place in the article. The article itself: 1 negative, 0 neutral, 1 positive, 1 not scored.",
        ),
        (lambda: draw("through", 3), "The people quoted: 1 negative, 0 neutral, 1 positive, 1 not scored. The article"),
        (lambda: article.rate_before_and_since(rates.before_and_since(stated(3))), "4 contacts in 9 days"),
        (
            lambda: beside(contacts(40, 1), stated(3)),
            "Žofie Ångström: says 4, record 4; Žofie Ångström: says 8, record 7.",
        ),
    ],
)
def test_the_alt_text_has_the_numbers(draws: Callable[[], canvas.Figure], expected: str) -> None:
    assert expected in draws().alt


def test_a_record_that_does_not_reach_is_not_counted() -> None:
    early = contacts(1).assign(date_start=DAY - pd.Timedelta(days=900), date_end=DAY - pd.Timedelta(days=900))
    assert beside(early, stated(2)).alt.endswith(": says 4, record does not reach.")


def scored(said: pd.DataFrame, *scorers: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    scores = polarity.scores(polarity.tone(said), {name: SCORERS[name] for name in scorers})
    return scores, polarity.by_speaker(scores)


def narrated(n: int) -> pd.DataFrame:
    return polarity.tone(quotes(n)).assign(speaker=polarity.NARRATOR)


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
