"""Helpers for the tests of figures."""

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.figures.canvas import Figure

TOUCH = 2.0  # pixels by which boxes of letters may overlap, since no letter fills its box


def letters(fig: Figure) -> dict[Text, Bbox]:
    """Every text that is drawn, and where; tick labels beyond the ends of their axis are not drawn."""
    renderer = FigureCanvasAgg(fig).get_renderer()  # type: ignore[no-untyped-call]
    hidden = {label for ax in fig.axes for label in _beyond_the_ends(ax)}
    drawn = (text for text in fig.findobj(Text) if isinstance(text, Text) and text.get_text().strip())
    return {text: text.get_window_extent(renderer) for text in drawn if text.get_visible() and text not in hidden}


def finding(fig: Figure) -> str:
    """The title as it is drawn, on one line."""
    return fig.texts[0].get_text().replace("\n", " ")


def smallest_letters(fig: Figure) -> float:
    """The height of the smallest letters on a screen that is 390 pixels wide, in pixels."""
    return min(float(text.get_fontsize()) for text in letters(fig)) / 72 * 390 / fig.get_figwidth()


def touching(fig: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that overlap, and texts that leave the figure."""
    boxes = [(text.get_text(), box.padded(-TOUCH / 2)) for text, box in letters(fig).items()]
    pairs = [(a, b) for k, (a, one) in enumerate(boxes) for b, other in boxes[:k] if one.overlaps(other)]
    width, height = fig.bbox.width, fig.bbox.height
    return pairs + [
        (a, "the edge") for a, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]


def _beyond_the_ends(ax: Axes) -> list[Text]:
    """The tick labels outside the limits of a panel."""
    axes = ((ax.xaxis, sorted(ax.get_xlim())), (ax.yaxis, sorted(ax.get_ylim())))
    ticks = [(tick, low, high) for axis, (low, high) in axes for tick in axis.get_major_ticks()]
    return [
        label for tick, low, high in ticks if not low <= tick.get_loc() <= high for label in (tick.label1, tick.label2)
    ]
