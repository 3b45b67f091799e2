"""Layers of trained networks that are ready to be used: the same sums, by the library that makes them fastest.

Torch gives a product of single precision to MKL, which computes at less than half of what AMD processors can; oneDNN,
which torch brings too, is as fast on both makes. Its sums differ in the last digits.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Layer", "convolution", "product"]

Layer = Callable[[Tensor], Tensor]
_FEW = 24  # rows for which handing them over takes longer than the product


def product(linear: nn.Linear) -> Layer:
    """What a trained linear layer makes of rows of numbers, [row, number]; later changes of the layer do not count."""
    return _product(linear.weight.detach(), None if linear.bias is None else linear.bias.detach())


def _product(weight: Tensor, bias: Tensor | None) -> Layer:
    if not torch.backends.mkldnn.is_available() or weight.device.type != "cpu" or weight.dtype != torch.float32:
        return lambda rows: functional.linear(rows, weight, bias)
    packed = weight.to_mkldnn()
    packed_bias = None if bias is None else bias.to_mkldnn()

    def layer(rows: Tensor) -> Tensor:
        if len(rows) <= _FEW:
            return functional.linear(rows, weight, bias)
        return functional.linear(rows.to_mkldnn(), packed, packed_bias).to_dense()

    return layer


def convolution(layer: nn.Conv1d) -> Layer:
    """What a trained convolution makes of rows that stand one after the other, [row, number]: as many rows.

    A product of each row side by side with its neighbours.
    """
    wide, (size,), (dilation,) = layer.weight.shape[1], layer.kernel_size, layer.dilation
    if layer.padding != (dilation * (size // 2),) or size % 2 == 0:
        raise ValueError("the convolution does not give as many rows as it gets")
    weight = layer.weight.detach().permute(0, 2, 1).reshape(-1, size * wide).contiguous()
    step = _product(weight, None if layer.bias is None else layer.bias.detach())
    beyond = dilation * (size // 2)

    def convolved(rows: Tensor) -> Tensor:
        padded = functional.pad(rows, (0, 0, beyond, beyond))
        return step(torch.cat([padded[at * dilation : at * dilation + len(rows)] for at in range(size)], dim=1))

    return convolved
