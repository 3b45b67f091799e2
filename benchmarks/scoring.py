"""Scores actors, proposals and reactions that a program gives against gold files of the scheme in docs/concepts.md.

    python benchmarks/scoring.py GOLD_DIR PRED.jsonl --texts DIR

GOLD_DIR holds *.json gold files (`gold/README.md` says how they are written). DIR is searched, subfolders too, for the
text of each: the last part of its "doc", with .txt. PRED.jsonl has one line per article:

    {"doc": ..., "actors": [{"id", "name", "country", "kind", "mentions": [[s, e], ...]}],
     "proposals": [{"id", "proposers": [ids], "addressees": [ids], "kind", "cue": [s, e], "content": [[s, e], ...],
                    "status", "mentions"}],
     "reactions": [{"id", "reactors": [ids], "stance", "cue": [s, e], "evidence": [s, e], "target": {...}}],
     "positions": [{"evidence": [ids of proposals and reactions], "confidence"}]}

An article without a line counts as all missed. Offsets are Python string indices into the text, end exclusive.

Two proposals (reactions) match where their cues, or their contents (evidences), share at least half of the shorter
one's words; one to one, largest shares first. Two actors are the same where mentions overlap or the names are equal.

- cue precision, recall, f1: the same where only cues count (long evidence finds partners easily: read both);
- actor: of the matched, those with the same proposers (reactors), none left over on either side; any actor: one shared;
- asked: of the matched proposals, those with the same addressees, none left over on either side;
- polarity: a stance as +, - or 0; status: none given counts as open;
- link: of the matched reactions to a proposal, those whose predicted target is the proposal matched to it;
- target: of the matched reactions to anything else, those whose predicted target touches it (an actor by its mentions,
  a proposal by its cue, content and mentions), or is the same actor;
- usable: of the predicted, those that match and have the actors, the kind or stance, and the content (half of its
  words) or the target all right;
- positions: of the predicted, those with an evidence that matches and has the actors, the polarity and the content or
  target right; sure ones: of those with a confidence of 0.5 and more;
- actors: gold actors of which some predicted actor shares a mention; the country of those that have one, taken from
  the predicted actor with most of the mentions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

Item = Mapping[str, Any]
Tally = dict[str, tuple[int, int]]  # measure: right, of

_POLARITY = {
    **dict.fromkeys(("accept", "support"), "+"),
    **dict.fromkeys(("conditional", "noncommittal"), "0"),
    **dict.fromkeys(("dismiss", "reject", "criticise", "threaten", "deny"), "-"),
}
_HOLDERS = {"proposals": "proposers", "reactions": "reactors"}
_BODY = {"proposals": "content", "reactions": "evidence"}
_LABEL = {"proposals": "kind", "reactions": "stance"}
_SPANS = ("mentions", "content", "cue", "evidence", "span", "quote")
_HALF = 0.5
_SURE = 0.5
_EMPTY: Item = {"actors": [], "proposals": [], "reactions": []}


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pred", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    options = parser.parse_args()
    predictions = map(json.loads, options.pred.read_text(encoding="utf-8").splitlines())
    texts = {path.name: path for path in options.texts.rglob("*.txt")}
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(options.gold.glob("*.json"))]
    articles = ((read_text(texts[f"{stem(gold['doc'])}.txt"]), gold) for gold in golds)
    print("\n".join(lines(score(articles, predictions))))


def stem(doc: str) -> str:
    """The last part of a gold file's "doc", without the ending."""
    return doc.rpartition("/")[2].removesuffix(".txt")


