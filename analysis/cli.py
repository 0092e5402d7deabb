"""The command line: a report on an article, its tables only, several side by side, or the tables of a whole corpus.

Exit status: 0 success, 1 an error in the article, the folder or the model, 2 wrong usage, 3 success except for some
articles of a corpus, 130 interrupted by Ctrl-C. Results go to standard output, everything else to standard error.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from os.path import expanduser
from pathlib import Path
from typing import Any

import click
import pandas as pd

import analysis
from analysis.display import clean, counted, for_terminal, short
from analysis.errors import SeveralArticles, as_typed, typed
from analysis.interchange.folder import ALL_FORMATS, write_formats
from analysis.output import FORMATS, as_bytes
from analysis.tables import JOINS, is_applied, records

SOME_ARTICLES_FAILED, INTERRUPTED = 3, 130  # exit statuses
OUT_OF_MEMORY = "out of memory; provide more memory, or split up the input"
NO_STANDARD_OUTPUT = "standard output is closed; open it, or send it to a file: > results.txt"
SCRIPT, MODULE = "who-says-what", "python -m analysis"
PROGRAM = SCRIPT if os.path.basename("".join(sys.argv[:1])).startswith(SCRIPT) else MODULE
TYPED_IN = "ANALYSIS_TYPED"  # the environment variable in which the Makefile says that it runs the command
MAX_LISTED = 200  # articles of a file, to choose from
METADATA_OPTIONS = {
    "title": "The headline.",
    "published": "The publication date, like 2024-05-01; without it, “on Sunday” stays without a date.",
    "source": "The publisher.",
    "author": "The author.",
    "url": "The web address.",
    "article_id": "The name of the article in the tables.",
}
EPILOG = """\b
Examples, from the project's folder:
  python -m analysis report seeds/macron-open-line-to-russia.txt --out out
  python -m analysis tables seeds/macron-open-line-to-russia.txt --format csv --format parquet
  python -m analysis tables seeds/macron-open-line-to-russia.txt --out - --table quotes
  python -m analysis corpus seeds/made-up-news.jsonl news

