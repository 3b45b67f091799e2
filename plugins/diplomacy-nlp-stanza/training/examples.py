"""Sentences as numbers, and batches of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from attributions import TAGS, AttributionSentence
from attrs import evolve, frozen
from corpus import NerSentence, TreeSentence, entity_sentences, tree_sentences
from diplomacy_nlp_stanza.joint.batches import Encoded, batch_of, encoded
from diplomacy_nlp_stanza.joint.lemmas import edit_of
from diplomacy_nlp_stanza.joint.network import Batch
from diplomacy_nlp_stanza.joint.wordpiece import CASES, WordPieces
from labels import Labels, bioes, kept_feats
from torch import Tensor

__all__ = ["IGNORED", "Example", "Targets", "attribution_examples", "batches", "examples"]

IGNORED = -100
_OF_WORDS = ("upos", "feats", "lemmas", "entities", "deprels")
_KINDS = (*_OF_WORDS, "heads", "attributions", "cues")


@frozen(kw_only=True)
class Example:
    """A sentence for training: what the network reads, and of each kind of label what it should say (-100: unknown)."""

    encoded: Encoded
    targets: dict[str, list[int]]
    ends_with_stop: bool


@frozen(kw_only=True)
class Targets:
    """Right answers for a batch, [sentence, word]; -100 where they are unknown, and for the root.

    Args:
        attributions: number in `attributions.TAGS`.
        cues: for the first word of a content or source, that of its cue; 0 where it is in another sentence.
    """

    upos: Tensor
    feats: Tensor
    lemmas: Tensor
    entities: Tensor
    heads: Tensor
    deprels: Tensor
    attributions: Tensor
    cues: Tensor


def examples(data: Path, part: str, labels: Labels, pieces: WordPieces) -> list[Example]:
    """The sentences of a part: those of the treebanks, with their entities where these are known, and the others."""
    entities = {sentence.words: sentence for sentence in entity_sentences(data, part)}
    numbers = {kind: {name: n for n, name in enumerate(getattr(labels, kind))} for kind in _OF_WORDS}
    found = []
    for tree in tree_sentences(data, part):
        forms = tuple(word.form for word in tree.words)
        found.append(_example(forms, tree, entities.pop(forms, None), numbers, pieces))
    return found + [_example(words, None, sentence, numbers, pieces) for words, sentence in entities.items()]


def attribution_examples(sentences: Iterable[AttributionSentence], pieces: WordPieces) -> list[Example]:
    """Sentences of which only the attributions are known."""
    found = []
    for sentence in sentences:
        targets = {kind: [IGNORED] * (len(sentence.words) + 1) for kind in _KINDS}
        targets["attributions"][1:] = [TAGS.index(tag) for tag in sentence.tags]
        for word, cue in sentence.cues.items():
            targets["cues"][word] = cue
        found.append(Example(encoded=encoded(sentence.words, pieces), targets=targets, ends_with_stop=False))
    return found


def _example(
    words: Sequence[str],
    tree: TreeSentence | None,
    names: NerSentence | None,
    numbers: dict[str, dict[str, int]],
    pieces: WordPieces,
) -> Example:
    targets = {kind: [IGNORED] * (len(words) + 1) for kind in _KINDS}
    if tree is not None:
        for place, word in enumerate(tree.words, start=1):
            targets["upos"][place] = numbers["upos"][word.upos]
            targets["feats"][place] = numbers["feats"].get(kept_feats(word.feats), IGNORED)
            targets["lemmas"][place] = numbers["lemmas"].get(edit_of(word.form, word.lemma), IGNORED)
            targets["heads"][place] = word.head
            targets["deprels"][place] = numbers["deprels"][word.deprel]
    if names is not None:
        targets["entities"][1:] = [numbers["entities"][tag] for tag in bioes(names.tags)]
    return Example(encoded=encoded(words, pieces), targets=targets, ends_with_stop=words[-1] in ".!?")


def batches(
    found: Sequence[Example], *, size: int, chance: random.Random | None, hidden: tuple[float, int] = (0.0, 0)
) -> Iterator[tuple[Batch, Targets]]:
    """Batches of sentences of like length, about `size` pieces each; in random order where `chance` is given.

    With `chance`, capitals are now and then those of a headline or of none at all, a final stop is left out, and, with
    the share and the number of a piece in `hidden`, pieces give way to that one.
    """
    order = sorted(range(len(found)), key=lambda n: found[n].encoded.length + (chance.random() * 3 if chance else 0))
    groups: list[list[int]] = [[]]
    for number in order:
        if (len(groups[-1]) + 1) * found[number].encoded.length > size and groups[-1]:
            groups.append([])
        groups[-1].append(number)
    if chance is not None:
        chance.shuffle(groups)
    for group in groups:
        chosen = [found[number] if chance is None else _changed(found[number], hidden, chance) for number in group]
        yield batch_of([example.encoded for example in chosen]), _targets(chosen)


def _targets(chosen: Sequence[Example]) -> Targets:
    width = max(len(example.targets["upos"]) for example in chosen)
    padded = {
        kind: torch.tensor([e.targets[kind] + [IGNORED] * (width - len(e.targets[kind])) for e in chosen])
        for kind in _KINDS
    }
    return Targets(**padded)


def _changed(example: Example, hidden: tuple[float, int], chance: random.Random) -> Example:
    share, mask = hidden
    if share:
        kept = example.encoded.pieces
        inner = [mask if chance.random() < share else piece for piece in kept[1:-1]]
        example = evolve(example, encoded=evolve(example.encoded, pieces=[kept[0], *inner, kept[-1]]))
    drawn = chance.random()
    if drawn < 0.03 and example.ends_with_stop and len(example.encoded.first) > 2:
        return _without_stop(example)
    if drawn > 0.98:
        return _recased(example, {"title": "lower", "upper": "lower", "initial": "lower", "mixed": "lower"})
    if drawn > 0.965:
        return _recased(example, {"lower": "title"})
    if drawn > 0.955:
        return _recased(example, {"lower": "upper", "title": "upper", "mixed": "upper"})
    return example


def _recased(example: Example, changes: dict[str, str]) -> Example:
    new = {CASES.index(one): CASES.index(other) for one, other in changes.items()}
    old = example.encoded
    cases = [new.get(case, case) for case in old.cases]
    return Example(
        encoded=Encoded(pieces=old.pieces, cases=cases, first=old.first, last=old.last),
        targets=example.targets,
        ends_with_stop=example.ends_with_stop,
    )


def _without_stop(example: Example) -> Example:
    old = example.encoded
    heads = example.targets["heads"]
    if len(old.first) - 1 in heads:
        return example
    kept = Encoded(
        pieces=old.pieces[:-2] + old.pieces[-1:],
        cases=old.cases[:-2] + old.cases[-1:],
        first=old.first[:-1],
        last=old.last[:-1],
    )
    return Example(encoded=kept, targets={kind: t[:-1] for kind, t in example.targets.items()}, ends_with_stop=False)
