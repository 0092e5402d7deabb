"""The command line: its output files, messages and exit statuses."""

import datetime
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest
from report.test_notebooks import notebook
from samples import heeds_signals, with_few_articles

import analysis
from analysis import __main__ as command_line
from analysis import cli
from analysis.articles import web
from analysis.cli import main
from analysis.corpus.run import FACTS
from analysis.output import new_folder
from analysis.report import folder

ROOT = Path(__file__).parents[1]
SEED = str(ROOT / "seeds" / "macron-open-line-to-russia.txt")
COMMAND = [sys.executable, "-m", "analysis"]


# Presses Ctrl-C when a module is about to be imported.
CTRL_C_AT_IMPORT = """
import os, signal, sys

class Stops:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["STOP_AT"]:
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Stops())
"""


# The command, with one notebook in the place of the project's.
WITH_ANOTHER_NOTEBOOK = """
import runpy
from pathlib import Path
from analysis.report import notebooks

notebooks.find = lambda: [Path("mine.ipynb")]
runpy.run_module("analysis", run_name="__main__")
"""
DRAWS_AND_GOES_ON = """
import os, pathlib, time
folder = pathlib.Path(os.environ["ANALYSIS_FIGURES"])
folder.mkdir(exist_ok=True)
(folder / "a.svg").write_text("<svg/>")
time.sleep(600)
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small article in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text("“We will stay,” Ann Lee said on Friday. She called Bo Berg.", encoding="utf-8")
    return "page.txt"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The arguments of each call of `write_report`, which does nothing."""
    calls: list[Any] = []

    def write_report(*arguments: Any) -> Path:
        calls.append(arguments)
        return Path(arguments[2]) / "index.html"

    monkeypatch.setattr(folder, "write_report", write_report)
    return calls


