"""Writes anew what is generated in the Markdown files, so that none of it can go stale.

    python docs/generate.py            # write
    python docs/generate.py --check    # write nothing; fail if something is stale

Three things are generated: `docs/hooks.md`, from `diplomacy_nlp/hookspecs.py` and `examples/hooks.py`; the code block
after a line `<!-- file: PATH -->`, from that file; and the one after `<!-- output: PATH ARGUMENTS -->`, from running
that example in the repository's root.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import runpy
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest import mock

from diplomacy_nlp import hookspecs

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / "docs" / "hooks.md"
EXAMPLES = ROOT / "examples" / "hooks.py"
BLOCK = re.compile(
    r"<!-- (?P<kind>file|output): (?P<what>[^\n]+?) -->\n```(?P<language>\w*)\n.*?^```$", re.DOTALL | re.MULTILINE
)
LANGUAGES = {".py": "python", ".toml": "toml", ".csv": "csv", ".tsv": "tsv"}

HOOKS_HEAD = """\
# Hooks

<!-- Generated from diplomacy_nlp/hookspecs.py and examples/hooks.py by `make docs`; edit those. -->

A plugin is any object with methods of these names, each marked with `@hookimpl`. A method may leave out the arguments
that it does not need; an argument that the hook lacks is refused when the `Analyzer` is made. It gives its findings as
a list or by `yield`. [Writing a plugin](writing-a-plugin.md) says how to make, test and install one.

The stages run in the order of this page. The core checks what a stage gives, links it, merges what several plugins
found of the same thing, sorts it by its place in the text and numbers it, before the next stage begins. So the ids of
earlier stages are final and may be used in links.

`article` is the text and `annotation` its parse. `actors`, `quotes`, `proposals`, `reactions` and `positions` are all
that their stage found, with their ids; from stage 6 on, proposals have their settled status.
"""


def main(arguments: list[str]) -> int:
    """Writes or checks all files; returns the exit status."""
    fresh = {path: refreshed(path) for path in [HOOKS, *markdown_files()]}
    stale = [path for path, text in fresh.items() if text != _text(path)]
    for path in stale:
        print(path.relative_to(ROOT), "is stale; run: make docs" if arguments == ["--check"] else "is written anew")
        if arguments != ["--check"]:
            path.write_text(fresh[path], encoding="utf-8")
    return 1 if stale and arguments == ["--check"] else 0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def markdown_files() -> list[Path]:
    """The Markdown files that people write: at the root, in `docs` and of the plugins."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("plugins/*/*.md")]
    return sorted(path for path in found if path != HOOKS)


def refreshed(path: Path) -> str:
    """A file's text as it should be."""
    return hooks_page() if path == HOOKS else BLOCK.sub(_block, _text(path))


# --- files and outputs --------------------------------------------------------------------------------------------


def _block(match: re.Match[str]) -> str:
    what = match["what"]
    if match["kind"] == "file":
        text, language = _text(ROOT / what), LANGUAGES.get(Path(what).suffix, "")
    else:
        text, language = output_of(what), match["language"]
    return f"<!-- {match['kind']}: {what} -->\n```{language}\n{text.strip()}\n```"


def output_of(command: str) -> str:
    """What an example prints in a terminal of 80 columns.

    Scripts run in this process, where torch is imported once for all of them; `-m MODULE` in one of its own.
    """
    program, *arguments = command.split()
    printed = _of_module(arguments) if program == "-m" else _of_script(program, arguments)
    return "\n".join(line.rstrip() for line in printed.splitlines())


def _of_module(arguments: list[str]) -> str:
    ran = subprocess.run(  # noqa: S603  # our own modules
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return ran.stdout


def _of_script(script: str, arguments: list[str]) -> str:
    as_typed = mock.patch.object(sys, "argv", [script, *arguments]), mock.patch.dict(os.environ, COLUMNS="80")
    with chdir(ROOT), as_typed[0], as_typed[1], redirect_stdout(StringIO()) as printed:
        try:
            runpy.run_path(script, run_name="__main__")
        except SystemExit as ended:
            if ended.code:
                raise
    return printed.getvalue()


# --- hooks.md -----------------------------------------------------------------------------------------------------


def hooks_page() -> str:
    """The page of the hooks, from their specifications."""
    source = inspect.getsource(hookspecs)
    (body,) = (n.body for n in ast.parse(source).body if isinstance(n, ast.ClassDef) and n.name == "HookSpecs")
    hooks = [node for node in body if isinstance(node, ast.FunctionDef)]
    return "\n".join([HOOKS_HEAD, *(_hook(node, source) for node in hooks)])


def _hook(node: ast.FunctionDef, source: str) -> str:
    prose = _prose(inspect.cleandoc(ast.get_docstring(node) or ""))
    code = f"```python\n{signature(node, source)}\n```"
    return f"## {node.name}\n\n{code}\n\n{prose}\n\n```python\n{example_of(node.name)}\n```\n"


def signature(node: ast.FunctionDef, source: str) -> str:
    """The lines of a function from `def` to the colon, as they stand in the source."""
    lines = source.splitlines()[node.lineno - 1 : node.body[0].lineno - 1]
    return inspect.cleandoc("\n".join(lines)).removesuffix(":")


def _prose(docstring: str) -> str:
    """A docstring in Markdown."""
    prose = re.sub(r"^Args:$", "Arguments:\n", docstring, flags=re.MULTILINE)
    prose = re.sub(r"^Returns:\n    ", "Returns: ", prose, flags=re.MULTILINE)
    return re.sub(r"^    (\w+): ", r"- `\1`: ", prose, flags=re.MULTILINE).replace("\n    ", "\n")


def example_of(hook: str) -> str:
    """The plugin of `examples/hooks.py` that has a hook, after the imports that it needs."""
    source = _text(EXAMPLES)
    parts = ast.parse(source).body
    (plugin,) = (part for part in parts if isinstance(part, ast.ClassDef) and f"def {hook}(" in ast.unparse(part))
    used = {node.id for node in ast.walk(plugin) if isinstance(node, ast.Name)}
    imports = []
    for part in parts:
        if isinstance(part, ast.Import | ast.ImportFrom):
            part.names = [alias for alias in part.names if alias.name in used]
            imports += [ast.unparse(part)] if part.names else []
    return "\n".join([*imports, "\n", ast.get_source_segment(source, plugin) or ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
