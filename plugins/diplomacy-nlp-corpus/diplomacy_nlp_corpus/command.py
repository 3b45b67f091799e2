"""`diplomacy-nlp run`: a corpus on the command line. The command itself is of diplomacy-nlp-outputs, which finds it."""

# ruff: noqa: D301  # \b is click's mark of lines that stay as they are

from __future__ import annotations

import sys
from typing import Any

import click

from diplomacy_nlp.checks import told
from diplomacy_nlp.toolkit.options import typed

from .errors import CorpusError
from .run import Progress, run_corpus
from .shards import FORMATS
from .sources import COLUMNS, Columns

__all__ = ["run"]


@click.command()
@click.argument("source", type=click.Path(exists=True))
@click.option("--out", "-o", required=True, metavar="DIR", help="The folder of results; the same one, to go on.")
@click.option("--workers", "-w", default=1, show_default=True, help="Processes that read; about one a core.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Of a Dask cluster whose workers read instead, as tcp://host:8786."
)
@click.option("--to", "format_", type=click.Choice(FORMATS), default="parquet", show_default=True)
@click.option("--redo", is_flag=True, help="If versions, models, options or the source have changed, do it again.")
@click.option("--parses", metavar="FILE", help="Keep parses and findings here: the next run costs what has changed.")
@click.option("--keep-findings/--no-findings", default=True, show_default=True, help="Or keep parses alone there.")
@click.option("--shard-size", default=100, show_default=True, help="Articles a shard.")
@click.option("--max-characters", type=int, metavar="N", help="Note longer texts as problems.")
@click.option("--timeout", type=float, metavar="SECONDS", help="Note articles that take longer as problems.")
@click.option("--text-column", default="text", show_default=True, metavar="NAME")
@click.option("--id-column", default="id", show_default=True, metavar="NAME")
@click.option("--title-column", default="title", show_default=True, metavar="NAME")
@click.option("--source-column", default="source", show_default=True, metavar="NAME")
@click.option("--date-column", default="date", show_default=True, metavar="NAME")
@click.option("--url-column", default="url", show_default=True, metavar="NAME")
@click.option("--only", multiple=True, metavar="PLUGIN", help="Use just this plugin (and others so named).")
@click.option("--block", multiple=True, metavar="PLUGIN", help="Leave this plugin out.")
@click.option("--option", "options", multiple=True, metavar="PLUGIN.NAME=VALUE", help="An option of a plugin.")
@click.option("--quiet", "-q", is_flag=True, help="No progress; errors are still told.")
def run(
    source: str,
    out: str,
    format_: str,
    redo: bool,
    scheduler: str | None,
    only: tuple[str, ...],
    block: tuple[str, ...],
    options: tuple[str, ...],
    quiet: bool,
    **more: Any,
) -> int:
    """Read a corpus into a folder; begun again, it goes on where it ended.

    SOURCE is a folder of texts and tables, or a CSV, TSV, JSONL or Parquet file with an article a row. An article that
    cannot be read is a row of DIR/problems and never the end of the run.

    \b
      diplomacy-nlp run news.csv --out results --workers 4
      diplomacy-nlp run news.csv --out results --workers 4 --parses parses.sqlite --text-column body

    \b
    Exit status: 0 all was read; 1 some articles could not be, or plugins had faults; 2 a slip, or the run cannot go
    on; 130 interrupted.
    """
    columns = Columns(**{name: more.pop(f"{name}_column") for name in COLUMNS})
    client = None if scheduler is None else _client(scheduler)
    try:
        done = run_corpus(
            source,
            out,
            client=client,
            format=format_,
            changed="redo" if redo else "refuse",
            columns=columns,
            only=only or None,
            block=block,
            options=typed(options),
            progress=None if quiet else _show,
            **more,
        )
    except KeyboardInterrupt:
        click.echo(f"\ninterrupted; what is done stands in {out}, and the same command goes on from there", err=True)
        raise
    finally:
        if client is not None:
            client.close()
    if not quiet:
        told = f"{done.articles} articles read, {done.problems} not{_with_faults(done.faulty)}"
        click.echo(f"{told}; {done.shards} shards in {out}", err=True)
    return 1 if done.problems or done.faulty else 0


def _with_faults(faulty: int) -> str:
    return f", {faulty:,} read with faults of plugins" if faulty else ""


def _client(scheduler: str) -> Any:
    from distributed import Client

    try:
        return Client(scheduler)
    except Exception as error:  # of an address that is none it says so in many ways
        raise CorpusError(
            f"--scheduler {scheduler}: no scheduler of Dask is reached there ({told(error)}); give the address that it "
            "tells when it begins, as tcp://host:8786"
        ) from None


def _show(progress: Progress) -> None:
    of = "" if progress.total is None else f" of {progress.total:,}"
    line = f"{progress.done:,}{of} articles, {progress.problems:,} not read{_with_faults(progress.faulty)}"
    line += f", {progress.rate * 60:.1f} a minute"
    if progress.left is not None:
        line += f", {_time(progress.left)} left"
    if sys.stderr.isatty():
        click.echo(f"\r{line:<79}", nl=progress.done == progress.total, err=True)
    else:
        click.echo(line, err=True)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
