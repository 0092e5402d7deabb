"""The command line: a report on an article, its tables alone, or the tables of a whole corpus.

Exit status: 0 done, 1 the article, the folder or the model is at fault, 2 wrong usage, 3 done but for some articles of
a corpus, 130 stopped by Ctrl-C.
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

PARTLY = 3  # exit status of a corpus of which some articles could not be read
NO_MEMORY = "the memory at hand is used up; give it more, or split up what is to be read"
PROGRAM = "python -m analysis"
KNOWN = {
    "title": "Its headline.",
    "published": "The day it was published, like 2024-05-01; without it “on Sunday” stays without a date.",
    "source": "Who published it.",
    "author": "Who wrote it.",
    "url": "Its address.",
    "article_id": "What it is called in the tables.",
}
EPILOG = """\b
Examples, from the project's folder:
  python -m analysis report seeds/macron-open-line-to-russia.txt --out out
  python -m analysis tables seeds/macron-open-line-to-russia.txt --format csv --format parquet
  python -m analysis tables seeds/macron-open-line-to-russia.txt --out - --table quotes
  python -m analysis corpus seeds/made-up-news.jsonl news

\b
ARTICLE is a file, or - for standard input. A report's page is index.html.
Exit status: 0 done, 1 the article, the folder or the model is at fault, 2 wrong usage,
3 done but for some articles of a corpus, 130 stopped by Ctrl-C."""


def names() -> list[str]:
    """Every table there is, those in the codes of event data included."""
    return [*analysis.TABLES, *JOINS]


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of both commands."""
    options = [
        click.argument("path", metavar="ARTICLE"),
        *(click.option(f"--{name.replace('_', '-')}", help=help) for name, help in KNOWN.items()),
        click.option("--force", is_flag=True, help="Replace the folder if it was written by this command."),
        click.option("--debug", is_flag=True, help="Show where in the program an error came from."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _formats(*default: str) -> Callable[..., Any]:
    choice = click.Choice(list(FORMATS))
    told = f"Format of the tables, may be repeated.  [default: {', '.join(default)}]"
    return click.option("--format", "formats", type=choice, multiple=True, default=default, help=told)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="analysis", prog_name="analysis")
def cli() -> None:
    """Who says what and how it sounds, and who is in touch with whom and how often, in a news article."""


@cli.command(epilog=EPILOG)
@_common
@_formats("csv", "parquet")
@click.option("--out", default="report", show_default=True, metavar="FOLDER", help="The folder to write.")
@click.option("--record", metavar="FILE", help="A public list of one person's contacts (CSV), to compare with.")
@click.option("--record-of", metavar="NAME", help="Whose contacts the record lists.")
def report(
    path: str, formats: tuple[str, ...], out: str, force: bool, record: str | None, record_of: str | None, **known: Any
) -> None:
    """Write a page with answers, figures and tables.

    Runs the notebooks on ARTICLE. The folder holds them, the page, the figures and the tables.
    """
    from analysis.report.folder import write_report

    if (record is None) != (record_of is None):
        raise click.UsageError("--record and --record-of go together: the list, and whose contacts it lists.")
    _tell("reading the article")
    result = _analyse(path, known)
    page = write_report(result.article, tables_of(result), out, record, record_of, formats, force, _tell)
    click.echo(page)


@cli.command(epilog=EPILOG)
@_common
@_formats("csv")
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
    type=click.Choice(names()),
    multiple=True,
    help="Only this one, may be repeated.",
)
def tables(path: str, formats: tuple[str, ...], out: str, chosen: tuple[str, ...], force: bool, **known: Any) -> None:
    """Write the tables alone.

    All tables of ARTICLE go to a folder, or one of them to standard output.
    """
    if out == "-":
        if len(chosen) != 1 or len(formats) != 1:
            raise click.UsageError("Standard output takes one table in one format: name it with --table.")
        if formats[0] == "parquet" and sys.stdout.isatty():
            raise click.UsageError("Parquet is not for a terminal: send it to a file or a program.")
    found = tables_of(_analyse(path, known))
    found = {name: found[name] for name in chosen or found}
    if out == "-":
        _print(found, formats[0])
    else:
        click.echo(analysis.write_tables(found, out, formats, force))


