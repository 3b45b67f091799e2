"""Reads an article and shows who is in it, who says, proposes and rejects what, and so who stands where.

    python examples/analyze_article.py seeds/lavrov.txt
    python examples/analyze_article.py seeds/lavrov.txt --json
    cat article.txt | python examples/analyze_article.py -

Numbers behind words are offsets into the text: `rejected 734-742` is `text[734:742]`. The command `diplomacy-nlp read`
does the same, and more.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from diplomacy_nlp_outputs.console import print_tables
from rich.console import Console

from diplomacy_nlp import Article, DiplomacyError, analyze, to_json


def main() -> int:
    """Runs the command; returns its exit status: 0, or 2 for an article that cannot be read."""
    options = _options()
    try:
        analysis = analyze(read_article(options.file))
    except OSError as error:
        return _fail(f"{options.file}: {error.strerror}")
    except UnicodeDecodeError as error:
        return _fail(f"{options.file}: not UTF-8 (byte {error.start}); convert it, for example with iconv")
    except DiplomacyError as error:
        return _fail(f"{options.file}: {error}")
    if options.json:
        sys.stdout.buffer.write(to_json(analysis, indent=2).encode() + b"\n")  # JSON is UTF-8 wherever it goes
    else:
        print_tables(analysis, Console(markup=False, highlight=False, emoji=False))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a text file in UTF-8, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print everything that was found as JSON")
    return parser.parse_args()


def _fail(message: str) -> int:
    print(f"analyze_article.py: {message}", file=sys.stderr)
    return 2


def read_article(file: str) -> Article:
    """The article in a file; line ends are left as they are, so that offsets count as in the file."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    return Article(text=data.decode("utf-8-sig"), id="stdin" if file == "-" else Path(file).stem)


if __name__ == "__main__":
    sys.exit(main())
