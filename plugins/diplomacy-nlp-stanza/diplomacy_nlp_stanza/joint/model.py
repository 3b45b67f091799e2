"""The joint model: text to tokens, words to tags, lemmas, trees and entities."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray
from torch import Tensor

from diplomacy_nlp_stanza.manifest import checked_bytes

from .batches import Encoded, encoded
from .datelines import as_read
from .entities import Tagging
from .expansion import Expansions
from .lemmas import Lemmatiser
from .names import KnownNames
from .network import Network, RowScores, Sizes
from .rows import Rows, packs
from .splitter import (
    ATOMS_AT_ONCE,
    Decided,
    Paragraph,
    Splitters,
    SplitterSizes,
    decisions,
    paragraphs_of,
    sentences_of,
)
from .trees import tree_of
from .weights import Int8Linear, small, with_layers
from .wordpiece import WordPieces

__all__ = ["CONFIGURATION", "FLOATS", "INNER_LAYERS", "VOCABULARY", "WEIGHTS", "JointModel", "ParsedSentence", "Token"]

WEIGHTS, CONFIGURATION, VOCABULARY = "joint.pt", "joint.json", "vocabulary.json"
# The last layer knows trees best; what words mean and judge, layers before it know better.
INNER_LAYERS = (2, 4)
FLOATS = "floats"
_AT_ONCE = 400  # pieces; what is computed with them should fit into the processor's cache


@frozen(kw_only=True)
class Token:
    """A token's place in the text, and its words."""

    start: int
    end: int
    words: list[str]


@frozen(kw_only=True)
class ParsedSentence:
    """What the model says of a sentence: a label for each word; `heads` count from 1, and `entities` are BIOES tags.

    `vectors` are what all of it was read off, in half precision, [word, width]; `inner_vectors` are the same of the
    layers `INNER_LAYERS`, side by side.
    """

    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deprels: list[str]
    entities: list[str]
    vectors: NDArray[np.float16]
    inner_vectors: NDArray[np.float16]


