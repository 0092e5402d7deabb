"""How a corpus run grows: words per CPU second, memory and bytes against the number of articles; one worker and two.

    python tests/benchmarks/corpus.py [--sizes 1000 10000 100000] [--sentences 3] [--folder FOLDER]
    python tests/benchmarks/corpus.py --worker 10000 [--new-words 4]
    python tests/benchmarks/corpus.py --copies 300000

The articles are made by sampling: each has that many sentences drawn from the made-up corpus, a day of one year, and a
paper. CPU seconds are those of the run and all its workers, start included; memory is the largest that any one process
had at a time, the run's own beside the largest worker's. The speed-up compares the last size but one, or the only one,
read with one worker and with two.

`--worker` reads shard after shard in this process, as a worker does, and prints the memory after each, and at the end
how much each way to free memory frees. These articles also have words that no other has: the vocabulary of news grows
with each.

`--copies` measures how fast copies are grouped. It samples signatures instead of reading articles: of thirty days, in
no order, three in ten of them copies of an article of the last three days. Half of the copies are equal to it, the
others have a likeness of 0.5 to 0.95; half copy one of the few stories that many papers print.
"""

import argparse
import datetime
import functools
import gc
import itertools
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psutil
import pyarrow as pa

from analysis import Article, tables
from analysis.corpus import run as corpus_run
from analysis.corpus import scheduler, stages
from analysis.corpus.near_duplicates import N_HASHES, SIGNATURE_LENGTH
from analysis.corpus.reader import RawArticle
from analysis.corpus.run import SAMPLE_INPUT
from analysis.language import parsing, spacy_model
from analysis.output import to_arrow

FIRST = datetime.date(2031, 1, 1)
PAPERS = ("Bergen Courier", "Faxa Bay Herald", "North Sea Wire", "Liffey Evening Post", "Lisbon Ledger")
MB = 1 << 20
ARTICLES_PER_SHARD = 1_000  # some 40,000 words
SYLLABLES = ("ba", "den", "gri", "kol", "lu", "mar", "ne", "ost", "pai", "ro", "sti", "tor", "ul", "vi", "zen")


class Run(NamedTuple):
    """What a run took: seconds, MB of memory of the run and of the largest worker, and what it gave."""

    articles: int
    words: int
    wall: float
    cpu: float
    own: float
    worker: float
    out: int


def sentences() -> list[str]:
    """The sentences of the made-up corpus, as the language model parts them."""
    found: list[str] = []
    for line in SAMPLE_INPUT.read_text(encoding="utf-8").splitlines():
        article = Article(text=json.loads(line)["text"])
        spans = spacy_model.sentences(parsing.parse(article))
        found += [article.text[start:end] for _, start, end in spans]
    return found


def articles(count: int, per_article: int, pool: list[str]) -> Iterator[dict[str, Any]]:
    """Articles by sampling, always the same ones."""
    draw = random.Random(0)
    for n in range(count):
        day = FIRST + datetime.timedelta(days=draw.randrange(365))
        text = "\n\n".join(draw.choices(pool, k=per_article))
        yield {"article_id": f"a{n:07}", "text": text, "published": str(day), "source": draw.choice(PAPERS)}


