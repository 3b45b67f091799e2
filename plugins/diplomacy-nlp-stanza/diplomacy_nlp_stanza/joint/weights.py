"""Weights as they lie on the disk, and how they are computed with.

On the disk, a matrix is a tensor of int8 under its own name and a scale for each row under `NAME.scale`. On the CPU,
linear layers are computed in int8, with inputs quantised as they come, or in bfloat16; elsewhere, and on a GPU, the
matrices are made floats again.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from diplomacy_nlp_stanza.precision import flags

__all__ = ["FewOutputs", "Int8Embedding", "Int8Linear", "Quantised", "Taps", "compact", "small", "with_layers"]

_SCALE = ".scale"
_AFTER_GELU = ".down"  # layers that read a GELU's numbers
_SMALLEST = 4096  # numbers; smaller tensors are kept as they are


def compact(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Large matrices as int8 with a scale for each row, all else in half precision."""
    found: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        if tensor.dim() == 2 and tensor.numel() >= _SMALLEST:
            quantised = Quantised.of(tensor)
            found[name], found[name + _SCALE] = quantised.weight, quantised.scale
        else:
            found[name] = tensor.half()
    return found


def small(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights that `compact` did not quantise, as floats."""
    return {
        name: tensor.float()
        for name, tensor in weights.items()
        if not name.endswith(_SCALE) and name + _SCALE not in weights
    }


class Quantised:
    """A matrix in int8.

    Args:
        weight: [out, in].
        scale: of each row.
    """

    def __init__(self, weight: Tensor, scale: Tensor) -> None:
        self.weight = weight
        self.scale = scale

    @classmethod
    def of(cls, weight: Tensor) -> Quantised:
        """The nearest to a matrix of floats."""
        scale = (weight.abs().amax(dim=1) / 127).clamp(min=1e-8)
        return cls((weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale.float())

    def floats(self) -> Tensor:
        """As floats again."""
        return self.weight.float() * self.scale[:, None]


class Int8Linear(nn.Module):
    """A linear layer computed in int8, on the CPU.

    Torch quantises all inputs by their common range, so that a sentence would be read differently beside others. Here
    each row is scaled to the range from -1 to 1 first, and torch is told that this is the range; where it cannot be
    told, one more row spans just that. Sums of integers have no order, so what comes out for a row depends on that row
    alone, to the last bit.

    Args:
        quantised: the matrix.
        bias: or None.
        spent: it reads what a GELU made and nobody else reads: hardly negative, and may be written over.
    """

    def __init__(self, quantised: Quantised, bias: Tensor | None, *, spent: bool = False) -> None:
        super().__init__()
        engine = _engine()
        if engine is None:
            raise ValueError("this build of torch has no means to compute in int8")
        self._packed = _packed(engine, quantised)
        self._told = engine != _ONEDNN and _takes_range(engine)
        self._spent = spent
        self._step = _STEP if engine == _ONEDNN else 1
        self._bias = torch.zeros(len(quantised.scale)) if bias is None else bias.float()
        self._range = torch.zeros(quantised.weight.shape[1])
        self._range[0], self._range[1] = 1, -1

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output, in floats; of the inputs seven bits are used, so that sums of pairs fit into 16 bits."""
        rows = x.reshape(-1, x.shape[-1])
        size = self._size(rows)
        if self._told:
            found = _in_range(rows.div_(size) if self._spent else rows / size, self._packed)
        else:
            found = self._beside_range(rows, size)
        return torch.addcmul(self._bias, found, size, out=found).view(*x.shape[:-1], -1)

    def _size(self, rows: Tensor) -> Tensor:
        """The largest absolute value of each row."""
        most = rows.amax(-1, keepdim=True)
        if self._spent and not bool((most < -_LEAST_OF_GELU).any()):
            return most
        # twice as fast as the maximum of absolute values, and twenty times as fast as torch's norm
        return torch.maximum(most, -rows.amin(-1, keepdim=True)).clamp_(min=1e-8)

    def _beside_range(self, rows: Tensor, size: Tensor) -> Tensor:
        scaled = torch.empty(-(-(len(rows) + 1) // self._step) * self._step, rows.shape[1])
        torch.div(rows, size, out=scaled[: len(rows)])
        scaled[len(rows) :] = self._range
        found: Tensor = torch.ops.quantized.linear_dynamic(scaled, self._packed, True)[: len(rows)]
        return found

    @staticmethod
    def is_possible() -> bool:
        """Whether this build of torch can compute so."""
        return _engine() is not None


_LEAST_OF_GELU = -0.17  # a GELU makes nothing less
_ONEDNN = "onednn"
_FBGEMM = ("x86", "fbgemm")
_STEP = 64  # rows: oneDNN makes code for each number of them


@cache
def _engine() -> str | None:
    """Which of torch's engines for int8 to use: oneDNN where the processor has AMX, else fbgemm, or none at all.

    Both get the same integers, so results do not depend on it, but for the rounding of the floats that come out.
    """
    if not hasattr(torch, "_make_per_channel_quantized_tensor") or not hasattr(torch.backends, "quantized"):
        return None
    engines = torch.backends.quantized.supported_engines
    if _ONEDNN in engines and {"amx_tile", "amx_int8"} <= flags():
        return _ONEDNN
    return next((engine for engine in _FBGEMM if engine in engines), None)


_LEVELS, _ZERO = 127, 64  # what torch makes of the range from -1 to 1 in seven bits


def _in_range(scaled: Tensor, packed: Any) -> Tensor:
    """The product of rows that lie between -1 and 1."""
    found: Tensor = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(
        scaled, 2 / _LEVELS, _ZERO, packed
    )
    return found


@cache
def _takes_range(engine: str) -> bool:
    """Whether this torch can be told the range of inputs, and makes the same of them as where it looks itself."""
    matrix = Quantised.of(torch.linspace(-3, 2, 32 * 64).view(32, 64).sin())
    rows = torch.linspace(-1, 1, 3 * 64).view(3, 64)
    try:
        packed = _packed(engine, matrix)
        return torch.equal(_in_range(rows, packed), torch.ops.quantized.linear_dynamic(rows, packed, True))
    except (AttributeError, RuntimeError, NotImplementedError):  # another version of torch
        return False


def _packed(engine: str, quantised: Quantised) -> Any:
    zeros = torch.zeros(len(quantised.scale), dtype=torch.int64)
    with warnings.catch_warnings(), _using(engine):  # torch warns that it will drop them one day
        warnings.simplefilter("ignore")
        tensor = torch._make_per_channel_quantized_tensor(quantised.weight, quantised.scale.double(), zeros, 0)
        return torch.ops.quantized.linear_prepack(tensor, None)


@contextmanager
def _using(engine: str) -> Iterator[None]:
    """Torch's engine is this one; the packed matrix knows it ever after."""
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = engine
    try:
        yield
    finally:
        torch.backends.quantized.engine = before


# On some processors a product of few long rows is summed up in another order than one of many, and an article would be
# read otherwise alone than among others: so there are always many.
_LONG, _ROWS = 1024, 1024


class _Bf16Linear(nn.Module):
    """A linear layer computed in bfloat16, sums in floats.

    Args:
        weight: [out, in].
        bias: or None.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self._weight = weight.bfloat16()
        self._bias = None if bias is None else bias.float()

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output, in floats."""
        rows, count = x.bfloat16().flatten(0, -2), x.shape[:-1].numel()
        if rows.shape[1] > _LONG and count < _ROWS:
            rows = functional.pad(rows, (0, 0, 0, _ROWS - count))
        found: Tensor = functional.linear(rows, self._weight)[:count].float().view(*x.shape[:-1], -1)
        return found if self._bias is None else found.add_(self._bias)


class FewOutputs(nn.Module):
    """A linear layer of few outputs in floats, each row summed by itself: a matrix product would depend on the others.

    Args:
        linear: of the same weights.
    """

    _weight: Tensor
    _bias: Tensor

    def __init__(self, linear: nn.Module) -> None:
        super().__init__()
        self.register_buffer("_weight", linear.get_parameter("weight").detach())
        self.register_buffer("_bias", linear.get_parameter("bias").detach())

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output."""
        return torch.stack([(x * row).sum(-1) for row in self._weight], -1) + self._bias


class Taps(nn.Module):
    """A convolution over rows, as one product for all rows and a sum of what its taps make of the rows around.

    Args:
        convolution: `nn.Conv1d` of the same weights, whose output is as long as its input.
        precision: see `with_layers`.
    """

    _bias: Tensor

    def __init__(self, convolution: nn.Module, precision: str) -> None:
        super().__init__()
        weight = convolution.get_parameter("weight").detach()  # [out, in, tap]
        self._out, _, self._taps = weight.shape
        self._dilation = int(convolution.dilation[0])  # type: ignore[index]  # a tuple
        self.register_buffer("_bias", convolution.get_parameter("bias").detach())
        self._product = _layer(precision, Quantised.of(weight.permute(2, 0, 1).flatten(0, 1)), None)

    def forward(self, x: Tensor, near: Callable[[int], Tensor]) -> Tensor:
        """The convolution's output, [row, out].

        Args:
            x: [row, in].
            near: of a distance, which rows but the last so many are of one stretch with the row that far after them:
                1 or 0, [row, 1]. What is of another stretch is not seen.
        """
        made = self._product(x).view(len(x), self._taps, self._out)
        found = self._bias.repeat(len(x), 1)
        for tap in range(self._taps):
            distance = (tap - self._taps // 2) * self._dilation
            if not distance:
                found += made[:, tap]
            elif distance > 0:
                found[:-distance].addcmul_(made[distance:, tap], near(distance))
            else:
                found[-distance:].addcmul_(made[:distance, tap], near(-distance))
        return found


class Int8Embedding(nn.Module):
    """An embedding that is kept in int8, and made floats where it is read.

    Args:
        quantised: the matrix.
    """

    weight: Tensor
    scale: Tensor

    def __init__(self, quantised: Quantised) -> None:
        super().__init__()
        self.register_buffer("weight", quantised.weight)
        self.register_buffer("scale", quantised.scale[:, None])

    def forward(self, numbers: Tensor) -> Tensor:
        """The rows of these numbers."""
        asked = numbers.flatten()  # rows are taken several times as fast so
        found = self.weight.index_select(0, asked).float().mul_(self.scale.index_select(0, asked))
        return found.view(*numbers.shape, -1)


def _layer(precision: str, quantised: Quantised, bias: Tensor | None, *, spent: bool = False) -> nn.Module:
    if precision == "int8":
        return Int8Linear(quantised, bias, spent=spent)
    weight = quantised.floats()
    if precision == "bf16":
        return _Bf16Linear(weight, bias)
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    layer.load_state_dict({"weight": weight} | ({} if bias is None else {"bias": bias}), assign=True)
    return layer.requires_grad_(False)


def with_layers(network: nn.Module, weights: Mapping[str, Tensor], precision: str) -> nn.Module:
    """The network, its layers replaced by such as compute in a precision, and each row by itself.

    Args:
        network: on the CPU, with its small weights.
        weights: as `compact` made them.
        precision: "int8", "bf16", or else floats.
    """
    for name, module in list(network.named_modules()):
        for child_name, child in list(module.named_children()):
            full = f"{name}.{child_name}" if name else child_name
            made = _replaced(child, weights, full, precision)
            if made is not None:
                setattr(module, child_name, made)
    return network


def _replaced(layer: nn.Module, weights: Mapping[str, Tensor], name: str, precision: str) -> nn.Module | None:
    scale = weights.get(f"{name}.weight{_SCALE}")
    if scale is not None:
        quantised = Quantised(weights[f"{name}.weight"], scale)
        if isinstance(layer, nn.Embedding):
            return Int8Embedding(quantised)
        bias = weights.get(f"{name}.bias")
        spent = name.endswith(_AFTER_GELU)
        return _layer(precision, quantised, None if bias is None else bias.float(), spent=spent)
    if isinstance(layer, nn.Linear):
        return FewOutputs(layer)
    return Taps(layer, precision) if isinstance(layer, nn.Conv1d) else None