\b
ARTICLE is a file, an address (https://…), or - for standard input. The page of a report is index.html.
Exit status: 0 success, 1 an error in the article, the folder or the model, 2 wrong usage,
3 success except for some articles of a corpus, 130 interrupted by Ctrl-C.""".replace(MODULE, PROGRAM)


def table_names() -> list[str]:
    """The names of all tables of an article, including those in the codes of event data sets."""
    return [*analysis.TABLES, *JOINS]


def _article_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the argument and the options that `report` and `tables` have in common."""
    options = [
        click.argument("path", metavar="ARTICLE"),
        *(click.option(f"--{name.replace('_', '-')}", help=text) for name, text in METADATA_OPTIONS.items()),
        click.option(
            "--corrections",
            metavar="FILE",
            help="Corrections file (CSV).  [default: page.corrections.csv beside page.html, if it is there]",
        ),
        click.option(
            "--article", "number", type=click.IntRange(1), metavar="N", help="Which article of a file with many."
        ),
        click.option("--force", is_flag=True, help="Replace the folder, if this command wrote it."),
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _format_option(*default: str) -> Callable[..., Any]:
    choice = click.Choice(ALL_FORMATS)
    tables, others = ", ".join(FORMATS), ", ".join(name for name in ALL_FORMATS if name not in FORMATS)
    text = f"The format; may be repeated. {tables}: a file for each table. {others}: all findings for another program."
    text += f"  [default: {', '.join(default)}]"
    return click.option("--format", "formats", type=choice, multiple=True, default=default, help=text)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(analysis.__version__, prog_name=SCRIPT)
def cli() -> None:
    """Who says what and how it sounds, and who is in touch with whom and how often, in news articles."""


@cli.command(epilog=EPILOG)
@_article_options
@_format_option("csv", "parquet")
@click.option("--out", metavar="FOLDER", help="The folder to write.  [default: report- and the article's name]")
@click.option("--notebooks", is_flag=True, help="Run the notebooks on the article as well, and keep them.")
@click.option("--record", metavar="FILE", help="A public list of one person's contacts (CSV) to compare with.")
@click.option("--record-of", metavar="NAME", help="The person whose contacts the record lists.")
def report(
    path: str,
    formats: tuple[str, ...],
    out: str | None,
    force: bool,
    notebooks: bool,
    record: str | None,
    record_of: str | None,
    **options: Any,
) -> None:
    """Write a page with answers, figures and tables.

    The folder contains the page, the figures and the tables, and with --notebooks every step in executed notebooks.
    """
    from analysis.report.folder import write_report

    out, record = out and expanduser(out), record and expanduser(record)
    if (record is None) != (record_of is None):
        raise click.UsageError(
            "--record and --record-of go together: give the list, and the person whose contacts it lists."
        )
    _show_progress("reading the article")
    result, fetched = _analyse(path, options)
    _show_progress("finding quotations and contacts")
    tables, folder = tables_of(result), out or f"report-{result.article.article_id}"
    page = write_report(result, tables, folder, record, record_of, formats, force, notebooks, _show_progress, fetched)
    _show_progress("open the page in a browser:")
    _show(page)


@cli.command(epilog=EPILOG)
@_article_options
@_format_option("csv")
@click.option(
    "--out",
    default="tables",
    show_default=True,
    metavar="FOLDER",
    help="The folder to write, or - for standard output.",
)
@click.option(
    "--table",
    "chosen",
    type=click.Choice(table_names()),
    multiple=True,
    help="Write only this table; may be repeated.",
)
def tables(path: str, formats: tuple[str, ...], out: str, chosen: tuple[str, ...], force: bool, **options: Any) -> None:
    """Write the tables only.

    Writes all tables of ARTICLE to a folder, or one of them to standard output.
    """
    out = expanduser(out)
    if out == "-":
        _check_standard_output(chosen, formats)
    result, fetched = _analyse(path, options)
    available = tables_of(result)
    selected = {name: available[name] for name in chosen or available}
    if out == "-":
        (table,) = selected.items()
        _print(*table, formats[0])
    else:
        _show(write_formats(result, out, formats, selected, force, fetched))


def _check_standard_output(chosen: tuple[str, ...], formats: tuple[str, ...]) -> None:
    """Raise UsageError unless there is one table in one format, and not a binary one for a terminal."""
    if len(chosen) != 1 or len(formats) != 1:
        raise click.UsageError("Standard output takes one table in one format: name it with --table.")
    if formats[0] not in FORMATS:
        raise click.UsageError(f"{formats[0]} is not for standard output: name a folder with --out.")
    if formats[0] == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: send it to a file or a program.")


@cli.command(epilog=EPILOG)
@click.argument("paths", metavar="ARTICLE…", nargs=-1, required=True)
@click.option("--out", default="comparison", show_default=True, metavar="FOLDER", help="The folder to write.")
@click.option("--force", is_flag=True, help="Replace the folder, if this command wrote it.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def compare(paths: tuple[str, ...], out: str, force: bool, debug: bool) -> None:
    """Write a page with two or more articles side by side.

    The page says who is quoted by which paper, which contacts both report and whether they agree, and how narrators and
    quotations sound. A file may hold several articles. Day and publisher of each are taken from its page, or from a
    .toml file beside it. For example: compare page.html other.html --out comparison
    """
    from analysis.side_by_side.folder import write_comparison
    from analysis.side_by_side.joining import compare as compare_articles

    comparison = compare_articles(article for path in paths for article in _articles_of(path))
    for result in comparison.results:
        _tell_idle(result)
    page = write_comparison(comparison, expanduser(out), force)
    _show_progress("open the page in a browser:")
    _show(page)


@cli.command(epilog=EPILOG)
@click.argument("path", metavar="IN")
@click.argument("out", metavar="OUT")
@click.option(
    "--column",
    "columns",
    metavar="NAME=COLUMN",
    multiple=True,
    help="The name of a column in IN, like text=body; published= means that there are no dates. May be repeated.",
)
@click.option(
    "--table",
    "chosen",
    type=click.Choice(list(analysis.TABLES)),
    multiple=True,
    help="Of the tables of single articles, keep only this one; may be repeated.  [default: all]",
)
@click.option("--scheduler", metavar="ADDRESS", help="The Dask cluster to run on, like tcp://10.0.0.1:8786.")
@click.option(
    "--workers", type=click.IntRange(1), help="The number of processes on this machine.  [default: one per core]"
)
@click.option("--longest", type=click.IntRange(1), help="Skip articles with more characters than this.")
@click.option("--include-possible", is_flag=True, help="Count contacts that are only possible, too.")
@click.option("--page", is_flag=True, help="Write a page with the answers and figures, too: OUT/index.html.")
@click.option(
    "--csv",
    is_flag=True,
    help="Write the tables of the whole corpus as CSV, too, without words of the articles: OUT/csv.",
)
@click.option("--resume", is_flag=True, help="Continue an interrupted run.")
@click.option("--force", is_flag=True, help="Start again, and replace the results of an earlier run at OUT.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def corpus(
    path: str,
    out: str,
    columns: tuple[str, ...],
    chosen: tuple[str, ...],
    page: bool,
    csv: bool,
    debug: bool,
    **options: Any,
) -> int:
    """Write the tables of many articles.

    IN is a folder of articles, an export of a news database, or a .jsonl(.gz), .csv or .parquet file with the columns
    text, published and, optionally, article_id, title, source, url and author. OUT becomes a folder of Parquet tables,
    partitioned by month; articles that cannot be read are listed in its errors.parquet. An interrupted run continues
    with --resume.
    """
    if wrong := [column for column in columns if "=" not in column]:
        raise click.UsageError(f"--column {wrong[0]}: write it like text=body.")
    if options["resume"] and options["force"]:
        raise click.UsageError("--resume continues a run and --force starts again: give one of them.")
    options = {name: value for name, value in options.items() if value is not None}
    mapping = dict(column.split("=", 1) for column in columns)
    try:
        summary = analysis.analyse_corpus(
            expanduser(path),
            expanduser(out),
            columns=mapping,
            keep=chosen or tuple(analysis.TABLES),
            tell=_tell,
            **options,
        )
    except KeyboardInterrupt:
        resume = as_typed("resume=True", "--resume", "RESUME=1")
        _tell(f"interrupted; finished work is kept: run the same command with {resume} to continue")
        raise
    _tell(_counts_of(summary))
    _show(_with_extras(summary.folder, page, csv))
    return SOME_ARTICLES_FAILED if summary.refused else 0


def _with_extras(folder: Path, page: bool, csv: bool) -> Path:
    """Write the CSV files and the page of a corpus run, as asked; the page, or else the folder."""
    if csv:
        from analysis.corpus.run import write_facts

        write_facts(folder)
    if page:
        from analysis.report.folder import write_corpus_page

        return write_corpus_page(folder)
    return folder


def _counts_of(summary: "analysis.Summary") -> str:
    """The numbers of articles that a corpus run read and left out, and of contacts, in a sentence."""
    parts = [f"{counted(summary.articles, 'article')} with {counted(summary.words, 'word')}"]
    if summary.undated:
        verbs = "has no date and is" if summary.undated == 1 else "have no date and are"
        parts.append(f"{summary.undated:,} of them {verbs} not counted over time")
    if summary.refused:
        parts.append(f"{summary.refused:,} left out: see errors.parquet")
    contacts, reports = (counted(summary.rows[f"world_{kind}s"], kind) for kind in ("contact", "report"))
    return f"{', '.join(parts)}; {contacts} in {reports}"


@cli.command()
@click.argument("folder", default="who-says-what")
def lab(folder: str) -> int:
    """Open the notebooks in JupyterLab.

    Copies the notebooks and the texts that they read into FOLDER, by default who-says-what, if it does not exist yet.
    """
    from analysis.report.notebooks import open_lab

    return open_lab(folder)


@cli.command()
def check() -> None:
    """Check that the language model is the official release.

    Compares the checksum of each of its files with that in the release.
    """
    from analysis.language.spacy_model import check_model

    model = check_model()
    _show(f"{model.name} {model.version}: all {model.files} files are those of the release; spaCy {model.spacy}")


def _articles_of(path: str) -> Iterator[analysis.Article]:
    """The articles of a file or an address. Raises AnalysisError if one of them cannot be read."""
    from analysis.articles import web
    from analysis.articles.article import read_all

    _show_progress(f"reading {path}")
    for article in [web.read_address(path, _tell)[0]] if web.is_address(path) else read_all(path):
        if isinstance(article, analysis.AnalysisError):
            raise article
        yield article


def _analyse(path: str, options: dict[str, Any]) -> tuple[analysis.Analysis, dict[str, bytes]]:
    """Analyse the article with the metadata among the options; also the files to keep of a page that was fetched."""
    from analysis.articles import web

    facts = {name: options[name] for name in (*METADATA_OPTIONS, "number") if options[name] is not None}
    article, fetched = (
        web.read_address(path, _tell, **facts) if web.is_address(path) else (analysis.read_article(path, **facts), {})
    )
    corrections = options["corrections"] and expanduser(options["corrections"])
    return analysis.analyse(article, corrections), fetched


def tables_of(result: analysis.Analysis) -> dict[str, pd.DataFrame]:
    """All tables of an article, by the names in `table_names`, and `corrections` if there are any."""
    published = {result.article.article_id: result.article.published}
    tables: dict[str, pd.DataFrame] = {name: getattr(result, name) for name in analysis.TABLES}
    tables |= {"corrections": result.corrections} if len(result.corrections) else {}
    _tell_idle(result)
    return tables | {
        "polecat": analysis.to_polecat(result.contacts, result.people, published),
        "gdelt": analysis.to_gdelt(result.contacts, result.people),
    }


def _tell_idle(result: analysis.Analysis) -> None:
    """Report which corrections do not apply, and why."""
    given = result.corrections
    for row in records(given[~is_applied(given)]):
        place = f"{result.article.corrections or 'corrections'}, line {row.line}"
        _tell(clean(f"not applied: {place} ({row.action}, {short(row.words)}): {row.outcome}"))


def _print(name: str, table: pd.DataFrame, suffix: str) -> None:
    """Write a table to standard output: the same bytes as in a file, but without commands to a terminal."""
    data = as_bytes(name, table, suffix)
    if sys.stdout.isatty():
        data = for_terminal(data.decode()).encode()
    with _to_standard_output():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _show(result: object) -> None:
    """Show on standard output where a result is, or the result itself."""
    with _to_standard_output():
        click.echo(os.fsencode(str(result)))  # the name of a folder may not be text


@contextmanager
def _to_standard_output() -> Iterator[None]:
    """Raise WriteError if standard output cannot be written; a closed pipe is not an error."""
    try:
        yield
    except BrokenPipeError:  # click exits quietly
        raise
    except OSError as error:
        raise analysis.WriteError(
            f"standard output cannot be written: {error.strerror}; free some space, or send it elsewhere "
            "(a folder that the command wrote is complete)"
        ) from None


def _tell(message: str) -> None:
    """Write a message to standard error; the work continues if that is full."""
    with suppress(OSError):
        click.echo(message, err=True)


def _show_progress(message: str) -> None:
    """Show a message on a terminal, but not in a log file."""
    if sys.stderr.isatty():
        _tell(message)


def main(arguments: list[str] | None = None) -> int:
    """Run a command, with the arguments of the process by default; return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if sys.stdout is None:
            raise analysis.WriteError(NO_STANDARD_OUTPUT)
        with typed("make" if os.environ.get(TYPED_IN) == "make" else "command line"):
            return cli.main(arguments, prog_name=PROGRAM, standalone_mode=False) or 0
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (analysis.AnalysisError, MemoryError, OSError) as error:
        if "--debug" in arguments:
            raise
        if isinstance(error, SeveralArticles):
            _list(error.titles)
        _tell(f"error: {_message(error)}")
        return 1


def _list(titles: Sequence[str]) -> None:
    """Show the articles of a file, with their numbers, to choose from."""
    for number, title in enumerate(titles[:MAX_LISTED], 1):
        _tell(f"{number:5}  {clean(title)}")
    if len(titles) > MAX_LISTED:
        _tell(f"       and {len(titles) - MAX_LISTED:,} more")


def _message(error: Exception) -> str:
    """The error and its remedy, on one line."""
    if isinstance(error, MemoryError):
        return OUT_OF_MEMORY
    if isinstance(error, OSError):  # of a file that no function names, such as a temporary one
        name, reason = error.filename or "a file or standard output", error.strerror or type(error).__name__
        return clean(
            f"{name} cannot be read or written: {reason}; free some space, or name a file or folder that you may use"
        )
    return clean(error).replace(MODULE, PROGRAM)