def read_text(path: Path) -> str:
    """A text with its line ends as they are, so that offsets count."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def score(articles: Iterable[tuple[str, Item]], predictions: Iterable[Item]) -> Mapping[str, Tally]:
    """Counts of all articles together, for proposals, reactions, positions and actors.

    Args:
        articles: texts with their gold.
        predictions: what was predicted, known by its "doc".

    Raises:
        SystemExit: a text is not the one that was annotated, an offset lies outside of it, or an id is unknown.
    """
    predicted = {stem(line["doc"]): {**_EMPTY, **line} for line in predictions}
    tallies: dict[str, Tally] = {kind: {} for kind in ("proposals", "reactions", "positions", "actors")}
    for text, gold in articles:
        if gold.get("sha256", _sha256(text)) != _sha256(text):
            raise SystemExit(f"{gold['doc']}: this is not the text that was annotated (SHA-256)")
        found = predicted.pop(stem(gold["doc"]), {"doc": gold["doc"], **_EMPTY})
        for side in (gold, found):
            _check(text, side)
        Matched(text, {**_EMPTY, **gold}, found).score(tallies)
    if predicted:
        raise SystemExit(f"predictions without a gold file: {', '.join(sorted(predicted))}")
    return tallies


def verdicts(text: str, gold: Item, found: Item) -> Mapping[str, Mapping[str, tuple[bool, bool]]]:
    """Of one article's predicted proposals and reactions, by id: is it one, by its cue, and is it usable?"""
    article = Matched(text, {**_EMPTY, **gold}, {**_EMPTY, **found})
    return {kind: article.verdicts(kind) for kind in _HOLDERS}


