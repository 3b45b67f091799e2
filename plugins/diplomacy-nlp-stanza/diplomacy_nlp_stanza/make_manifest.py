"""The command line that writes a model folder's manifest: `python -m diplomacy_nlp_stanza.make_manifest FOLDER`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .manifest import write_manifest

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the manifest of the folder that the arguments name.

    Raises:
        ModelError: the folder holds no model.
    """
    parser = argparse.ArgumentParser(
        prog="python -m diplomacy_nlp_stanza.make_manifest",
        description="Write the manifest of a folder of Stanza models.",
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en", help="the models' language (default: en)")
    parser.add_argument("--stanza", help="the version of Stanza that made the models (default: the installed one)")
    options = parser.parse_args(arguments)
    write_manifest(options.folder, language=options.language, stanza=options.stanza)


if __name__ == "__main__":
    main()
