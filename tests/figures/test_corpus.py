"""Every figure of a corpus can draw any table, has an alt text, and gives the same bytes each time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image

from analysis import tables
from analysis.figures import canvas, corpus
from analysis.frequency import change_points, counterparts, trends

from . import finding, smallest_letters, touching

FIRST = pd.Timestamp("2022-01-03")
NAMES = ["Ada Ruiz", "Žofie Ångström", "_under $x_1$ & <b>", "Анна Ким", "Minister " * 9, "\x00Bo\nBerg", "No. 1 $"]
TITLES = ("contacts", "tone", "network", "agreement", "with whom")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ANALYSIS_FIGURES", str(tmp_path))
    yield tmp_path


def name(k: int) -> str:
    return NAMES[k] if k < len(NAMES) else f"Person {k}"


def week(k: int) -> pd.Timestamp:
    return FIRST + pd.Timedelta(days=7 * k)


def weeks(n: int) -> pd.DataFrame:
    """The table of `n` weeks, every sixth of which has no article."""
    rows = ({"week": week(k), "n_articles": 9, "n_stories": 7, "n_words": 90} for k in range(n) if k % 6 != 4)
    return trends.every_week(tables.frame("world_weeks", rows))


def pairs(n_weeks: int, many: int) -> pd.DataFrame:
    """The contacts of `many` pairs: the first one four a week from the middle on, the others now and then."""
    rows = []
    for a in range(many):
        one, other = sorted((name(a), name(a + 1)))
        for k in range(n_weeks):
            n = 4 * (k >= n_weeks // 2) if a == 0 else int((k + a) % 4 == 0)
            row = {"one": one, "other": other, "week": week(k), "mode": "phone", "n_contacts": n}
            rows += [row | {"n_articles": n, "n_stories": n}] if n else []
    return tables.frame("world_pairs", rows)


def tone(n_weeks: int, many: int) -> pd.DataFrame:
    rows = (
        {"speaker": name(a), "week": week(k), "scorer": "vader", "n_quotes": 4, "n_evidence": 3}
        | {"n_stories": n, "mean": 0.5 - (a + 2 * k) % 9 / 8, "squares": 0.1 * (n - 1)}
        for a in range(many)
        for k in range(n_weeks)
        if (n := (a + k) % 4)
    )
    return tables.frame("world_tone", rows)


def contacts(n: int) -> pd.DataFrame:
    rows = ({"n_stories": 1 + k % 13, "disagree": "date; mode" if k % 3 == 1 else None} for k in range(n))
    return tables.frame("world_contacts", rows)


def draw(title: str, n: int, many: int = 7) -> canvas.Figure:
    """One figure, from tables of `n` weeks and `many` pairs or speakers."""
    period = trends.fitting(weeks(n))
    if title == "contacts":
        weekly = trends.per_week(pairs(n, many), weeks(n), most=many)
        return corpus.contacts_over_time(weekly, change_points.in_contacts(weekly, n=199), period)
    if title == "tone":
        by_period = trends.tone_over_time(tone(n, many), "vader", period, most=many)
        return corpus.tone_over_time(by_period, change_points.in_tone(tone(n, many), "vader", n=199), weeks(n), period)
    if title == "network":
        return corpus.network(trends.network(pairs(n, many), most=40))
    if title == "with whom":
        return corpus.with_whom(*of_one_person(n, many), "Ann Lee", "2022-02-01")
    return corpus.what_reports_agree_on(trends.agreement(contacts(n)))


def of_one_person(n: int, many: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A person's contacts on `n` days with `many` counterparts, and gatherings."""
    modes = ("phone", "meeting", "visit", "correspondence", "unspecified")
    rows = (
        {"actor": "Ann Lee", "recipient": name(k % many), "mode": modes[k % 5], "status": "occurred"}
        | {"date_start": week(k), "date_end": week(k), "event": f"a{k}#1", "n_parties": 6 if k % 6 == 5 else 2}
        for k in range(n)
    )
    table = tables.frame("world_contacts", rows)
    return counterparts.of_person(table, "Ann Lee"), counterparts.gatherings(table, "Ann Lee")