def measured(source: Path, out: Path, workers: int) -> Run:
    """A run of the command line on a corpus."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "analysis", "corpus", str(source), str(out), "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    peaks = {"own": 0.0, "worker": 0.0}
    watch = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peaks), daemon=True)
    watch.start()
    if process.wait():
        raise SystemExit(f"the run ended with {process.returncode}")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return Run(counts["articles"], counts["words"], wall, cpu, peaks["own"], peaks["worker"], size)


def _watch(process: psutil.Process, peaks: dict[str, float]) -> None:
    while True:
        try:
            own = process.memory_info().rss / MB
            workers = [child.memory_info().rss / MB for child in process.children(recursive=True)]
        except psutil.NoSuchProcess:
            if not process.is_running():
                return
            continue
        peaks["own"], peaks["worker"] = max(peaks["own"], own), max([peaks["worker"], *workers])
        time.sleep(0.2)


def raw_articles(count: int, new_words: int) -> Iterator[RawArticle]:
    """Articles as a run reads them, each with some made-up names; always the same ones."""
    draw = random.Random(1)
    for number, row in enumerate(articles(count, 3, sentences())):
        names = ("".join(draw.choices(SYLLABLES, k=4)).title() for _ in range(new_words))
        text = row["text"] + "".join(f"\n\n“It is late,” said Mr. {name}." for name in names)
        day = datetime.date.fromisoformat(row["published"])
        yield RawArticle("made-up.jsonl", number, row["article_id"], text, day, source=row["source"])


def read_shards(folder: Path, count: int, new_words: int) -> None:
    """Read all shards, and print the memory after each."""
    run = stages.RunFolder(folder)
    run.scratch.mkdir(parents=True)
    made = raw_articles(count, new_words)
    for number in range(count // ARTICLES_PER_SHARD):
        some = list(itertools.islice(made, ARTICLES_PER_SHARD))
        shard = stages.Shard(f"{number:06}", "2031-01", len(some), 0)
        stages.write_raw_articles(run, shard, some)
        scheduler._run_task(stages.read_shard, folder, shard, 1_000_000, 600.0, {})
        print_memory(f"{(number + 1) * ARTICLES_PER_SHARD:,} articles")


def print_memory(label: str) -> None:
    strings = len(spacy_model.model().vocab.strings)
    print(f"{label:36}{psutil.Process().memory_info().rss / MB:>8.0f}{strings:>10,}", flush=True)


def freed_by() -> Iterator[tuple[str, Callable[[], Any]]]:
    """The ways to free memory that is no longer needed, with their names."""
    yield "the garbage collector", gc.collect
    yield "Arrow's pool and malloc_trim", scheduler.free_memory
    for cached in [item for item in gc.get_objects() if isinstance(item, functools._lru_cache_wrapper)]:
        if (entries := cached.cache_info().currsize) > ARTICLES_PER_SHARD:
            yield f"{cached.__name__}, {entries:,} entries", cached.cache_clear


def measure_worker(count: int, new_words: int) -> None:
    """Print the memory of a worker after each shard, and what frees how much of it."""
    stages.is_replaceable = lambda: True  # type: ignore[attr-defined]  # as in a worker
    print(f"{'':36}{'MB':>8}{'strings':>10}")
    print_memory("the language model")
    with tempfile.TemporaryDirectory() as folder:
        read_shards(Path(folder), count, new_words)
    for label, free in freed_by():
        free()
        scheduler.free_memory()
        print_memory(f"after {label}")


def sampled_signatures(count: int) -> np.ndarray[Any, Any]:
    """Signatures in order of publication, a thirtieth of them of each day; always the same ones."""
    draw = np.random.default_rng(0)
    signatures = draw.integers(0, 2**32, (count, SIGNATURE_LENGTH), dtype=np.uint32)
    signatures[:, 0] = 300
    numbers, three_days = np.arange(count), count // 10
    originals = numbers - 1 - (draw.random(count) * np.minimum(numbers, three_days)).astype(int)
    originals = np.where(draw.random(count) < 0.5, originals // 100 * 100, originals)
    shares = np.where(draw.random(count) < 0.5, 1.0, draw.uniform(0.5, 0.95, count))
    for number in np.flatnonzero(draw.random(count) < 0.3)[1:]:
        is_shared = draw.random(N_HASHES) < shares[number]
        signatures[number, 1:] = np.where(is_shared, signatures[originals[number], 1:], signatures[number, 1:])
    return signatures


def write_signatures(run: stages.RunFolder, count: int) -> list[stages.Shard]:
    """Write signatures as workers do, in shards of two months."""
    signatures = sampled_signatures(count)
    first = datetime.date(2031, 1, 15).toordinal()
    days = [datetime.date.fromordinal(first + 30 * number // count) for number in range(count)]
    shards: list[stages.Shard] = []
    for month, numbers in itertools.groupby(range(count), key=lambda number: stages.month_of(days[number])):
        shuffled = random.Random(0).sample(of_month := list(numbers), len(of_month))
        for start in range(0, len(shuffled), ARTICLES_PER_SHARD):
            some = shuffled[start : start + ARTICLES_PER_SHARD]
            rows = ({"article_id": f"a{number:09}", "published": days[number], "n_words": 300} for number in some)
            column = pa.array([signatures[number].tobytes() for number in some], pa.binary(SIGNATURE_LENGTH * 4))
            shard = stages.Shard(f"{len(shards):06}", month, len(some), 0)
            table = to_arrow(tables.frame("stories", rows)).append_column("signature", column)
            run.write(table, stages.signatures_file(run, shard))
            shards.append(shard)
    return shards


def peak_memory() -> float:
    """The largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB


