"""Annotated articles with what the library makes of them before the networks are asked."""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from diplomacy_nlp_proposals.candidate import ProposalCandidate
from diplomacy_nlp_proposals.find import rule_candidates
from diplomacy_nlp_proposals.learned.combine import votes_of as votes_on_proposals
from diplomacy_nlp_proposals.lexicons import packaged_cues
from diplomacy_nlp_reactions.find import find_reactions
from diplomacy_nlp_reactions.learned.combine import votes_of as votes_on_reactions

from diplomacy_nlp import Actor, Analyzer, Annotation, Article, Quote, Reaction
from diplomacy_nlp.testing import StoredAnnotations
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import Vote

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from parses import kept_parses  # benchmarks/ is no package

__all__ = [
    "OURS",
    "Prepared",
    "annotated",
    "candidates_in",
    "dev_files",
    "fold_of",
    "plain",
    "prepared",
    "reactions_in",
]

OURS = "invented"  # the folder of our own articles, by which the rules were made
_AT_ONCE = 32  # articles


@frozen(kw_only=True)
class Prepared:
    """An article, what the stages before found, and what the rules say.

    Args:
        name: folder and name of its gold file.
        article, annotation, actors, quotes: as the library has them.
        proposed, reacted: what the rules vote for.
        reactions: of the rules.
        gold: the annotation; None for an article without.
    """

    name: str
    article: Article
    annotation: Annotation
    actors: tuple[Actor, ...]
    quotes: tuple[Quote, ...]
    proposed: tuple[Vote, ...]
    reacted: tuple[Vote, ...]
    gold: Mapping[str, Any] | None

    @property
    def source(self) -> str:
        """The folder of its gold file."""
        return self.name.partition("/")[0]

    @property
    def is_ours(self) -> bool:
        """Whether the rules know it by heart."""
        return self.source == OURS


def plain(texts: Iterable[Path], work: Path) -> list[Prepared]:
    """Articles without gold.

    Args:
        texts: their files.
        work: where parses and what is prepared are kept.
    """
    return list(_read({f"plain/{path.name}": (_article(path, path.stem), None) for path in texts}, work))


def prepared(
    folders: Iterable[Path],
    texts: Sequence[Path],
    work: Path,
    *,
    leave_out: Iterable[str],
    coreference: Sequence[Path] = (),
) -> list[Prepared]:
    """The annotated articles of folders.

    Args:
        folders, texts, leave_out: see `annotated`.
        work: where parses and what is prepared are kept.
        coreference: by fold, the models of the actors' plugin that did not learn from it; by default the embedded one.

    Raises:
        SystemExit: a text is not the one that was annotated.
    """
    return list(_read(annotated(folders, texts, leave_out=leave_out), work, coreference))


def fold_of(text: str, folds: int) -> int:
    """Which fold a text is of: by its words, so that two annotations of one are never parted."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % folds


def times(name: str, often: Mapping[str, float]) -> float:
    """How often a text is learned from, once where nothing else is said.

    Args:
        name: of its gold file.
        often: by what names begin with; the first that fits counts.
    """
    return next((found for begin, found in often.items() if name.startswith(begin)), 1)


def dev_files(split: Path | None) -> Iterator[str]:
    """The files that a split's table calls "dev"."""
    for line in () if split is None else split.read_text(encoding="utf-8").splitlines():
        name, part = line.split("\t")[:2]
        if part == "dev":
            yield name


def annotated(
    folders: Iterable[Path], texts: Sequence[Path], *, leave_out: Iterable[str]
) -> dict[str, tuple[Article, Mapping[str, Any]]]:
    """The annotated articles of folders with their gold, by name (FOLDER/FILE.json).

    Args:
        folders: of gold files.
        texts: folders that hold the texts, in subfolders or not.
        leave_out: names of those not to be read.

    Raises:
        SystemExit: a text is not the one that was annotated.
    """
    places = {path.stem: path for folder in texts for path in sorted(folder.rglob("*.txt"))}
    without = set(leave_out)
    wanted: dict[str, tuple[Article, Mapping[str, Any]]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            name = f"{folder.name}/{path.name}"
            if name in without:
                continue
            gold = json.loads(path.read_text(encoding="utf-8"))
            beside = path.with_suffix(".txt")
            place = beside if beside.is_file() else places[gold["doc"].rpartition("/")[2].removesuffix(".txt")]
            article = _article(place, name)
            if gold.get("sha256", article.sha256) != article.sha256:
                raise SystemExit(f"{name}: {place} is not the text that was annotated")
            wanted[name] = article, gold
    return wanted


def _article(path: Path, name: str) -> Article:
    with path.open(encoding="utf-8", newline="") as file:  # offsets count line ends as they are written
        return Article(text=file.read(), id=name)


def _read(
    wanted: Mapping[str, tuple[Article, Mapping[str, Any] | None]], work: Path, coreference: Sequence[Path] = ()
) -> Iterator[Prepared]:
    work.mkdir(parents=True, exist_ok=True)
    places = {name: work / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.pickle" for name in wanted}
    missing = [name for name in wanted if not places[name].is_file()]
    for fold, model in enumerate(coreference or [None]):
        own = [name for name in missing if not coreference or fold_of(wanted[name][0].text, len(coreference)) == fold]
        for start in range(0, len(own), _AT_ONCE):
            names = own[start : start + _AT_ONCE]
            articles = [wanted[name][0] for name in names]
            annotations = [annotation for _, annotation in kept_parses(articles, work / "parses")]
            for name, made in zip(names, _made(articles, annotations, model), strict=True):
                places[name].write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
    for name, (_, gold) in wanted.items():
        facts = pickle.loads(places[name].read_bytes())  # noqa: S301  # written by ourselves
        yield Prepared(name=name, gold=gold, **facts)


def _made(
    articles: Sequence[Article], annotations: Sequence[Annotation], coreference: Path | None
) -> Iterator[dict[str, Any]]:
    pairs = list(zip(articles, annotations, strict=True))
    alone: dict[str, dict[str, Any]] = {"proposals": {"model": None}, "reactions": {"model": None}}
    if coreference is not None:
        alone["actors"] = {"model": coreference}
    analyzer = Analyzer.discover(block=["stanza"], annotator=StoredAnnotations(pairs), options=alone)
    for (article, annotation), analysis in zip(pairs, analyzer.analyze_many(articles), strict=True):
        document = Document(article=article, annotation=annotation, actors=analysis.actors, quotes=analysis.quotes)
        told = evolve(document, proposals=analysis.proposals)
        yield {
            "article": article,
            "annotation": annotation,
            "actors": analysis.actors,
            "quotes": analysis.quotes,
            "proposed": tuple(votes_on_proposals(candidates_in(document))),
            "reacted": tuple(votes_on_reactions(reactions_in(told))),
        }


def candidates_in(document: Document) -> list[ProposalCandidate]:
    """The rules' candidates for proposals."""
    return rule_candidates(document, packaged_cues())


def reactions_in(document: Document) -> list[Reaction]:
    """The rules' reactions, with the rules' confidence."""
    return [
        *find_reactions(document.article, document.annotation, document.actors, document.quotes, document.proposals)
    ]
