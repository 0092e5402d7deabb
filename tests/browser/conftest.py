"""Fixtures of the browser tests: the browser, JupyterLab, and the notebook open in it."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import analysis
from browser.cases import MADE_UP, NOT_RUN, OPENED, typed
from browser.reader import Desk, Notebook
from browser.server import ROOT, jupyterlab


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_sessionstart() -> None:
    if chromium() is None:
        pytest.exit(
            "No Chromium found. Install it (Debian, Ubuntu: apt-get install chromium; macOS: brew install chromium), "
            "or name it: make test-browser CHROMIUM=/path/to/it",
            returncode=1,
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium())
        yield started
        started.close()


@pytest.fixture(scope="session")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """JupyterLab in the browser, with one notebook open at a time."""
    with jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as lab:
        desk = Desk(browser.new_context(), lab)
        yield desk
        desk.leave()


@pytest.fixture(scope="session")
def corpus(desk: Desk) -> None:
    """A corpus run on every second article of the made-up corpus, in the folder that the notebook reads."""
    lines = (ROOT / "seeds" / "made-up-news.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (half := desk.lab.folder / "half.jsonl").write_text("".join(lines[::2]), encoding="utf-8")
    analysis.analyse_corpus(half, desk.lab.folder / "corpus", scheduler="inproc")


@pytest.fixture(scope="session")
def notebook(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Notebook]:
    """A notebook: as it was saved, or run with the values of its article."""
    name, article = request.param
    if article == MADE_UP:
        request.getfixturevalue("corpus")
    values = None if article == NOT_RUN else typed(name)[article]
    yield desk.show(name, article, values)


@pytest.fixture(autouse=True)
def no_errors_in_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test may cause an error in the console, a failed request, a request to another host, or a dialog."""
    yield
    if "notebook" in request.fixturenames:
        seen: Notebook = request.getfixturevalue("notebook")
        request.node.user_properties.append(("seen", (seen.name, seen.article, seen.cells, seen.width)))
        problems = seen.problems.copy()
        seen.problems.clear()
        assert problems == []


class ByNotebook(LoadScopeScheduling):
    """Runs all tests of a notebook in one process, and all tests of a file without notebooks."""

    def _split_scope(self, nodeid: str) -> str:
        number = re.search(r"[\[-](\d\d)-", nodeid)  # "[02-one-speaker.txt]"
        return number[1] if number else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByNotebook:
    return ByNotebook(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests by notebook and article, since opening and running one takes long."""

    def position(item: pytest.Item) -> int:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        return OPENED.index(parameters["notebook"]) if "notebook" in parameters else len(OPENED)

    items.sort(key=position)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the notebooks, articles and widths that were seen, whether tests passed or failed."""
    reports = [report for several in terminalreporter.stats.values() for report in several if hasattr(report, "when")]
    seen: dict[tuple[str, str, int], set[int]] = {}  # widths by notebook, article and cells run
    views = [value for report in reports for key, value in report.user_properties if key == "seen"]
    for name, article, cells, width in views:
        seen.setdefault((name, article, cells), set()).add(width)
    if seen:
        terminalreporter.section("seen in JupyterLab")
        terminalreporter.write_line(f"{'notebook':34} {'article':32} {'cells run':>9}  pixels wide")
        for (name, article, cells), widths in sorted(seen.items()):
            terminalreporter.write_line(f"{name:34} {article:32} {cells:9}  {', '.join(map(str, sorted(widths)))}")