class JointModel:
    """The model, ready to be used.

    Args:
        weights: of `Network` under "network.NAME" and of `Splitters` under "splitter.NAME", as `weights.compact` made
            them.
        configuration: sizes, labels, known expansions, lemmas and names, and words with several lemmas.
        vocabulary: word pieces.
        device: where to compute.
        precision: "int8" or "bf16", in which large matrices are multiplied, on the CPU; "floats" for single precision,
            which is also what int8 becomes on a GPU, or where torch has no means for it.
    """

    def __init__(
        self,
        weights: Mapping[str, Tensor],
        configuration: Mapping[str, Any],
        vocabulary: Sequence[str],
        *,
        device: str = "cpu",
        precision: str = "int8",
    ) -> None:
        self._device = torch.device(device)
        able = self._device.type == "cpu" and (precision != "int8" or Int8Linear.is_possible())
        self._precision = precision if able else FLOATS
        self._pieces = WordPieces(vocabulary)
        labels = configuration["labels"]
        self._labels: Mapping[str, Sequence[str]] = labels
        self._pairs = np.array(labels["tags"])
        self._tags = torch.from_numpy(self._pairs.T).to(self._device)
        self._tagging = Tagging(labels["entities"])
        self._names = KnownNames(configuration["names"], labels["entities"])
        self._root = labels["deprels"].index("root")
        self._expansions = Expansions(**configuration["expansions"])
        self._lemmatiser = Lemmatiser(
            labels["lemmas"], configuration["lemmas"], configuration["ambiguous"], self._pieces.is_whole
        )
        with torch.device("meta"):  # no numbers are rolled that the weights replace
            self._network = Network(Sizes(**configuration["network"]))
            self._splitters = Splitters(SplitterSizes(**configuration["splitter"]), members=configuration["splitters"])
        self._load(weights)

    @classmethod
    def read(cls, folder: Path, *, device: str = "cpu", precision: str = "int8") -> JointModel:
        """The model in a folder; what is opened are the very bytes whose SHA-256 is the manifest's.

        Raises:
            ModelError: a file cannot be read, or is not the manifest's.
        """
        files = {name: checked_bytes(folder / name) for name in (WEIGHTS, CONFIGURATION, VOCABULARY)}
        return cls.of(files, device=device, precision=precision)

    @classmethod
    def of(cls, files: Mapping[str, bytes], *, device: str = "cpu", precision: str = "int8") -> JointModel:
        """The model in the contents of its files, by their names."""
        weights = torch.load(io.BytesIO(files[WEIGHTS]), weights_only=True, map_location="cpu")
        configuration, vocabulary = json.loads(files[CONFIGURATION]), json.loads(files[VOCABULARY])
        return cls(weights, configuration, vocabulary, device=device, precision=precision)

    def _load(self, weights: Mapping[str, Tensor]) -> None:
        for prefix, module in (("network.", self._network), ("splitter.", self._splitters)):
            own = {name.removeprefix(prefix): tensor for name, tensor in weights.items() if name.startswith(prefix)}
            module.load_state_dict(small(own), strict=False, assign=True)
            module.eval().requires_grad_(False)
            with_layers(module, own, self._precision)
            if any(tensor.is_meta for tensor in module.state_dict().values()):
                raise ValueError(f"the weights of the {prefix[:-1]} are not all there")
            module.to(self._device)

    @torch.inference_mode()
    def split(self, texts: Sequence[str]) -> list[list[list[Token]]]:
        """The sentences of each text, as lists of tokens; a blank line always ends a sentence."""
        places = [(number, start, end) for number, text in enumerate(texts) for start, end in paragraphs_of(text)]
        found = [Paragraph.of(texts[number], start, end, self._pieces) for number, start, end in places]
        sentences: list[list[list[Token]]] = [[] for _ in texts]
        said = decisions(
            self._splitters.members,
            self._network.encoder.pieces,
            found,
            self._splitters.several,
            at_most=self._at_once(ATOMS_AT_ONCE),
        )
        for (number, _, _), paragraph, decided in zip(places, found, said, strict=True):
            for spans in sentences_of(paragraph, decided.decisions):
                sentences[number].append([self._token(texts[number], span, decided) for span in spans])
        return sentences

    def _token(self, text: str, span: tuple[int, int], decided: Decided) -> Token:
        start, end = span
        words = self._expansions.words(text[start:end], several=span in decided.several)
        return Token(start=start, end=end, words=words)

    def analyse(self, sentences: Sequence[Sequence[str]], *, threads: int = 1) -> list[ParsedSentence]:
        """What the model makes of sentences, given as words; each has at least one.

        Args:
            sentences: in any order.
            threads: in which to compute, each some of the sentences; torch itself should be told to use one.
        """
        numbers = [encoded(as_read(words), self._pieces) for words in sentences]
        groups = [*packs([one.length for one in numbers], at_most=self._at_once(_AT_ONCE))]

        def parsed(group: list[int]) -> list[ParsedSentence]:
            with torch.inference_mode():  # of this thread
                return [*self._analyse([sentences[n] for n in group], [numbers[n] for n in group])]

        found: dict[int, ParsedSentence] = {}
        if threads == 1:
            for group in groups:
                found.update(zip(group, parsed(group), strict=True))
        else:
            with ThreadPoolExecutor(threads) as pool:
                for group, made in zip(groups, pool.map(parsed, groups), strict=True):
                    found.update(zip(group, made, strict=True))
        return [found[number] for number in range(len(sentences))]

    def _at_once(self, size: int) -> int:
        """How much is read together: where products of floats would depend on it, each sentence is read by itself."""
        return 1 if self._precision == FLOATS and self._device.type == "cpu" else size

    def _analyse(self, sentences: Sequence[Sequence[str]], numbers: Sequence[Encoded]) -> Iterator[ParsedSentence]:
        rows = Rows.of(numbers, device=self._device)
        *inner, outer = self._network.vectors_of_layers(rows, (*INNER_LAYERS, self._network.sizes.layers))
        scores = self._network.scores_of_rows(outer, rows)
        # what is the same for all labels of a word, or all heads, decides nothing: so no softmax
        heads = [tree_of(arcs.float().cpu().numpy()) for arcs in scores.arcs]
        deprels = self._deprels(scores, rows, heads)
        pairs = scores.upos.index_select(1, self._tags[0]) + scores.feats.index_select(1, self._tags[1])
        tags = self._pairs[_best(pairs)].T
        edits = scores.lemmas.float().cpu().numpy()
        entities = scores.entities.float().cpu().numpy()
        vectors = outer.half().cpu().numpy()
        inner_vectors = torch.cat(inner, dim=-1).half().cpu().numpy()
        for row, (words, own) in enumerate(zip(sentences, rows.by_sentence(), strict=True)):
            places = slice(own.start + 1, own.stop)
            upos = [self._labels["upos"][n] for n in tags[0, places].tolist()]
            yield ParsedSentence(
                upos=upos,
                feats=[self._labels["feats"][n] for n in tags[1, places].tolist()],
                lemmas=[*map(self._lemmatiser.lemma, words, upos, edits[places])],
                heads=heads[row],
                deprels=deprels[row],
                entities=self._tagging.best(self._names.raised(words, entities[places])),
                vectors=vectors[places],
                inner_vectors=inner_vectors[places],
            )

    def _deprels(self, scores: RowScores, rows: Rows, heads: Sequence[Sequence[int]]) -> list[list[str]]:
        places = [*rows.by_sentence()]
        above = np.concatenate([np.array(row) for row in heads])
        starts = np.repeat([own.start for own in places], [len(row) for row in heads])
        words = np.concatenate([np.arange(own.start + 1, own.stop) for own in places])
        found = self._network.deprels_of_rows(
            scores, torch.from_numpy(words).to(self._device), torch.from_numpy(starts + above).to(self._device)
        )
        hangs_on_root = torch.from_numpy(above == 0).to(self._device)
        found[~hangs_on_root, self._root] = -1e4  # only the root's own dependent is one
        found[hangs_on_root, self._root] = 1e4
        best = iter([self._labels["deprels"][number] for number in _best(found).tolist()])
        return [[next(best) for _ in row] for row in heads]


def _best(scores: Tensor) -> NDArray[np.int64]:
    """The number of each row's highest score; torch takes seven times as long to find it."""
    found: NDArray[np.int64] = scores.float().cpu().numpy().argmax(-1)
    return found
