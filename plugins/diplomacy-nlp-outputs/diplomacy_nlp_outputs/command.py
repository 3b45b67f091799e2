"""The command `diplomacy-nlp`: reads articles and writes what was found; says what is installed."""

# ruff: noqa: D301  # \b is click's mark of lines that stay as they are

from __future__ import annotations

import atexit
import gc
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from importlib import metadata
from importlib.util import find_spec
from inspect import Parameter, signature
from pathlib import Path, PurePath
from typing import Any

import click

from diplomacy_nlp import Analysis, Analyzer, DiplomacyError
from diplomacy_nlp.checks import printable, shown, told
from diplomacy_nlp.toolkit.options import typed

from .reading import InputError, count_articles, files_of, read_articles
from .schema import json_schema
from .tables import TABLES, Table, table_named
from .writing import FORMATS, Target

__all__ = ["cli", "main"]

PROGRAM = "diplomacy-nlp"
_PLUGINS = "diplomacy_nlp"  # entry-point group of the plugins
COMMANDS = "diplomacy_nlp.commands"  # entry-point group of further commands: each is one of click's
_NETWORKS = ("gexf", "graphml")
_NEED_A_PATH = ("brat", "parquet", *_NETWORKS)
_LIBRARIES = ("pandas", "pyarrow", "networkx", "matplotlib", "spacy", "trafilatura")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit status.

    0: all went well. 1: some articles could not be read, and the others were. 2: a slip in the command line, or nothing
    could be read. 130: interrupted.
    """
    if arguments is None:
        _spare_collector()
    try:
        status = cli.main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.message = printable(error.message)  # type: ignore[misc]  # it may show what was typed
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return 130
    except BrokenPipeError:  # the reader of a pipe (`head`) has seen enough
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say(f"{error.filename or 'output'}: {error.strerror or error}")
        return 2
    except DiplomacyError as error:
        _say(str(error))
        return 2
    return int(status or 0)


def _say(message: str) -> None:
    click.echo(f"{PROGRAM}: {printable(message)}", err=True)


class _Commands(click.Group):
    """The commands here, and those that other distributions bring: entry points of the group `diplomacy_nlp.commands`.

    One is loaded when it is asked for, so that a fault of another distribution costs the other commands nothing.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(point.name for point in metadata.entry_points(group=COMMANDS))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if found := super().get_command(ctx, cmd_name):
            return found
        for point in metadata.entry_points(group=COMMANDS, name=cmd_name):
            try:
                loaded: click.Command = point.load()
            except Exception as error:
                whose = point.dist.name if point.dist else point.value
                return _broken(cmd_name, f"{whose} brings {cmd_name!r}, which cannot be loaded: {error}")
            return loaded
        return None


def _broken(name: str, message: str) -> click.Command:
    def refuse(**_: Any) -> None:
        raise click.ClickException(message)

    return click.Command(name, callback=refuse, help=message, add_help_option=False)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="diplomacy-nlp", prog_name=PROGRAM)
def cli() -> None:
    """Reads diplomatic news: who says, proposes and reacts, and so who stands where.

    \b
    Begin with an article of yours:
      diplomacy-nlp read article.txt
      diplomacy-nlp read article.txt --to html --out article.html
    A table of 500 articles:
      diplomacy-nlp read news.csv --text-column body --to csv --table reactions --out reactions.csv
    """


# --- read ---------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("files", nargs=-1)
@click.option(
    "--to", "format_", type=click.Choice(list(FORMATS)), default="table", show_default=True, help="What to write."
)
@click.option("--out", "-o", metavar="PATH", help="Where to write it: a file, or a folder where several are written. "
              "By default standard output.")  # fmt: skip
@click.option("--table", "tables", multiple=True, metavar="NAME",
              help=f"For csv and parquet, and jsonl of rows: {', '.join(TABLES)}, or all (into a folder). "
              "May be given several times.")  # fmt: skip
@click.option(
    "--text-column",
    default="text",
    show_default=True,
    metavar="NAME",
    help="Of a CSV, JSONL or Parquet file: the texts.",
)
@click.option("--id-column", metavar="NAME", help="The ids; by default the column id, if there is one.")
@click.option("--date-column", metavar="NAME", help="The dates; by default the column date, if there is one.")
@click.option("--title-column", metavar="NAME", help="The titles (kept, not read); by default the column title.")
@click.option("--source-column", metavar="NAME", help="The publishers (kept, not read); by default the column source.")
@click.option("--only", multiple=True, metavar="PLUGIN", help="Use just this plugin (and others so named).")
@click.option("--block", multiple=True, metavar="PLUGIN", help="Leave this plugin out.")
@click.option("--option", "options", multiple=True, metavar="PLUGIN.NAME=VALUE",
              help="An option of a plugin, such as actors.gazetteer=my.csv (see `diplomacy-nlp plugins`).")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="No progress and no notes; errors are still told.")