def lines(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """A line a measure, with its counts; F1 from precision and recall."""
    for kind, tally in tallies.items():
        for name, (right, of) in tally.items():
            yield f"{kind:10} {name:14}{100 * right / max(of, 1):6.1f}   {right} of {of}"
        for prefix in ("", "cue ") if kind in _HOLDERS else ():
            yield f"{kind:10} {prefix + 'F1':14}{100 * f1(tally, prefix):6.1f}"


def f1(tally: Tally, prefix: str = "") -> float:
    """The harmonic mean of precision and recall, 0 where nothing is right."""
    right, given = tally.get(prefix + "precision", (0, 0))
    of = tally.get(prefix + "recall", (0, 0))[1]
    return 2 * right / (given + of) if given + of else 0.0


# --- one article --------------------------------------------------------------------------------------------------


class Words:
    """The words of a text, numbered."""

    def __init__(self, text: str) -> None:
        found = list(re.finditer(r"\w+", text))
        self._starts = [match.start() for match in found]
        self._ends = [match.end() for match in found]

    def at(self, spans: Iterable[Sequence[int]]) -> set[int]:
        """The numbers of the words that spans touch."""
        ranges = (range(bisect_right(self._ends, start), bisect_left(self._starts, end)) for start, end in spans)
        return set(chain.from_iterable(ranges))

    def share(self, one: object, other: object) -> float:
        """How much of the shorter one's words two spans, or lists of spans, have in common."""
        mine, theirs = self.at(_spans(one)), self.at(_spans(other))
        return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


class Matched:
    """A text's gold beside what was predicted for it."""

    def __init__(self, text: str, gold: Item, found: Item) -> None:
        self.words = Words(text)
        self.gold = gold
        self.found = found
        self.matched = {kind: self._match(kind, ("cue", _BODY[kind])) for kind in _HOLDERS}

    def _match(self, kind: str, fields: Iterable[str]) -> dict[str, Item]:
        """Predicted items by the id of their gold one, one to one, largest shares first."""
        pairs = []
        for i, gold in enumerate(self.gold[kind]):
            for j, found in enumerate(self.found[kind]):
                shares = [self.words.share(gold.get(field), found.get(field)) for field in fields]
                if max(shares) >= _HALF:
                    pairs.append((-sum(shares), i, j))
        matched: dict[str, Item] = {}
        used: set[int] = set()
        for _, i, j in sorted(pairs):
            name = self.gold[kind][i]["id"]
            if name not in matched and j not in used:
                used.add(j)
                matched[name] = self.found[kind][j]
        return matched

    def score(self, tallies: Mapping[str, Tally]) -> None:
        """Adds the article's counts."""
        for kind in _HOLDERS:
            self._score_detection(kind, tallies[kind])
            for item in self.gold[kind]:
                if (other := self.matched[kind].get(item["id"])) is not None:
                    self._score_item(kind, item, other, tallies[kind])
        shown = self._shown()
        for position in self.found.get("positions", ()):
            right = not shown.isdisjoint(position["evidence"])
            _add(tallies["positions"], "right", right)
            if position["confidence"] >= _SURE:
                _add(tallies["positions"], "sure ones", right)
        for actor in self.gold["actors"]:
            _score_actor(actor, self.found["actors"], tallies["actors"])

    def _score_detection(self, kind: str, tally: Tally) -> None:
        for prefix, pairs in (("", self.matched[kind]), ("cue ", self._match(kind, ("cue",)))):
            _add(tally, f"{prefix}precision", len(pairs), len(self.found[kind]))
            _add(tally, f"{prefix}recall", len(pairs), len(self.gold[kind]))
        _add(tally, "usable", len(list(self._usable(kind))), len(self.found[kind]))

    def verdicts(self, kind: str) -> Mapping[str, tuple[bool, bool]]:
        """By predicted id, whether the item is one by its cue, and whether it is usable."""
        cued = {item["id"] for item in self._match(kind, ("cue",)).values()}
        usable = {self.matched[kind][gold["id"]]["id"] for gold in self._usable(kind)}
        return {item["id"]: (item["id"] in cued, item["id"] in usable) for item in self.found[kind]}

    def _score_item(self, kind: str, gold: Item, found: Item, tally: Tally) -> None:
        mine, theirs = self._actors(gold, found, _HOLDERS[kind])
        _add(tally, "actor", _all_same(mine, theirs))
        _add(tally, "any actor", any(_is_same(a, b) for a in mine for b in theirs) or not (mine or theirs))
        _add(tally, _LABEL[kind], gold[_LABEL[kind]] == found.get(_LABEL[kind]))
        if kind == "proposals":
            _add(tally, "asked", _all_same(*self._actors(gold, found, "addressees")))
            _add(tally, "status", gold.get("status", "open") == (found.get("status") or "open"))
            return
        _add(tally, "polarity", _POLARITY[gold["stance"]] == _POLARITY.get(found.get("stance", "")))
        if target := gold.get("target"):
            _add(
                tally, "link" if "proposal" in target else "target", self._is_target(target, found.get("target") or {})
            )

    def _actors(self, gold: Item, found: Item, field: str) -> tuple[list[Item], list[Item]]:
        """The actors that a field of a gold item names, and those that it names of the predicted one."""
        mine, theirs = (
            [actor for actor in side["actors"] if actor["id"] in (item.get(field) or ())]
            for side, item in ((self.gold, gold), (self.found, found))
        )
        return mine, theirs

    def _shown(self) -> set[str]:
        """Ids of the predicted items that show where somebody stands, whatever else of them is wrong."""
        proposals, reactions = self._whole("proposals"), self._whole("reactions")
        agreed = (f for g, f in reactions if _POLARITY[g["stance"]] == _POLARITY.get(f.get("stance", "")))
        return {found["id"] for found in chain((found for _, found in proposals), agreed)}

    def _whole(self, kind: str) -> Iterator[tuple[Item, Item]]:
        """The gold items, and those predicted, that were found with holders, and content or target all right."""
        for gold in self.gold[kind]:
            found = self.matched[kind].get(gold["id"])
            if found is None or not _all_same(*self._actors(gold, found, _HOLDERS[kind])):
                continue
            if kind == "reactions":
                whole = self._is_target(gold.get("target"), found.get("target") or {})
            else:
                whole = self.words.share(gold.get("content"), found.get("content")) >= _HALF
            if whole:
                yield gold, found

    def _usable(self, kind: str) -> Iterator[Item]:
        """The gold items that were found with holders, label, and content or target all right."""
        return (gold for gold, found in self._whole(kind) if gold[_LABEL[kind]] == found.get(_LABEL[kind]))

    def _is_target(self, gold: Item | None, found: Item) -> bool:
        """Whether a predicted target is the gold one; anything is, where the gold has none."""
        if not gold:
            return True
        if "proposal" in gold:
            linked = self.matched["proposals"].get(gold["proposal"])
            return linked is not None and found.get("proposal") == linked["id"]
        if "actor" in gold and "actor" in found:
            pair = _by_id(self.gold["actors"], gold["actor"]), _by_id(self.found["actors"], found["actor"])
            if _is_same(*pair):
                return True
        return overlap(place(gold, self.gold), place(found, self.found)) > 0


def _score_actor(gold: Item, found: Sequence[Item], tally: Tally) -> None:
    nobody: Item = {"mentions": []}
    best = max(found, key=lambda actor: overlap(gold["mentions"], actor["mentions"]), default=nobody)
    is_found = overlap(gold["mentions"], best["mentions"]) > 0
    _add(tally, "recall", is_found)
    if is_found and gold.get("country"):
        _add(tally, "country", gold["country"] == best.get("country"))
    if is_found and best.get("country"):
        _add(tally, "country given", gold.get("country") == best["country"])


# --- small questions ----------------------------------------------------------------------------------------------


def _add(tally: Tally, name: str, right: int, of: int = 1) -> None:
    so_far = tally.get(name, (0, 0))
    tally[name] = so_far[0] + right, so_far[1] + of


def _spans(value: Any) -> Sequence[Sequence[int]]:
    """One span, a list of them, or nothing, as a list."""
    return [] if not value else [value] if isinstance(value[0], int) else value


def overlap(spans: Iterable[Sequence[int]], others: Sequence[Sequence[int]]) -> int:
    """How many pairs of spans share a character."""
    return sum(s < f and t < e for s, e in spans for t, f in others)


def _is_same(gold: Item, found: Item) -> bool:
    same_name = gold["name"].casefold() == (found.get("name") or "").casefold()
    return same_name or overlap(gold["mentions"], found["mentions"]) > 0


def _all_same(gold: Sequence[Item], found: Sequence[Item]) -> bool:
    """Whether each actor of either side has its like on the other."""
    return all(any(_is_same(a, b) for b in found) for a in gold) and all(
        any(_is_same(a, b) for a in gold) for b in found
    )


def _by_id(items: Iterable[Item], id: str) -> Item:
    return next(item for item in items if item["id"] == id)


def place(target: Item, side: Item) -> list[Sequence[int]]:
    """The spans that a reaction's target stands for, on its side (gold or predicted)."""
    for kind, value in target.items():
        if kind not in ("actor", "proposal"):
            return [*_spans(value)]
        item = _by_id(side[f"{kind}s"], value)
        return [span for name in ("cue", "content", "mentions") for span in _spans(item.get(name))]
    return []


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check(text: str, side: Item) -> None:
    """Raises, naming the culprit, unless every span lies in the text and every id is one of the article's."""
    known = {kind: {item["id"] for item in side[f"{kind}s"]} for kind in ("actor", "proposal")}
    for kind in _EMPTY:
        for item in side[kind]:
            where, target = f"{side['doc']}: {kind} {item['id']}", item.get("target") or {}
            for span in (span for holder in (item, target) for name in _SPANS for span in _spans(holder.get(name))):
                if len(span) != 2 or not 0 <= span[0] < span[1] <= len(text):
                    raise SystemExit(f"{where}: no such span {span} in a text of {len(text)} characters")
            used = [("actor", actor) for name in _HOLDERS.values() for actor in item.get(name) or ()]
            for sort, pointed in (*used, *((sort, at) for sort, at in target.items() if sort in known)):
                if pointed not in known[sort]:
                    raise SystemExit(f"{where}: no {sort} {pointed}")


if __name__ == "__main__":
    main()