def test_tables_go_into_a_folder(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", page, "--out", "out", "--format", "csv", "--format", "jsonl"]) == 0
    assert capsys.readouterr().out.strip() == str(Path("out").resolve())
    written = {path.name for path in Path("out").iterdir()}
    assert written == {"datapackage.json", *(f"{n}.{s}" for n in cli.table_names() for s in ("csv", "jsonl"))}
    assert main(["tables", page, "--out", "few", "--table", "quotes", "--table", "gdelt"]) == 0
    assert {path.name for path in Path("few").iterdir()} == {"datapackage.json", "quotes.csv", "gdelt.csv"}


@pytest.mark.parametrize(
    ("name", "option"), [("page.corrections.csv", []), ("mine.csv", ["--corrections", "mine.csv"])]
)
def test_corrections_are_applied_and_those_that_do_not_apply_reported(
    page: str, capsys: pytest.CaptureFixture[str], name: str, option: list[str]
) -> None:
    Path(name).write_text("action;words;value\nspeaker;We will stay;Bo Berg\nkind;We go;mixed\n", encoding="utf-8")
    assert main(["tables", page, "--out", "out", *option]) == 0
    reported = f"not applied: {name}, line 3 (kind, We go): these words are not in the article\n"
    assert capsys.readouterr().err == reported
    written = Path("out/corrections.csv").read_text(encoding="utf-8")
    assert "speaker was Ann Lee" in written and "speaker was Ann Lee" in Path("out/quotes.csv").read_text("utf-8")
    assert main(["tables", page, "--out", "other", "--corrections", "none.csv"]) == 1
    assert "none.csv cannot be read: No such file or directory; name a CSV file, or leave the option out" in (
        capsys.readouterr().err
    )


def test_other_formats_go_into_a_folder(page: str) -> None:
    assert main(["tables", page, "--out", "out", "--format", "xlsx", "--format", "brat", "--table", "quotes"]) == 0
    written = {path.name for path in Path("out").iterdir()}
    assert written == {"datapackage.json", "tables.xlsx", "article.txt", "article.ann", "annotation.conf"}
    assert list(pd.read_excel("out/tables.xlsx", sheet_name=None)) == ["Check", "quotes"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_one_table_goes_to_standard_output(page: str, capfdbinary: pytest.CaptureFixture[bytes], suffix: str) -> None:
    assert main(["tables", page, "--out", "out", "--table", "quotes", "--format", suffix]) == 0
    capfdbinary.readouterr()
    assert main(["tables", page, "--out", "-", "--table", "quotes", "--format", suffix]) == 0
    assert capfdbinary.readouterr() == (Path(f"out/quotes.{suffix}").read_bytes(), b"")


def test_metadata_options_are_passed_on(page: str, calls: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = {
        "title": "T",
        "published": "2024-05-01",
        "source": "S",
        "author": "A",
        "url": "https://x",
        "article_id": "i",
    }
    given: dict[str, Any] = {}

    def read_article(path: str, **facts: Any) -> analysis.Article:
        given.update(facts, path=path)
        return analysis.Article("A word.", article_id=facts.get("article_id", "a"))

    monkeypatch.setattr(analysis, "read_article", read_article)
    options = [part for name, value in metadata.items() for part in (f"--{name.replace('_', '-')}", value)]
    assert main(["report", "-", *options]) == 0
    assert given == metadata | {"path": "-"}
    given.clear()
    assert main(["report", page]) == 0
    assert given == {"path": page}


def test_the_options_of_a_report_are_passed_on(page: str, calls: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", page, "--out", "o", "--record", "r.csv", "--record-of", "Ann", "--force"]) == 0
    [(result, tables, out, record, record_of, formats, force, with_notebooks, _, fetched)] = calls
    assert (result.article.article_id, out, record, record_of) == ("page", "o", "r.csv", "Ann")
    assert (force, with_notebooks, fetched) == (True, False, {})
    assert list(formats) == ["csv", "parquet"]
    assert set(tables) == set(cli.table_names())
    assert all(isinstance(table, pd.DataFrame) for table in tables.values())
    assert capsys.readouterr() == (f"{Path('o/index.html')}\n", "")


def test_an_address_is_fetched_and_its_page_kept(
    page: str, calls: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(address: str, tell: Callable[[str], object]) -> web.Fetched:
        tell("redirected to https://news.example/talks")
        now = datetime.datetime(2024, 5, 1, 10, 22, 31, tzinfo=datetime.UTC)
        return web.Fetched(Path(page).read_bytes(), "https://news.example/talks", now, "text/plain")

    monkeypatch.setattr(web, "fetch", fetch)
    messages = []
    for _ in range(2):
        assert main(["tables", "https://n.example/1", "--out", "out", "--table", "quotes", "--force"]) == 0
        messages.append(capsys.readouterr().err)
    assert messages == ["redirected to https://news.example/talks\n"] * 2
    assert {path.name for path in Path("out").iterdir()} == {"datapackage.json", "quotes.csv", "page.txt", "page.toml"}
    assert Path("out/page.txt").read_bytes() == Path(page).read_bytes()
    assert "fetched = 2024-05-01T10:22:31Z\n" in Path("out/page.toml").read_text(encoding="utf-8")
    assert main(["tables", "out/page.txt", "--out", "again", "--table", "quotes"]) == 0
    assert Path("again/quotes.csv").read_bytes() == Path("out/quotes.csv").read_bytes()
    assert main(["report", "https://n.example/1", "--published", "2024-05-01"]) == 0
    [(result, *_, fetched)] = calls
    article = result.article
    assert (article.url, str(article.published)) == ("https://news.example/talks", "2024-05-01")
    assert set(fetched) == {"page.txt", "page.toml"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tables", "none.txt"], "none.txt does not exist"),
        (["report", "none.txt"], "none.txt does not exist"),
        (["report", "www.news.example/a"], "does not exist; check the path, relative to"),
        (["report", "www.news.example/a"], "or begin an address with https://"),
        (["report", "."], ". is a folder of many articles; read all of them: python -m analysis corpus . OUT"),
        (["tables", "ftp://news.example/a"], "is not the address of a page; give one that begins with https://"),
        (["tables", "page.txt", "--published", "some\n\x1b[31mday"], "is not a date; write it like"),
        (["tables", "page.txt", "--out", "page.txt"], "nothing is replaced"),
        (["tables", "page.txt", "--out", "page.txt/out"], "cannot be written"),
        (["report", "page.txt", "--record", "none.csv", "--record-of", "Ann"], "none.csv cannot be read"),
        (["tables", "page.txt", "--article-id", "a\ud800b"], "the article_id 'a\\ud800b' holds half a character"),
        (["report", "page.txt", "--article-id", "a\udcedb"], "the article_id 'a\\udcedb' holds half a character"),
        (["tables", "page.txt", "--out", "d/" * 1100], "it is nested 1"),
        (["report", "page.txt", "--out", "d/" * 1100], "it is nested 1"),
        (["corpus", "page.txt", "d/" * 1100], "it is nested 1"),
    ],
)
def test_an_error_is_one_line_and_writes_nothing(
    page: str, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(arguments) == 1
    out, error = capsys.readouterr()
    assert out == "" and error.startswith("error: ") and message in error
    assert error.count("\n") == 1 and error[:-1].isprintable()
    with pytest.raises(analysis.AnalysisError):
        main([*arguments, "--debug"])
    assert [path.name for path in Path().iterdir()] == ["page.txt"]


EXPORT = "".join(
    f"{number} of 2 DOCUMENTS\n\n{paper}\n\nMay {number}, 2024\n\n{title}\n\nLENGTH: 9 words\n\n"
    f"“We will stay,” {speaker} said on Friday.\n\nLOAD-DATE: May 9, 2024\n\n"
    for number, paper, title, speaker in (
        (1, "The \x1b[31mHerald", "Talks in Oslo", "Ann Lee"),
        (2, "Wire", "Ferries stay in port", "Bo Berg"),
    )
)


@pytest.mark.parametrize(("typed_in", "choice"), [("", "--article 2"), ("make", "N=2")])
def test_one_article_of_an_export_is_chosen_from_a_list(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed_in: str, choice: str
) -> None:
    monkeypatch.setenv(cli.TYPED_IN, typed_in)
    Path("export.txt").write_text(EXPORT, encoding="utf-8")
    assert main(["tables", "export.txt", "--out", "out"]) == 1
    out, error = capsys.readouterr()
    assert (out, error.splitlines()) == (
        "",
        [
            "    1  Talks in Oslo (The [31mHerald, 2024-05-01)",
            "    2  Ferries stay in port (Wire, 2024-05-02)",
            f"error: export.txt holds 2 articles; choose one by its number, as in {choice}, or read all of them: "
            "python -m analysis corpus export.txt OUT",
        ],
    )
    assert main(["tables", "export.txt", "--article", "2", "--out", "out", "--table", "quotes"]) == 0
    quotes = pd.read_csv("out/quotes.csv")
    assert quotes["speaker"].tolist() == ["Bo Berg"] and quotes["article_id"].tolist() == ["export-00000002"]
    assert main(["tables", "export.txt", "--article", "3", "--out", "x"]) == 1
    assert "has no article 3; it holds 2 articles" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed_in", "remedies"),
    [("", ("give --published 2024-05-01.", "replace it: --force)")), ("make", ("PUBLISHED=2024-05-01.", "FORCE=1)"))],
)
def test_remedies_are_in_the_words_of_the_command(
    page: str,
    calls: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed_in: str,
    remedies: tuple[str, str],
) -> None:
    monkeypatch.setenv(cli.TYPED_IN, typed_in)
    assert main(["report", page]) == 0
    assert calls[0][0].article.published_reason.endswith(remedies[0])
    assert [main(["tables", page, "--out", "out", "--table", "quotes"]) for _ in range(2)] == [0, 1]
    assert remedies[1] in capsys.readouterr().err
    assert str(analysis.read_article(page).published_reason).endswith('published="2024-05-01".')


def test_a_missing_column_is_named_in_the_words_of_the_command(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text("text,day\nThey met.,2024-05-01\n", encoding="utf-8")
    assert main(["corpus", "in.csv", "out"]) == 1
    assert capsys.readouterr().err == (
        "error: in.csv has no column 'published'; it has day, text; say which one it is: "
        "--column published=ITS-NAME-THERE, or --column published= if there are no dates\n"
    )


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        (["2024-05-06"], "1 article with 3 words; 1 contact in 1 report"),
        (["2024-05-06", ""], "2 articles with 6 words, 1 of them has no date and is not counted over time; "),
    ],
)
def test_a_corpus_counts_its_articles_and_those_without_a_day(
    page: str, capsys: pytest.CaptureFixture[str], days: list[str], counts: str
) -> None:
    rows = [f"{name} met Bo Berg.,{day}\n" for name, day in zip(("Ann", "Cy"), days, strict=False)]
    Path("in.csv").write_text("text,published\n" + "".join(rows).replace(" Berg", ""), encoding="utf-8")
    assert main(["corpus", "in.csv", "out", "--scheduler", "inproc"]) == 0
    assert capsys.readouterr().err.splitlines()[-1].startswith(counts)


def test_a_corpus_has_a_page_and_tables_without_words_on_request(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    row = "Ann Lee met Bo Berg in Oslo on Friday.,2024-05-06,Title <b>\n"
    Path("in.csv").write_text(f"text,published,title\n{row}", encoding="utf-8")
    assert main(["corpus", "in.csv", "out", "--scheduler", "inproc", "--page", "--csv"]) == 0
    assert Path(capsys.readouterr().out.strip()).name == "index.html"
    first = {path: path.read_bytes() for path in Path("out").rglob("*") if path.suffix == ".csv"}
    assert {path.stem for path in first} == {*FACTS}
    assert main(["corpus", "in.csv", "out", "--scheduler", "inproc", "--page", "--csv", "--resume"]) == 0
    assert {path: path.read_bytes() for path in first} == first


def test_the_users_own_folder_is_known(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, calls: list[Any]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert main(["tables", "~/page.txt", "--out", "~/out", "--table", "quotes"]) == 0
    assert {path.name for path in Path().iterdir()} == {"page.txt", "out"}
    assert main(["report", "~/page.txt", "--out", "~/b", "--record", "~/r.csv", "--record-of", "Ann"]) == 0
    assert calls[0][2:5] == (str(tmp_path / "b"), str(tmp_path / "r.csv"), "Ann")


@pytest.mark.parametrize(
    "arguments",
    [
        ["tables"],
        ["neither"],
        ["tables", "page.txt", "--format", "xls"],
        ["tables", "page.txt", "--table", "none"],
        ["tables", "page.txt", "--out", "-"],
        ["tables", "page.txt", "--out", "-", "--table", "quotes", "--format", "csv", "--format", "jsonl"],
        ["tables", "page.txt", "--out", "-", "--table", "quotes", "--format", "xlsx"],
        ["tables", "page.txt", "--out", "-", "--table", "quotes", "--format", "conllu"],
        ["report", "page.txt", "--record", "r.csv"],
        ["report", "page.txt", "--record-of", "Ann"],
    ],
)
def test_wrong_usage_has_its_own_status(page: str, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 2
    out, error = capsys.readouterr()
    assert out == "" and error.startswith("Usage: python -m analysis")


def test_parquet_is_not_for_a_terminal(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["tables", page, "--out", "-", "--table", "quotes", "--format", "parquet"]) == 2
    assert main(["tables", page, "--out", "-", "--table", "quotes", "--format", "jsonl"]) == 0


@pytest.mark.parametrize("out", ["a", "a/x"])
@pytest.mark.parametrize("command", ["tables page.txt --out", "report page.txt --out", "corpus page.txt"])
def test_a_loop_of_links_is_an_error(
    page: str, capsys: pytest.CaptureFixture[str], calls: list[Any], command: str, out: str
) -> None:
    Path("a").symlink_to("b")
    Path("b").symlink_to("a")
    if command.startswith("report"):
        with pytest.raises(analysis.WriteError), new_folder(out, lambda _: False):
            pass
    else:
        assert main([*command.split(), out]) == 1
        assert re.fullmatch(rf"error: {out} cannot be written: .*; name another folder\n", capsys.readouterr().err)
    assert sorted(path.name for path in Path().iterdir()) == ["a", "b", "page.txt"]


def test_an_error_of_the_system_is_one_line(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where there is no usable folder for temporary files, or it is full."""
    for error in (FileNotFoundError(2, "No usable temporary directory"), OSError(28, "No space left", "/tmp/x")):

        def fails(*_: object, error: OSError = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(analysis, "read_article", fails)
        assert main(["tables", page]) == 1
        name = error.filename or "a file or standard output"
        shown = capsys.readouterr().err
        assert (
            shown.startswith(f"error: {name} cannot be read or written: {error.strerror}; ") and shown.count("\n") == 1
        )
        with pytest.raises(OSError):
            main(["tables", page, "--debug"])


def test_a_table_for_standard_output_needs_no_temporary_folder(
    page: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory")

    for suffix in ("csv", "jsonl", "parquet"):
        with monkeypatch.context() as patch:
            patch.setattr(tempfile, "tempdir", None)
            patch.setattr(tempfile, "_get_default_tempdir", none)
            assert main(["tables", page, "--out", "-", "--table", "quotes", "--format", suffix]) == 0
    assert capfdbinary.readouterr().err == b""


def test_tls_without_settings_is_an_error(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.jsonl").write_text('{"text": "Ann Lee spoke.", "published": "2024-05-06"}\n', encoding="utf-8")
    assert main(["corpus", "in.jsonl", "out", "--scheduler", "tls://127.0.0.1:1"]) == 1
    progress, error = capsys.readouterr().err.splitlines()
    assert progress == "reading the input" and error.startswith("error: tls://127.0.0.1:1 needs certificates, ")


@pytest.mark.parametrize("command", ["tables page.txt", "report page.txt", "corpus in out", "check", "--help"])
def test_a_closed_standard_output_is_an_error_before_any_work(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)  # as Python sets it
        assert main(command.split()) == 1
    assert capsys.readouterr().err.startswith("error: standard output is closed; ")
    assert [path.name for path in Path().iterdir()] == ["page.txt"]


def on_a_terminal(arguments: list[str]) -> tuple[int, bytes]:
    """The exit status of a command and what it writes to a terminal, which is its standard output."""
    ours, its = pty.openpty()
    termios = pytest.importorskip("termios")  # not on Windows
    attributes = termios.tcgetattr(its)
    attributes[1] &= ~termios.OPOST  # nothing is changed on the way
    termios.tcsetattr(its, termios.TCSANOW, attributes)
    shown = b""
    with subprocess.Popen([*COMMAND, *arguments], stdout=its) as run:
        os.close(its)
        with suppress(OSError):  # how a terminal ends
            while part := os.read(ours, 9999):
                shown += part
    os.close(ours)
    return run.returncode, shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_gets_no_commands_of_the_article_and_a_pipe_gets_them_unchanged(
    page: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hostile = "“We \x1b[31m will \x9b2J stay \u202e and \u2066 go,\tor \x07 not,” Ann Lee said."
    Path(page).write_text(hostile, encoding="utf-8")
    Path("page.toml").write_text("verbatim = true", encoding="utf-8")  # otherwise \x9b is repaired
    arguments = ["tables", page, "--out", "-", "--table", "quotes"]
    status, shown = on_a_terminal(arguments)
    assert main(arguments) == 0
    piped = capfdbinary.readouterr().out
    assert main(["tables", page, "--out", "out", "--table", "quotes"]) == 0
    assert status == 0 and piped == Path("out/quotes.csv").read_bytes() and b"\x1b" in piped
    assert not {c for c in shown.decode() if unicodedata.category(c) in ("Cc", "Cf")} - {"\n", "\t"}
    for escaped in (rb"\x1b[31m", rb"\x9b2J", rb"\u202e", rb"\u2066", rb"\x07"):
        assert escaped in shown
    assert shown.count(b"\n") == piped.count(b"\n")


def test_ctrl_c_is_not_an_error(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(analysis, "read_article", stopped)
    assert main(["tables", page]) == 130
    assert "Traceback" not in capsys.readouterr().err


def a_kernel_starts(run: subprocess.Popen[str]) -> bool:
    return bool(psutil.Process(run.pid).children())


def a_kernel_has_drawn(_: subprocess.Popen[str]) -> bool:
    return bool(list(Path().glob(".out-*/new/figures/a.svg")))


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows, Ctrl-C goes to the whole console")
@pytest.mark.parametrize(
    ("command", "begun"),
    [(COMMAND, a_kernel_starts), ([sys.executable, "-c", WITH_ANOTHER_NOTEBOOK], a_kernel_has_drawn)],
    ids=["in its beginning", "in a cell"],
)
def test_ctrl_c_stops_the_notebooks_and_leaves_nothing(
    page: str, command: list[str], begun: Callable[[subprocess.Popen[str]], bool]
) -> None:
    notebook(Path(), "mine.ipynb", 'ARTICLE = "a"', DRAWS_AND_GOES_ON)
    command = [*command, "report", page, "--out", "out", "--notebooks"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heeds_signals) as run:
        while run.poll() is None and not begun(run):
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        errors = run.communicate()[1].strip()
    assert (errors, run.returncode) == ("", 130)
    assert sorted(path.name for path in Path().iterdir()) == ["mine.ipynb", "page.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_closed_pipe_is_not_an_error(page: str) -> None:
    Path(page).write_text("“We will stay,” Ann Lee said. " * 200, encoding="utf-8")
    command = [*COMMAND, "tables", page, "--out", "-", "--table", "tokens"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.read(10)
        run.stdout.close()
        assert run.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows, Ctrl-C goes to the whole console")
@pytest.mark.parametrize("while_importing", ["analysis.errors", "pandas", "analysis.cli", "spacy"])
def test_ctrl_c_during_the_imports_is_not_an_error(page: str, while_importing: str) -> None:
    stops = Path("here") / "sitecustomize.py"
    stops.parent.mkdir()
    stops.write_text(CTRL_C_AT_IMPORT, encoding="utf-8")
    settings = {"PYTHONPATH": os.pathsep.join([str(stops.parent.resolve()), str(ROOT)]), "STOP_AT": while_importing}
    command = [*COMMAND, "tables", page, "--out", "out"]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, preexec_fn=heeds_signals)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")  # a command begins a new line
    assert not Path("out").exists()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signal")
def test_the_end_of_the_terminal_leaves_nothing_and_the_next_run_clears_up_after_a_kill(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tmp").mkdir()
    settings = os.environ | {"TMPDIR": str(Path("tmp").resolve())}
    for number, left in ((signal.SIGKILL, True), (signal.SIGHUP, False)):
        before = set(Path().glob(".out-*"))
        with subprocess.Popen(
            [*COMMAND, "report", page, "--out", "out", "--notebooks"],
            env=settings,
            stderr=subprocess.DEVNULL,
            preexec_fn=heeds_signals,
        ) as run:
            while run.poll() is None and not set(Path().glob(".out-*")) - before:
                time.sleep(0.05)
            while run.poll() is None and not list(Path().glob(".out-*/new/notebooks")):
                time.sleep(0.05)
            run.send_signal(number)
        assert run.returncode == (-number if left else 128 + number)
        assert bool(list(Path().glob(".out-*"))) == left
    assert sorted(path.name for path in Path().iterdir()) == ["page.txt", "tmp"] and not list(Path("tmp").iterdir())


@pytest.mark.parametrize(
    ("number", "exception"), [("SIGINT", KeyboardInterrupt), ("SIGTERM", SystemExit), ("SIGHUP", SystemExit)]
)
def test_a_signal_that_arrives_in_a_finalizer_is_not_lost(
    number: str, exception: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(signal, number):
        pytest.skip("Windows has no such signal")

    class Finalized:
        def __del__(self) -> None:
            signal.raise_signal(getattr(signal, number))
            sum(range(10))  # Python calls the handler between two instructions

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, getattr(signal, number))}
    monkeypatch.setattr(sys, "unraisablehook", command_line.repeat_signal)
    try:
        for each in before:
            signal.signal(each, signal.SIG_DFL)
        command_line.handle_signals()
        with pytest.raises(exception) as raised:
            Finalized()
            time.sleep(20)  # until the signal is repeated
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if exception is SystemExit:
        assert raised.value.code == 128 + getattr(signal, number)  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not delete a current folder")
def test_a_deleted_current_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    script = 'rmdir ../gone; exec "$0" -m analysis tables page.txt'
    settings = os.environ | {"PYTHONPATH": str(ROOT)}
    command = ["sh", "-c", script, sys.executable]
    done = subprocess.run(command, cwd=tmp_path / "gone", env=settings, capture_output=True, text=True)
    message = "error: the current folder does not exist any more; go to another one\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)


def test_progress_is_shown_on_a_terminal_only(
    page: str, calls: list[Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for terminal, shown in (
        (False, ""),
        (True, "reading the article\nfinding quotations and contacts\nopen the page in a browser:\n"),
    ):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        assert main(["report", page]) == 0
        assert capsys.readouterr().err == shown


def test_help_lists_commands_and_options_and_its_examples_run(
    calls: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    examples = re.findall(r"^ +python -m analysis (.+)$", shown, re.MULTILINE)
    assert len(examples) == 4 and all(word in shown for word in ("report", "tables", "corpus", "Exit status"))
    with_few_articles(tmp_path)
    monkeypatch.chdir(tmp_path)
    for example in examples:
        here = ["--scheduler", "inproc"] if example.startswith("corpus") else []
        assert main([*shlex.split(example), *here]) == 0
    for command in ("report", "tables"):
        assert main([command, "--help"]) == 0
        options = capsys.readouterr().out
        assert all(
            f"--{name.replace('_', '-')} " in options for name in [*cli.METADATA_OPTIONS, "force", "debug", "out"]
        )


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"who-says-what, version \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "tables", "none.txt"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "") and done.stderr.startswith("error: none.txt does not exist")