def test_all_who_share_the_first_place_are_named() -> None:
    finding = corpus.with_whom(*of_one_person(12, 3), "Ann Lee").finding
    assert "most often with Ada Ruiz and " in finding and finding.endswith(": 4 times each")


def texts(svg: Path) -> str:
    root = ElementTree.parse(svg).getroot()
    return " ".join(" ".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("n", [0, 1, 14])
@pytest.mark.parametrize("title", TITLES)
def test_a_figure_gives_the_same_bytes_again(title: str, n: int) -> None:
    fig = draw(title, n)
    first = [path.read_bytes() for path in canvas.save(fig, title)]
    assert [path.read_bytes() for path in canvas.save(fig, title)] == first, "saved again"
    assert [path.read_bytes() for path in canvas.save(draw(title, n), title)] == first, "drawn again"


@pytest.mark.parametrize("title", TITLES)
def test_a_figure_without_rows_says_so(title: str) -> None:
    fig = draw(title, 0)
    svg, _ = canvas.save(fig, title)
    assert texts(svg) == fig.alt and fig.alt.startswith("Nothing to show: ")


@pytest.mark.parametrize("title", ["contacts", "tone", "network"])
def test_names_are_drawn_as_they_are(title: str) -> None:
    svg, _ = canvas.save(draw(title, 12, 5), title)
    shown = texts(svg)
    for expected in ("Žofie Ångström", "_under $x_1$ & <b>", "Анна Ким", "Minister Minister"):
        assert expected in shown
    assert "…" in shown and NAMES[4].strip() not in shown


@pytest.mark.parametrize(("n", "many"), [(3, 1), (40, 40), (130, 6)])
@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_cut_off(title: str, n: int, many: int) -> None:
    _, png = canvas.save(draw(title, n, many), title)
    with Image.open(png) as image:
        shades = np.asarray(image.convert("L"))
    assert {*shades[0], *shades[-1], *shades[:, 0], *shades[:, -1]} == {255}


@pytest.mark.parametrize("many", [2, 9, 40, 78])
def test_names_around_the_circle_do_not_touch(many: int) -> None:
    fig = corpus.network(trends.network(pairs(8, many), most=many))
    drawn = FigureCanvasAgg(fig).get_renderer()  # type: ignore[no-untyped-call]
    boxes = [label.get_window_extent(drawn) for label in fig.axes[0].texts]
    assert len(boxes) == many + 1
    assert not [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if a.overlaps(b)]


def test_only_the_first_five_are_drawn_and_the_title_says_so() -> None:
    five, forty = draw("contacts", 12, 5), draw("contacts", 12, 40)
    assert five.get_figheight() == forty.get_figheight()
    svg, _ = canvas.save(forty, "forty")
    assert "Contacts a week that took place: the 5 pairs with most" in texts(svg)
    svg, _ = canvas.save(five, "five")
    assert "the 5 pairs" not in texts(svg)


def test_panels_share_their_scale() -> None:
    *panels, _ = draw("contacts", 24, 6).axes
    assert len({ax.get_ylim() for ax in panels}) == 1 and len({ax.get_xlim() for ax in panels}) == 1


def test_weeks_not_read_have_no_mark() -> None:
    weekly = trends.per_week(pairs(12, 2), weeks(12))
    fig = corpus.contacts_over_time(weekly, change_points.in_contacts(weekly, n=99))
    bars = [bar for bar in fig.axes[0].patches if isinstance(bar, Rectangle) and bar.get_height()]
    [ground] = [line for line in fig.axes[0].lines if line.get_color() == canvas.GREY]
    n_weeks = int(np.isnan(np.asarray(ground.get_xdata(), dtype=float)).sum())  # a gap after each
    assert (len([bar for bar in bars if bar.get_height() == 4]), n_weeks) == (6, 5), (
        "of the unread weeks 4 and 10, only the second has contacts"
    )


def lines_of_change(ax: Axes) -> list[Line2D]:
    return [line for line in ax.lines if line.get_marker() != "o" and line.get_color() != canvas.GREY]


def test_a_change_is_drawn_with_the_rates_around_it() -> None:
    fig = draw("contacts", 24, 2)
    dashed, *levels = lines_of_change(fig.axes[0])
    assert dashed.is_dashed()
    assert [np.asarray(line.get_ydata())[0] for line in levels] == [0, 4]
    assert not lines_of_change(fig.axes[1]), "the other pair does not change"


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        (
            lambda: draw("contacts", 24, 2),
            "Ada Ruiz and Žofie Ångström were in touch more often from 28 Mar 2022 on",
        ),
        (lambda: draw("contacts", 3, 2), "Ada Ruiz and Žofie Ångström were in touch most often: 8 times"),
        (lambda: draw("tone", 4, 1), "Nobody’s tone changed beyond chance"),
        (lambda: draw("network", 4, 2), "Ada Ruiz and Žofie Ångström are in touch most: 8 of 9 contacts"),
        (lambda: network(("Ann Lee", "Bo Berg", 2), ("Bo Berg", "Cy Cole", 2)), "2 pairs are in touch most, with 2 "),
        (lambda: draw("agreement", 13), "Reports disagree on 4 of 12 contacts that several stories report"),
        (lambda: draw("agreement", 1), "Every contact is in one story only"),
    ],
)
def test_the_title_is_the_finding(draws: Callable[[], canvas.Figure], expected: str) -> None:
    assert finding(draws()).startswith(expected)


