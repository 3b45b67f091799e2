"""Layers of trained networks that are ready to be used: the same sums, by the library that makes them fastest.

Torch gives a product of single precision to MKL, which computes at less than half of what AMD processors can; oneDNN,
which torch brings too, is as fast on both makes. Its sums differ in the last digits. It compiles a product for each
number of rows that it meets, which takes longer than the product itself, so rows are filled up to one of a few numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Layer", "convolution", "product", "recurrence", "side_by_side"]

Layer = Callable[..., Tensor]
_FEW = 24  # rows for which handing them over takes longer than the product
_STEPS = 8  # numbers of rows are multiples of a power of two that is at least this part of them
_LEAST = 64


def product(linear: nn.Linear) -> Layer:
    """What a trained linear layer makes of rows of numbers; later changes of the layer do not count.

    Returns:
        A function of rows, [row, number]; of several such side by side, that make up the layer's input together.
    """
    return side_by_side(linear)


def side_by_side(*linear: nn.Linear) -> Layer:
    """What several trained linear layers, which read the same rows, make of them, side by side.

    Returns:
        As for `product`.
    """
    biases = [layer.bias.detach() for layer in linear if layer.bias is not None]
    if biases and len(biases) < len(linear):
        raise ValueError("some layers have a bias and some have none")
    weight = torch.cat([layer.weight.detach() for layer in linear])
    multiply = _multiplied(weight, torch.cat(biases) if biases else None)

    def layer(*parts: Tensor) -> Tensor:
        count = len(parts[0])
        rows = _empty(weight, count)
        first = 0
        for part in parts:
            rows[:count, first : first + part.shape[1]] = part
            first += part.shape[1]
        return multiply(rows)[:count]

    return layer


def _empty(weight: Tensor, count: int) -> Tensor:
    """Rows for a product, not written to yet but for those that fill them up."""
    rows = weight.new_empty(count if count <= _FEW else _filled(count), weight.shape[1])
    rows[count:] = 0
    return rows


def _multiplied(weight: Tensor, bias: Tensor | None) -> Callable[[Tensor], Tensor]:
    """The product of rows that are filled up."""
    packed = _packed(weight)

    def multiply(rows: Tensor) -> Tensor:
        if packed is None or len(rows) <= _FEW:
            return functional.linear(rows, weight, bias)
        return _by_onednn(rows, packed, bias)

    return multiply


def _packed(weight: Tensor) -> Tensor | None:
    """The weights as oneDNN wants them; None where it is not there."""
    if weight.device.type != "cpu" or weight.dtype != torch.float32:
        return None
    try:
        found: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, _LEAST)
        _by_onednn(weight.new_zeros(1, weight.shape[1]), found, None)
    except (AttributeError, RuntimeError, NotImplementedError):  # another build of torch, or another version of it
        return None
    return found


def _by_onednn(rows: Tensor, packed: Tensor, bias: Tensor | None) -> Tensor:
    found: Tensor = torch.ops.mkldnn._linear_pointwise(rows, packed, bias, "none", [], "")
    return found


def _filled(count: int) -> int:
    """The number of rows that so many are filled up to: one of a few, and not much more."""
    step = max(_LEAST, 1 << (count // _STEPS).bit_length() >> 1)
    return -(-count // step) * step


def convolution(layer: nn.Conv1d) -> Layer:
    """What a trained convolution makes of sequences that stand one after the other.

    A product of each row side by side with its neighbours, and zeros beyond the ends of its sequence.

    Returns:
        A function of rows, [row, number], and of the number of each row's sequence, which rises: [row].

    Raises:
        ValueError: the convolution reads other than the two neighbours of each row.
    """
    (distance,) = layer.dilation
    if (layer.kernel_size, layer.padding, layer.stride, layer.groups) != ((3,), (distance,), (1,), 1):
        raise ValueError("the convolution reads other than the two neighbours of each row")
    weight = layer.weight.detach().permute(0, 2, 1).flatten(1).contiguous()
    multiply = _multiplied(weight, None if layer.bias is None else layer.bias.detach())
    width = layer.in_channels

    def convolved(rows: Tensor, sequences: Tensor) -> Tensor:
        count, far = len(rows), min(distance, len(rows))
        near = (sequences[far:] == sequences[: count - far])[:, None]
        wide = _empty(weight, count)
        wide[:far, :width] = 0
        wide[count - far : count, 2 * width :] = 0
        torch.mul(rows[: count - far], near, out=wide[far:count, :width])
        wide[:count, width : 2 * width] = rows
        torch.mul(rows[far:], near, out=wide[: count - far, 2 * width :])
        return multiply(wide)[:count]

    return convolved


def recurrence(gru: nn.GRU) -> Layer:
    """What a trained gated recurrent unit of one layer, which reads in both directions, makes of one sequence.

    Torch takes 10 microseconds to begin with each step in each direction. NumPy makes both at once and begins faster.

    Returns:
        A function of rows, [row, number].

    Raises:
        ValueError: the unit has several layers, reads in one direction only or has no biases.
    """
    if gru.num_layers != 1 or not gru.bidirectional or not gru.bias:
        raise ValueError("the unit has several layers, reads in one direction only or has no biases")
    width = gru.hidden_size

    def both(name: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        ways = [gru.get_parameter(f"{name}_l0{way}").detach().numpy() for way in ("", "_reverse")]
        return np.stack([way.T for way in ways])

    read, own = both("weight_ih"), both("weight_hh")  # [direction, number, gate]
    bias, own_bias = both("bias_ih"), both("bias_hh")[:, 2 * width :]
    bias[:, : 2 * width] += both("bias_hh")[:, : 2 * width]

    def layer(rows: Tensor) -> Tensor:
        given = np.stack([rows.numpy(), rows.numpy()[::-1]]) @ read + bias[:, None]
        given = np.ascontiguousarray(given.transpose(1, 0, 2))  # [step, direction, gate]
        found = np.empty((len(given), 2, width), np.float32)
        state = np.zeros((2, width), np.float32)
        for step, told in enumerate(given):
            kept = np.matmul(state[:, None], own)[:, 0]
            gates = 0.5 + 0.5 * np.tanh(0.5 * (kept[:, : 2 * width] + told[:, : 2 * width]))  # the logistic function
            new = np.tanh((kept[:, 2 * width :] + own_bias) * gates[:, :width] + told[:, 2 * width :])
            state = found[step] = new + (state - new) * gates[:, width:]
        found[:, 1] = found[::-1, 1].copy()
        return torch.from_numpy(found.reshape(len(found), -1))

    return layer
