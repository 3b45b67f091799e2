"""Weights as they lie on the disk, and how they are computed with: eight bits each.

On the disk, a matrix is a tensor of int8 under its own name and a scale for each row under `NAME.scale`. On the CPU,
linear layers are computed in int8 too, with inputs quantised as they come, where torch has the means; elsewhere, and on
a GPU, the matrices are made floats again.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import torch
from torch import Tensor, nn

__all__ = ["Int8Linear", "compact", "floats", "with_int8"]

_SCALE = ".scale"
_SMALLEST = 4096  # numbers; smaller tensors are kept as they are


def compact(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Large matrices as int8 with a scale for each row, all else in half precision."""
    found: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        if tensor.dim() == 2 and tensor.numel() >= _SMALLEST:
            scale = (tensor.abs().amax(dim=1) / 127).clamp(min=1e-8)
            found[name] = (tensor / scale[:, None]).round().clamp(-127, 127).to(torch.int8)
            found[name + _SCALE] = scale.float()
        else:
            found[name] = tensor.half()
    return found


def floats(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights that `compact` made small, as floats."""
    found = {}
    for name, tensor in weights.items():
        if name.endswith(_SCALE):
            continue
        scale = weights.get(name + _SCALE)
        found[name] = tensor.float() if scale is None else tensor.float() * scale[:, None]
    return found


class Int8Linear(nn.Module):
    """A linear layer computed in int8, on the CPU.

    Torch quantises all inputs by their common range, so that a sentence would be read differently beside others. Here
    each row is scaled to the range from -1 to 1 first, and one more row spans just that: what comes out for a row
    depends on that row alone.

    Args:
        weight: [out, in] in int8.
        scale: of each row of the weight.
        bias: or None.
    """

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        zeros = torch.zeros(len(scale), dtype=torch.int64)
        with warnings.catch_warnings():  # torch warns that it will drop them one day: then floats are computed with
            warnings.simplefilter("ignore")
            quantised = torch._make_per_channel_quantized_tensor(weight, scale.double(), zeros, 0)
            self._packed = torch.ops.quantized.linear_prepack(quantised, None)
        self._bias = torch.zeros(len(scale)) if bias is None else bias.float()
        self._range = torch.zeros(weight.shape[1])
        self._range[0], self._range[1] = 1, -1

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output, in floats; of the inputs seven bits are used, so that sums of pairs fit into 16 bits."""
        rows = x.reshape(-1, x.shape[-1])
        # twice as fast as the maximum of absolute values, and twenty times as fast as torch's norm
        size = torch.maximum(rows.amax(-1, keepdim=True), -rows.amin(-1, keepdim=True)).clamp_(min=1e-8)
        scaled = torch.empty(len(rows) + 1, rows.shape[1])
        torch.div(rows, size, out=scaled[:-1])
        scaled[-1] = self._range
        found = torch.ops.quantized.linear_dynamic(scaled, self._packed, True)[:-1]
        return torch.addcmul(self._bias, found, size).view(*x.shape[:-1], -1)

    @staticmethod
    def is_possible() -> bool:
        """Whether this build of torch can compute so."""
        has_means = hasattr(torch, "_make_per_channel_quantized_tensor") and hasattr(torch.backends, "quantized")
        return has_means and torch.backends.quantized.engine in ("x86", "fbgemm")


def with_int8(network: nn.Module, weights: Mapping[str, Tensor]) -> nn.Module:
    """The network, its linear layers replaced by such that compute with the int8 weights.

    Args:
        network: on the CPU.
        weights: as `compact` made them.
    """
    for name, module in list(network.named_modules()):
        for child_name, child in list(module.named_children()):
            full = f"{name}.{child_name}" if name else child_name
            scale = weights.get(f"{full}.weight{_SCALE}")
            if isinstance(child, nn.Linear) and scale is not None:
                setattr(module, child_name, Int8Linear(weights[f"{full}.weight"], scale, weights.get(f"{full}.bias")))
    return network