def network(*contacts: tuple[str, str, int], **options: Any) -> canvas.Figure:
    rows = ({"one": a, "other": b, "week": FIRST, "mode": "phone", "n_contacts": n} for a, b, n in contacts)
    return corpus.network(trends.network(tables.frame("world_pairs", rows)), **options)


MET = (("Ann Lee", "Bo Berg", 3), ("Ann Lee", "Oslo Fjord", 2), ("Ann Lee", "Norway", 1), ("Ann Lee", "Work Union", 1))
KINDS = {"Ann Lee": "person", "Bo Berg": "person", "Oslo Fjord": "person", "Norway": "state", "Work Union": "group"}


def test_people_states_and_organisations_have_different_marks() -> None:
    fig = network(*MET, people=pd.DataFrame({"person": list(KINDS), "kind": list(KINDS.values())}))
    assert "Network of 3 people, 1 state, 1 organisation, 7 contacts of 4 pairs: " in fig.alt
    markers = [str(line.get_marker()) for line in fig.axes[0].lines if line.get_marker() != "None"]
    assert sorted(markers) == sorted("ooosD" + "osD"), "and the key"
    assert "Network of 4 people, 1 state, " in network(*MET).alt, "a country is known to be one"


def test_too_few_stories_have_no_interval() -> None:
    fig = draw("tone", 4, 1)
    [intervals] = [lines for lines in fig.axes[0].collections if isinstance(lines, LineCollection)]
    hollow, full = [len(np.asarray(line.get_xdata())) for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert (hollow, full, len(intervals.get_segments())) == (2, 1, 1)


@pytest.mark.parametrize("title", TITLES)
def test_letters_can_be_read_on_a_telephone(title: str) -> None:
    fig = draw(title, 14)
    assert smallest_letters(fig) >= 9 and not touching(fig)


def test_the_source_is_in_the_caption() -> None:
    agreement = trends.agreement(contacts(3))
    assert "Source: made-up news" in texts(canvas.save(corpus.what_reports_agree_on(agreement, "made-up news"), "s")[0])


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        (lambda: draw("contacts", 24, 2), "Contacts by week, 2022-01-03 to 2022-06-19: Ada Ruiz – Žofie Ångström 48, "),
        (lambda: draw("contacts", 24, 2), "Changes: Ada Ruiz – Žofie Ångström from the week of 2022-03-28 on."),
        (lambda: draw("contacts", 3, 2), "No change beyond chance."),
        (lambda: draw("tone", 4, 1), "2022-01-03 to 2022-01-30: Ada Ruiz -0.08 (n = 6)."),
        (lambda: draw("network", 4, 2), "Network of 3 people, 9 contacts of 2 pairs: Ada Ruiz – Žofie Ångström 8, "),
        (lambda: draw("network", 1, 4), "Network of 2 people, 4 contacts of 1 pair: "),
        (lambda: draw("agreement", 13), "on 4 of 12 contacts that several stories report: date 4, mode 4, status 0"),
    ],
)
def test_the_alt_text_has_the_numbers(draws: Callable[[], canvas.Figure], expected: str) -> None:
    assert expected in draws().alt
