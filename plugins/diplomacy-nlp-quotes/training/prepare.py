"""Parse a corpus once, so that training need not wait for the parser.

    python training/prepare.py CORPUS WORK

CORPUS holds text/ and attributions/ (PolNeAR's layout); WORK/NAME.pickle gets each article with its annotation, vectors
and all. What is there already is kept, so that a run that broke off goes on: empty the folder when the models change.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from diplomacy_nlp_stanza import Stanza
from tqdm import tqdm

from diplomacy_nlp import Article

_AT_ONCE = 16


def main() -> None:
    """Parse by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("work", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    stanza = Stanza()
    wanted = [path for path in sorted((options.corpus / "text").glob("*.txt")) if not _is_done(path, options.work)]
    for start in tqdm(range(0, len(wanted), _AT_ONCE)):
        paths = wanted[start : start + _AT_ONCE]
        articles = [_article(path) for path in paths]
        annotations = stanza.diplomacy_annotate(articles=articles)
        for path, article, annotation in zip(paths, articles, annotations, strict=True):
            target = options.work / f"{path.stem}.pickle"
            target.with_suffix(".tmp").write_bytes(pickle.dumps((article, annotation)))
            target.with_suffix(".tmp").replace(target)


def _is_done(path: Path, work: Path) -> bool:
    return (work / f"{path.stem}.pickle").is_file()


def _article(path: Path) -> Article:
    with path.open(encoding="utf-8", newline="") as file:  # offsets count line ends as they are written
        return Article(text=file.read(), id=path.stem)


if __name__ == "__main__":
    main()
