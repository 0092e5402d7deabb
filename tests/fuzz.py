"""Hostile files are read, analysed, marked up and written: nothing but the project's own errors may come of it.

`make fuzz` runs it: `python tests/fuzz.py [--bytes N] [--seed N]`. Each input that breaks a promise is kept, with what
came of it, in `.hypothesis/broken`. `tests/test_fuzz.py` runs a little of it.
"""

import argparse
import faulthandler
import itertools
import re
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, ModuleType

import pandas as pd
from hostile import FILES, Hostile
from hypothesis import HealthCheck, Phase, given, seed, settings

import analysis
from analysis.articles.formats import TABLE_ENDINGS
from analysis.corpus.reader import Refusal, check, read_corpus
from analysis.output import FORMATS
from analysis.report import findings, html
from analysis.tables import TABLES

resource: ModuleType | None
try:
    import resource
except ImportError:  # on Windows
    resource = None

BROKEN = Path(__file__).parents[1] / ".hypothesis" / "broken"
MOST_MEMORY = 1 << 30  # bytes that one input may add to the most that was taken before
SPANS = (("start", "end", "text"), ("speaker_start", "speaker_end", "speaker_text"))


def examine(file: Hostile, room: Path) -> Counter[str]:
    """Do with a file what can be done with it; count what comes of it. Raises whatever breaks a promise."""
    path = room / f"a{file.suffix}"
    path.write_bytes(file.data)
    if file.beside is not None:
        path.with_suffix(".toml").write_bytes(file.beside)
    found: Counter[str] = Counter()
    if file.suffix in TABLE_ENDINGS:
        for outcome in articles_of(path):
            found += examine_article(outcome) if isinstance(outcome, analysis.Article) else Counter({outcome: 1})
        return found
    try:
        article = analysis.read_article(path)
    except analysis.AnalysisError as error:
        assert str(path.with_suffix("")) in str(error), f"the message does not name the file: {error}"
        return Counter({f"refused: {reason(error, path)}": 1})
    assert analysis.read_article(path) == article, "read twice, it is another article"
    return examine_article(article)


def articles_of(path: Path) -> Iterator[analysis.Article | str]:
    """The articles of a corpus, or in their place why there is none."""
    try:
        for item in read_corpus(path):
            found = item if isinstance(item, Refusal) else check(item)
            yield f"refused: {found.reason}" if isinstance(found, Refusal) else found
    except analysis.AnalysisError as error:
        yield f"refused: {reason(error, path)}"


def examine_article(article: analysis.Article) -> Counter[str]:
    """See that the tables are as declared, twice the same, and can be shown and written."""
    tables = tables_of(article)
    for name, again in tables_of(article).items():
        pd.testing.assert_frame_equal(tables[name], again, obj=name)
    for name, columns in TABLES.items():
        assert_declared(tables[name], {column.name: column.dtype for column in columns})
    for name, table in tables.items():
        assert_traceable(article, name, table)
    html.article_html(article, tables["quotes"], tables["contacts"])
    findings.overview(article, tables["quotes"], tables["contacts"])
    findings.facts(article)
    with tempfile.TemporaryDirectory() as room:
        try:
            analysis.write_tables(tables, Path(room) / "tables", FORMATS)
        except analysis.WriteError as error:
            assert "surrogates" in str(error)
            return Counter({"read, but half a character cannot be written": 1})
    return Counter({"read": 1})


def tables_of(article: analysis.Article) -> dict[str, pd.DataFrame]:
    result = analysis.analyse(article)
    found: dict[str, pd.DataFrame] = {name: getattr(result, name) for name in (*TABLES, "narration")}
    published = {article.article_id: article.published}
    found["polecat"] = analysis.to_polecat(result.contacts, result.people, published)
    return found | {"gdelt": analysis.to_gdelt(result.contacts, result.people)}


def assert_declared(table: pd.DataFrame, columns: dict[str, str]) -> None:
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == columns