def find_copies(folder: Path, windows: list[stages.Window]) -> None:
    """Find the copies of all windows, and print the speed and the memory."""
    before, start = peak_memory(), time.process_time()
    for window in windows:
        stages.find_copies(folder, window)
    print_rate("workers: find copies", sum(window.articles for window in windows), start)
    print(f"{'':28}{peak_memory() - before:>8.0f} MB of memory")


def measure_copies(count: int) -> None:
    """Print how many articles per second each step of grouping copies takes in."""
    with tempfile.TemporaryDirectory() as folder:
        run = stages.RunFolder(Path(folder))
        shards = write_signatures(run, count)
        windows = list(corpus_run._windows(shards))
        worker = multiprocessing.get_context("forkserver").Process(target=find_copies, args=(run.folder, windows))
        worker.start()
        worker.join()
        start = time.process_time()
        corpus_run._follow_copies(run, windows)
        print_rate("main process: follow them", count, start)
        start = time.process_time()
        for shard in shards:
            stages.write_stories(run, shard)
        print_rate("workers: write stories", count, start)


def print_rate(step: str, count: int, start: float) -> None:
    seconds = time.process_time() - start
    print(f"{step:28}{seconds:>8.2f} CPU s{count / seconds:>12,.0f} articles per CPU s")


def main() -> None:
    parser = argparse.ArgumentParser(description="How a corpus run grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="articles")
    parser.add_argument("--sentences", type=int, default=3, help="sentences of an article (3)")
    parser.add_argument("--folder", type=Path, help="where the runs are made (a temporary folder)")
    parser.add_argument("--worker", type=int, help="articles for a single worker, whose memory is printed")
    parser.add_argument("--new-words", type=int, default=4, help="words that only this article has, with --worker (4)")
    parser.add_argument("--copies", type=int, help="articles whose copies are grouped")
    given = parser.parse_args()
    if given.copies:
        measure_copies(given.copies)
        return
    if given.worker:
        measure_worker(given.worker, given.new_words)
        return
    pool = sentences()
    print(f"{'articles':>9}{'words':>12}{'workers':>8}{'wall s':>9}{'CPU s':>9}{'words/CPU s':>12}", end="")
    print(f"{'run MB':>8}{'worker MB':>10}{'bytes/article':>14}")
    twice = given.sizes[-2:][0]
    wall: dict[int, float] = {}
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for size in given.sizes:
            source = Path(folder) / f"{size}.jsonl"
            with source.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(article) + "\n" for article in articles(size, given.sentences, pool))
            for workers in (1, 2) if size == twice else (2,):
                run = measured(source, Path(folder) / f"out-{size}-{workers}", workers)
                wall[workers] = run.wall if size == twice else wall.get(workers, 0.0)
                print(f"{run.articles:>9,}{run.words:>12,}{workers:>8}{run.wall:>9.1f}{run.cpu:>9.1f}", end="")
                print(f"{run.words / run.cpu:>12,.0f}{run.own:>8.0f}{run.worker:>10.0f}", end="")
                print(f"{run.out / run.articles:>14,.0f}", flush=True)
    print(f"speed-up from one worker to two, on {twice:,} articles: {wall[1] / wall[2]:.2f}")


if __name__ == "__main__":
    main()
