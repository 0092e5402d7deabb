"""How time grows with length on texts that nobody would write: seconds at once, twice and four times the length.

    python tests/benchmarks/growth.py [--characters 100000]

The last column is the exponent of the growth from the shortest to the longest: 1 is proportional to length.
"""

import argparse
import datetime
import time
from collections.abc import Callable
from math import log

import analysis

TEXTS: dict[str, Callable[[int], str]] = {
    "nothing but marks": lambda n: '"' * n + " end",
    "opening marks alone": lambda n: "“Yes he said no. " * (n // 17),
    "marks inside marks": lambda n: "“a " * (n // 6) + "b” " * (n // 6),
    "a line of marks each": lambda n: "“Yes it is.”\n\n" * (n // 14),
    "one sentence of words": lambda n: "word " * (n // 5),
    "one sentence of cues": lambda n: "the man said that " * (n // 18),
    "one list of names": lambda n: "Ann Lee, Bob Ray, " * (n // 18) + "met.",
    "everybody named once": lambda n: "".join(f"Mr. A{i}x told B{i}y. " for i in range(n // 22)),
    "titles and pronouns": lambda n: "The leader met the envoy. They said he left. " * (n // 45),
    "nothing but contacts": lambda n: "met Bob Ray " * (n // 12),
}


def seconds(text: str) -> float:
    """CPU seconds for quotations and contacts of one text."""
    article = analysis.Article(text=text, published=datetime.date(2022, 1, 5), article_id="growth")
    start = time.process_time()
    for _ in analysis.analyse_many([article], tables=("quotes", "contacts")):
        pass
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="How time grows with length on hostile texts.")
    parser.add_argument("--characters", type=int, default=100_000, help="length of the shortest text (100000)")
    least = parser.parse_args().characters
    seconds("Ann Lee said that she met Bob Ray.")
    print(f"{'seconds at characters':24}" + "".join(f"{least * k:>12,}" for k in (1, 2, 4)) + f"{'exponent':>12}")
    for name, make in TEXTS.items():
        seconds(make(least))  # the first time, the model learns every new form
        spent = [seconds(make(least * k)) for k in (1, 2, 4)]
        print(f"{name:24}" + "".join(f"{s:12.2f}" for s in spent) + f"{log(spent[2] / spent[0], 4):12.2f}", flush=True)


if __name__ == "__main__":
    main()