def read(
    files: tuple[str, ...],
    format_: str,
    out: str | None,
    tables: tuple[str, ...],
    text_column: str,
    id_column: str | None,
    date_column: str | None,
    title_column: str | None,
    source_column: str | None,
    only: tuple[str, ...],
    block: tuple[str, ...],
    options: tuple[str, ...],
    quiet: bool,
) -> int:
    """Read articles and write what was found.

    FILES are texts in UTF-8 (an article each), web pages (.html), or tables with a column of texts (.csv, .tsv,
    .jsonl, .parquet); patterns such as 'news/*.txt' work too. Without FILES, or with -, an article is read from
    standard input.

    \b
    Examples:
      diplomacy-nlp read article.txt
      cat article.txt | diplomacy-nlp read --to json
      diplomacy-nlp read 'news/*.txt' --to jsonl --out news.jsonl
      diplomacy-nlp read news.csv --text-column body --to csv --table reactions > reactions.csv
      diplomacy-nlp read news.csv --to parquet --table all --out tables

    \b
    Exit status: 0 all went well; 1 some articles could not be read; 2 a slip, or nothing was read.
    """
    if not files and sys.stdin.isatty():
        raise click.UsageError("no FILES are given, and standard input is a terminal; name a file, or pipe a text")
    _check_tables(format_, tables, out)
    analyzer = make_analyzer(only, block, options)
    names = files_of(files or ["-"])
    _spare_inputs(names, format_, tables, out)
    faults: list[str] = []

    def complain(message: str) -> None:
        faults.append(message)
        _say(message)

    articles = read_articles(
        names,
        text_column=text_column,
        id_column=id_column,
        date_column=date_column,
        title_column=title_column,
        source_column=source_column,
        on_fault=complain,
    )
    count = _Count()
    with _progress(names, quiet=quiet) as step:
        FORMATS[format_](_noted(analyzer.analyze_many(articles), count, step), Target(out, tables))
    if not quiet and count.problems:
        _say(f"{count.problems} problems in plugins were left out; they stand in the table problems, and in JSON")
    return 1 if faults else 0


def _spare_collector() -> None:
    """Lets Python's garbage collector walk what a program loads seldom, and not at all when the program ends.

    It made up a third of a second of reading one article: what is loaded stays, and the end of a process frees it.
    """
    gc.set_threshold(500_000, 20, 50)
    atexit.register(gc.freeze)


def make_analyzer(only: Sequence[str], block: Sequence[str], options: Sequence[str]) -> Analyzer:
    """The Analyzer of a run: installed plugins, with faults collected, so that one article costs the others nothing."""
    wanted = typed(options)
    Analyzer.discover(only=only or None, block=block, options=wanted)  # a fault of loading stops the run at once
    return Analyzer.discover(only=only or None, block=block, options=wanted, on_error="collect")


def _check_tables(format_: str, tables: tuple[str, ...], out: str | None) -> None:
    """Refuses what would write nothing, or nowhere, before anything is read."""
    for name in tables:
        if name != "all":
            table_named(name)
    if tables and format_ not in ("csv", "jsonl", "parquet"):
        raise click.UsageError(f"--table goes with --to csv, jsonl or parquet, not with {format_}")
    if (len(tables) > 1 or "all" in tables) and not out:
        raise click.UsageError("several tables need a folder: --out FOLDER")
    if format_ in _NEED_A_PATH and not out:
        raise click.UsageError(f"--to {format_} needs --out PATH")
    if out and format_ in _NETWORKS and Path(out).suffix.lower() != f".{format_}":
        raise click.UsageError(
            f"--to {format_} writes a file whose name ends in .{format_}, as --out network.{format_}"
        )
    if out:
        _check_place(Path(out), is_folder=format_ == "brat" or len(tables) > 1 or "all" in tables)


def _check_place(out: Path, *, is_folder: bool) -> None:
    """Refuses a place where nothing can be written: told before the articles are read, not after."""
    if is_folder and out.exists() and not out.is_dir():
        raise click.UsageError(f"--out {out}: a file; several files are written, which need a folder")
    if not is_folder and out.is_dir():
        raise click.UsageError(f"--out {out}: a folder; name a file, as --out {out / 'found'}")
    if not is_folder and not out.parent.is_dir():
        raise click.UsageError(f"--out {out}: there is no folder {out.parent}; make it first")


def _spare_inputs(names: Sequence[str], format_: str, tables: tuple[str, ...], out: str | None) -> None:
    """Refuses to write over a file that is read."""
    if not out:
        return
    several = tuple(TABLES) if "all" in tables else tables if len(tables) > 1 else ()
    inside = [f"{table}.{format_}" for table in several]
    if format_ == "brat":  # names files by the articles' ids, which are those of the files that were read
        inside = [Path(name).name for name in names]
    for path in [Path(out, name) for name in inside] or [Path(out)]:
        for name in names:
            read = Path("/dev/stdin" if name == "-" else name)
            if path.is_file() and read.exists() and path.samefile(read):
                raise click.UsageError(f"{path} is read and would be written over; name another --out")


class _Count:
    def __init__(self) -> None:
        self.articles = 0
        self.problems = 0


def _noted(analyses: Iterable[Analysis], count: _Count, step: Any) -> Iterator[Analysis]:
    for analysis in _apart(analyses):
        count.articles += 1
        count.problems += len(analysis.problems)
        step()
        yield analysis
    if not count.articles:  # an error, so that nothing takes the place of an earlier result
        raise InputError("no article was read, so nothing is written")


