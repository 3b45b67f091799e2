"""`python -m diplomacy_nlp`: the command `diplomacy-nlp`, where diplomacy-nlp-outputs is installed."""

from __future__ import annotations

import sys

from .installed import output

__all__ = ["main"]


def main() -> int:
    """Runs the command; returns its exit status: 2 where no installed distribution brings a command."""
    command = output("command")
    if command is None:
        sys.stderr.write("the command is another package's; install it: pip install diplomacy-nlp-outputs\n")
        return 2
    return int(command() or 0)


if __name__ == "__main__":
    sys.exit(main())
