"""The command line: a report on an article, or its tables alone.

Exit status: 0 done, 1 the article or the folder is at fault, 2 wrong usage, 130 stopped by Ctrl-C.
"""

import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pandas as pd

import analysis
from analysis.joins import JOINS
from analysis.markup import clean
from analysis.writers import FORMATS

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

\b
ARTICLE is a file, or - for standard input. A report's page is index.html.
Exit status: 0 done, 1 the article or the folder is at fault, 2 wrong usage,
130 stopped by Ctrl-C."""


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
    from analysis.report import write_report  # brings along what runs notebooks, which nobody else needs

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
        sys.stdout.buffer.write((folder / f"{name}.{suffix}").read_bytes())
        sys.stdout.buffer.flush()


def _tell(what: str) -> None:
    """How far it is, for somebody who sits before it."""
    if sys.stderr.isatty():
        click.echo(what, err=True)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        cli.main(arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except analysis.AnalysisError as error:
        if "--debug" in arguments:
            raise
        click.echo(f"error: {clean(error)}", err=True)
        return 1
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing half-written stays
    sys.exit(main())