def _apart(analyses: Iterable[Analysis]) -> Iterator[Analysis]:
    """The analyses; what a plugin prints while it reads goes to standard error, and not among the results."""
    each = iter(analyses)
    done = object()
    while True:
        with redirect_stdout(sys.stderr):
            analysis = next(each, done)
        if not isinstance(analysis, Analysis):
            return
        yield analysis


@contextmanager
def _progress(files: Sequence[str], *, quiet: bool) -> Iterator[Any]:
    """A bar on standard error with the time left, where somebody looks at it."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=count_articles(files))
        yield lambda: bar.advance(task)


# --- what is installed --------------------------------------------------------------------------------------------


def plugin_rows() -> list[dict[str, Any]]:
    """What is known of each installed plugin: name, version, distribution, hooks, options; a fault instead of hooks.

    Of an option the default is told, as plain data (see `_plain`); `required` names those that have none.
    """
    found = []
    for point in sorted(metadata.entry_points(group=_PLUGINS), key=lambda p: p.name):
        row: dict[str, Any] = {"name": point.name, "version": point.dist.version if point.dist else None}
        row["distribution"] = point.dist.name if point.dist else None
        try:
            with redirect_stdout(sys.stderr):  # what a plugin prints when it is loaded is no part of our output
                kind = point.load()
                hooks = [name for name in dir(kind) if name.startswith("diplomacy_")]
                options = {
                    name: p.default
                    for name, p in signature(kind).parameters.items()
                    if p.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
                }
        except (Exception, SystemExit) as error:
            found.append({**row, "fault": printable(told(error), 500)})
            continue
        required = [name for name, default in options.items() if default is Parameter.empty]
        options = {name: None if name in required else _plain(default) for name, default in options.items()}
        found.append({**row, "hooks": hooks, "options": options, "required": required})
    return found


def _plain(value: Any) -> Any:
    """A value as JSON can write it: a path as text, a set as a sorted list, what JSON has no word for as Python's."""
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, set | frozenset):
        value = sorted(value, key=repr)
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        return shown(value, 500)


def _as_typed(value: Any) -> str:
    """A plain value as `--option` takes it: a text as it stands, unless it would then be read as JSON."""
    if isinstance(value, str) and typed([f"plugin.name={value}"]) == {"plugin": {"name": value}}:
        return printable(value)
    return json.dumps(value)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON.")
def plugins(as_json: bool) -> None:
    """Say which plugins are installed: versions, hooks, options with their defaults."""
    found = plugin_rows()
    if as_json:
        _write(json.dumps(found, indent=2) + "\n")
        return
    lines = []
    for row in found:
        lines.append(f"{row['name']} {row['version'] or ''} ({row['distribution']})")
        if "fault" in row:
            lines.append(f"  cannot be loaded: {row['fault']}")
            continue
        lines.append(f"  hooks: {', '.join(row['hooks'])}")
        for name, value in row["options"].items():
            default = "... (it has no default)" if name in row["required"] else _as_typed(value)
            lines.append(f"  --option {row['name']}.{name}={default}")
    _write(
        "\n".join(lines or ["no plugins are installed; pip install diplomacy-nlp-stanza diplomacy-nlp-actors ..."])
        + "\n"
    )


@cli.command()
@click.argument("table", required=False)
def schema(table: str | None) -> None:
    """Print the JSON Schema of an analysis, or the columns of a TABLE (of all tables: `tables`).

    \b
      diplomacy-nlp schema              JSON Schema of what --to json writes
      diplomacy-nlp schema reactions    the columns of the table of reactions
    """
    if table is None:
        _write(json.dumps(json_schema(), indent=2) + "\n")
        return
    shown = TABLES.values() if table == "tables" else [table_named(table)]
    _write("\n".join(_columns_of(each) for each in shown))


def _columns_of(table: Table) -> str:
    width = max(len(c.name) for c in table.columns)
    lines = [f"  {c.name:<{width}}  {c.type:<7}  {c.meaning}\n" for c in table.columns]
    return f"{table.name}: one row is {table.row}\n{''.join(lines)}"


@cli.command()
def info() -> None:
    """Say what a report of a fault should hold: versions of Python, of the packages, and of libraries for outputs."""
    ours = sorted({d.name for d in metadata.distributions() if (d.name or "").startswith("diplomacy-nlp")})
    lines = [f"Python {platform.python_version()}, {platform.platform()}"]
    lines += [f"{name} {metadata.version(name)}" for name in ours]
    lines += [f"{name} {metadata.version(name) if find_spec(name) else 'not installed'}" for name in _LIBRARIES]
    _write("\n".join(lines) + "\n")


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script that completes commands and options in a SHELL.

    \b
      diplomacy-nlp completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    _write(kind(cli, {}, PROGRAM, f"_{PROGRAM.upper().replace('-', '_')}_COMPLETE").source() + "\n")


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode())  # UTF-8 on any console
    sys.stdout.buffer.flush()
