"""The command line: a report on an article, its tables only, or the tables of a whole corpus.

Exit status: 0 success, 1 an error in the article, the folder or the model, 2 wrong usage, 3 success except for some
articles of a corpus, 130 interrupted by Ctrl-C. Results go to standard output, everything else to standard error.
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
import pandas as pd

import analysis
from analysis.display import clean
from analysis.output import FORMATS
from analysis.tables import JOINS

SOME_ARTICLES_FAILED, INTERRUPTED = 3, 130  # exit statuses
OUT_OF_MEMORY = "out of memory; provide more memory, or split up the input"
PROGRAM = "python -m analysis"
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
ARTICLE is a file, or - for standard input. The page of a report is index.html.
Exit status: 0 success, 1 an error in the article, the folder or the model, 2 wrong usage,
3 success except for some articles of a corpus, 130 interrupted by Ctrl-C."""


def table_names() -> list[str]:
    """The names of all tables of an article, including those in the codes of event data sets."""
    return [*analysis.TABLES, *JOINS]


def _article_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the argument and the options that `report` and `tables` have in common."""
    options = [
        click.argument("path", metavar="ARTICLE"),
        *(click.option(f"--{name.replace('_', '-')}", help=text) for name, text in METADATA_OPTIONS.items()),
        click.option("--force", is_flag=True, help="Replace the folder, if this command wrote it."),
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _format_option(*default: str) -> Callable[..., Any]:
    choice = click.Choice(list(FORMATS))
    text = f"The format of the tables; may be repeated.  [default: {', '.join(default)}]"
    return click.option("--format", "formats", type=choice, multiple=True, default=default, help=text)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="analysis", prog_name="analysis")
def cli() -> None:
    """Who says what and how it sounds, and who is in touch with whom and how often, in news articles."""


@cli.command(epilog=EPILOG)
@_article_options
@_format_option("csv", "parquet")
@click.option("--out", default="report", show_default=True, metavar="FOLDER", help="The folder to write.")
@click.option("--record", metavar="FILE", help="A public list of one person's contacts (CSV) to compare with.")
@click.option("--record-of", metavar="NAME", help="The person whose contacts the record lists.")
def report(
    path: str,
    formats: tuple[str, ...],
    out: str,
    force: bool,
    record: str | None,
    record_of: str | None,
    **options: Any,
) -> None:
    """Write a page with answers, figures and tables.

    Runs the notebooks on ARTICLE. The folder contains the page, the notebooks, the figures and the tables.
    """
    from analysis.report.folder import write_report

    if (record is None) != (record_of is None):
        raise click.UsageError(
            "--record and --record-of go together: give the list, and the person whose contacts it lists."
        )
    _show_progress("reading the article")
    result = _analyse(path, options)
    page = write_report(result.article, tables_of(result), out, record, record_of, formats, force, _show_progress)
    click.echo(page)


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
    if out == "-":
        _check_standard_output(chosen, formats)
    available = tables_of(_analyse(path, options))
    selected = {name: available[name] for name in chosen or available}
    if out == "-":
        _print(selected, formats[0])
    else:
        click.echo(analysis.write_tables(selected, out, formats, force))


def _check_standard_output(chosen: tuple[str, ...], formats: tuple[str, ...]) -> None:
    """Raise UsageError unless there is one table in one format, and not a binary one for a terminal."""
    if len(chosen) != 1 or len(formats) != 1:
        raise click.UsageError("Standard output takes one table in one format: name it with --table.")
    if formats[0] == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: send it to a file or a program.")


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
@click.option("--resume", is_flag=True, help="Continue an interrupted run.")
@click.option("--force", is_flag=True, help="Start again, and replace the results of an earlier run at OUT.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def corpus(path: str, out: str, columns: tuple[str, ...], chosen: tuple[str, ...], debug: bool, **options: Any) -> int:
    """Write the tables of many articles.

    IN is a folder of articles, or a .jsonl(.gz), .csv or .parquet file with the columns text, published and,
    optionally, article_id, title, source, url and author. OUT becomes a folder of Parquet tables, partitioned by month;
    articles that cannot be read are listed in its errors.parquet. An interrupted run continues with --resume.
    """
    if wrong := [column for column in columns if "=" not in column]:
        raise click.UsageError(f"--column {wrong[0]}: write it like text=body.")
    if options["resume"] and options["force"]:
        raise click.UsageError("--resume continues a run and --force starts again: give one of them.")
    options = {name: value for name, value in options.items() if value is not None}
    mapping = dict(column.split("=", 1) for column in columns)
    tell = partial(click.echo, err=True)
    try:
        summary = analysis.analyse_corpus(
            path, out, columns=mapping, keep=chosen or tuple(analysis.TABLES), tell=tell, **options
        )
    except KeyboardInterrupt:
        tell("interrupted; finished work is kept: run the same command with --resume to continue")
        raise
    left_out = f", {summary.refused:,} left out: see errors.parquet" if summary.refused else ""
    contacts = f"{summary.rows['world_contacts']:,} contacts in {summary.rows['world_reports']:,} reports"
    tell(f"{summary.articles:,} articles with {summary.words:,} words{left_out}; {contacts}")
    click.echo(summary.folder)
    return SOME_ARTICLES_FAILED if summary.refused else 0


@cli.command()
def check() -> None:
    """Check that the language model is the official release.

    Compares the checksum of each of its files with that in the release.
    """
    from analysis.language.spacy_model import check_model

    model = check_model()
    click.echo(f"{model.name} {model.version}: all {model.files} files are those of the release; spaCy {model.spacy}")


def _analyse(path: str, options: dict[str, Any]) -> analysis.Analysis:
    """Analyse the article with the metadata among the options."""
    facts = {name: options[name] for name in METADATA_OPTIONS if options[name] is not None}
    return analysis.analyse(analysis.read_article(path, **facts))


def tables_of(result: analysis.Analysis) -> dict[str, pd.DataFrame]:
    """All tables of an article, by the names in `table_names`."""
    published = {result.article.article_id: result.article.published}
    tables: dict[str, pd.DataFrame] = {name: getattr(result, name) for name in analysis.TABLES}
    return tables | {
        "polecat": analysis.to_polecat(result.contacts, result.people, published),
        "gdelt": analysis.to_gdelt(result.contacts, result.people),
    }


def _print(table: dict[str, pd.DataFrame], suffix: str) -> None:
    """Write a table, given under its name, to standard output: the same bytes as in a file."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = analysis.write_tables(table, Path(scratch) / "tables", [suffix])
        (name,) = table
        try:
            sys.stdout.buffer.write((folder / f"{name}.{suffix}").read_bytes())
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader has closed the pipe; click exits quietly
            raise
        except OSError as error:
            raise analysis.WriteError(f"standard output cannot be written: {error.strerror}; free some space") from None


def _show_progress(message: str) -> None:
    """Show a message on a terminal, but not in a log file."""
    if sys.stderr.isatty():
        click.echo(message, err=True)


def main(arguments: list[str] | None = None) -> int:
    """Run a command, with the arguments of the process by default; return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return cli.main(arguments, prog_name=PROGRAM, standalone_mode=False) or 0
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (analysis.AnalysisError, MemoryError) as error:
        if "--debug" in arguments:
            raise
        message = OUT_OF_MEMORY if isinstance(error, MemoryError) else clean(error)
        click.echo(f"error: {message}", err=True)
        return 1