@cli.command(epilog=EPILOG)
@click.argument("path", metavar="IN")
@click.argument("out", metavar="OUT")
@click.option(
    "--column",
    "columns",
    metavar="OURS=THEIRS",
    multiple=True,
    help="What a column is called in IN, like text=body; published= says that there are no dates. May be repeated.",
)
@click.option(
    "--table",
    "chosen",
    type=click.Choice(list(analysis.TABLES)),
    multiple=True,
    help="Of the tables of single articles keep only this one, may be repeated.  [default: all]",
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster to work on, like tcp://10.0.0.1:8786.")
@click.option("--workers", type=click.IntRange(1), help="Processes on this machine.  [default: one for each core]")
@click.option("--longest", type=click.IntRange(1), help="Characters of the longest article that is read.")
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@click.option("--force", is_flag=True, help="Start anew, and replace what a run has left at OUT.")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
def corpus(path: str, out: str, columns: tuple[str, ...], chosen: tuple[str, ...], debug: bool, **how: Any) -> int:
    """Write the tables of many articles.

    IN is a folder of articles, or a .jsonl(.gz), .csv or .parquet file with the columns text, published and, if you
    like, article_id, title, source, url and author. OUT becomes a folder of Parquet tables, by month; what cannot be
    read is in its errors.parquet. A run that was stopped goes on with --resume.
    """
    if wrong := [column for column in columns if "=" not in column]:
        raise click.UsageError(f"--column {wrong[0]}: write it like text=body.")
    if how["resume"] and how["force"]:
        raise click.UsageError("--resume goes on and --force starts anew: give one of them.")
    how = {name: value for name, value in how.items() if value is not None}
    mapping = dict(column.split("=", 1) for column in columns)
    tell = partial(click.echo, err=True)
    try:
        done = analysis.analyse_corpus(
            path, out, columns=mapping, keep=chosen or tuple(analysis.TABLES), tell=tell, **how
        )
    except KeyboardInterrupt:
        tell("stopped; what was done is kept: the same command with --resume goes on")
        raise
    left_out = f", {done.refused:,} left out: see errors.parquet" if done.refused else ""
    contacts = f"{done.rows['world_contacts']:,} contacts in {done.rows['world_reports']:,} reports"
    tell(f"{done.articles:,} articles with {done.words:,} words{left_out}; {contacts}")
    click.echo(done.folder)
    return PARTLY if done.refused else 0


@cli.command()
def check() -> None:
    """Check that the language model is the one released.

    Each of its files is compared with the sum that the official release has.
    """
    from analysis.language.spacy_model import check_model

    found = check_model()
    click.echo(f"{found.name} {found.version}: all {found.files} files are those of the release; spaCy {found.spacy}")


def _analyse(path: str, known: dict[str, Any]) -> analysis.Analysis:
    known.pop("debug")
    given = {name: value for name, value in known.items() if value is not None}
    return analysis.analyse(analysis.read_article(path, **given))


def tables_of(result: analysis.Analysis) -> dict[str, pd.DataFrame]:
    """The tables of `names`, as found in an article."""
    published = {result.article.article_id: result.article.published}
    found: dict[str, pd.DataFrame] = {name: getattr(result, name) for name in analysis.TABLES}
    return found | {
        "polecat": analysis.to_polecat(result.contacts, result.people, published),
        "gdelt": analysis.to_gdelt(result.contacts, result.people),
    }


def _print(table: dict[str, pd.DataFrame], suffix: str) -> None:
    """One table to standard output, the same bytes as in a file."""
    with tempfile.TemporaryDirectory() as room:
        folder = analysis.write_tables(table, Path(room) / "tables", [suffix])
        (name,) = table
        try:
            sys.stdout.buffer.write((folder / f"{name}.{suffix}").read_bytes())
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever reads it has enough
            raise
        except OSError as error:
            raise analysis.WriteError(f"standard output cannot be written: {error.strerror}; make room") from None


def _tell(what: str) -> None:
    """How far it is, for somebody who sits before it."""
    if sys.stderr.isatty():
        click.echo(what, err=True)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return cli.main(arguments, prog_name=PROGRAM, standalone_mode=False) or 0
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (analysis.AnalysisError, MemoryError) as error:
        if "--debug" in arguments:
            raise
        told = NO_MEMORY if isinstance(error, MemoryError) else clean(error)
        click.echo(f"error: {told}", err=True)
        return 1