def assert_traceable(article: analysis.Article, name: str, table: pd.DataFrame) -> None:
    for start, end, text in SPANS:
        if {start, end, text} <= set(table.columns):
            for a, b, words in table[[start, end, text]].dropna().itertuples(index=False):
                assert 0 <= a < b <= len(article.text) and article.text[a:b] == words, f"{name}: {words!r} at {a}:{b}"


def reason(error: analysis.AnalysisError, path: Path) -> str:
    """The message without what is the file's own."""
    told = (
        str(error)
        .replace(str(path.with_suffix(".toml")), "metadata file")
        .replace(str(path), "")
        .replace(path.name, "")
    )
    return re.sub(r"(\[.*?\]|\(.*?\)|'.*?'|\".*?\"|\d+|:.*).*", "…", told.partition(";")[0].strip(" :"))[:70]


def peak_memory() -> int:
    """The most bytes of memory that this process has taken so far; 0 where the system does not say."""
    if resource is None:
        return 0
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


class DeadlineExceeded(BaseException):
    """Something takes longer than it may."""


@contextmanager
def watchdog(size: int) -> Iterator[None]:
    """End what takes more seconds of the processor than its bytes account for; and, if it hears nothing, everything."""

    def stop(_: int, __: FrameType | None) -> None:
        raise DeadlineExceeded

    seconds = 20 + size / 2000
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    faulthandler.dump_traceback_later(20 * seconds, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()


def kept(file: Hostile, number: int) -> Path:
    BROKEN.mkdir(parents=True, exist_ok=True)
    path = BROKEN / f"{number:04}{file.suffix}"
    path.write_bytes(file.data)
    if file.beside is not None:
        path.with_suffix(".toml").write_bytes(file.beside)
    return path


def run(start: int, at_least: int) -> bool:
    """Examine files of one seed after the other until so many bytes are read; whether all went well."""
    outcomes: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    slowest: tuple[float, Hostile] = (0.0, Hostile("", b""))
    total = inputs = 0

    def one(file: Hostile) -> None:
        nonlocal total, inputs, slowest
        inputs += 1
        total += (size := len(file.data) + len(file.beside or b""))
        kinds[file.suffix or "no suffix"] += 1
        kinds["with a metadata file"] += file.beside is not None
        began, peak = time.process_time(), peak_memory()
        try:
            with tempfile.TemporaryDirectory() as room, watchdog(size):
                outcomes.update(examine(file, Path(room)) or {"read, and empty": 1})
            assert peak_memory() - peak <= MOST_MEMORY, f"it takes over {MOST_MEMORY:,} bytes of memory"
        except (Exception, DeadlineExceeded) as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {str(error)[:150]}"
            if not broken[what]:
                print(f"BROKEN {kept(file, inputs)}: {what}", flush=True)
            broken[what] += 1
        slowest = max(slowest, (time.process_time() - began, file), key=lambda pair: pair[0])

    for number in itertools.count(start):
        how = settings(
            max_examples=100,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seed(number)(how(given(FILES)(one)))()
        print(f"seed {number}: {inputs:,} inputs, {total:,} bytes so far", file=sys.stderr, flush=True)
        if total >= at_least:
            break
    print(f"{inputs:,} inputs, {total:,} bytes, seeds {start} to {number}")
    print("Inputs by kind: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
    for what, count in outcomes.most_common():
        print(f"{count:7,} {what}")
    taken, file = slowest
    print(f"The slowest took {taken:.1f} s of the processor: {kept(file, 0)}, {len(file.data):,} bytes.")
    print(f"{broken.total():,} broken promises" + (f", the inputs are in {BROKEN}" if broken else ""))
    return not broken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=1_000_000, help="how many to read at least")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    given_ = parser.parse_args()
    warnings.simplefilter("error")
    warnings.simplefilter("default", DeprecationWarning)
    sys.exit(not run(given_.seed, given_.bytes))
