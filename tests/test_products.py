"""Layers that are ready to be used make the same sums as torch's own, of however many rows."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from diplomacy_nlp.toolkit.learned import products
from diplomacy_nlp.toolkit.learned.products import convolution, product, recurrence


@pytest.fixture(autouse=True)
def no_gradients():
    torch.manual_seed(0)
    with torch.inference_mode():
        yield


@pytest.mark.parametrize("rows", [1, 24, 25, 64, 700])
@pytest.mark.parametrize("bias", [True, False])
def test_a_product_is_the_layers(rows, bias):
    layer = nn.Linear(12, 5, bias=bias)
    x = torch.randn(rows, 12)
    assert torch.allclose(product(layer)(x), layer(x), atol=1e-5)
    assert torch.allclose(product(layer)(x[:, :4], x[:, 4:].double()), layer(x), atol=1e-5)


@pytest.mark.parametrize("distance", [1, 3])
@pytest.mark.parametrize("lengths", [[5], [1, 40, 2, 3], [2, 2], [1]])
def test_a_convolution_sees_no_row_of_another_sequence(distance, lengths):
    layer = nn.Conv1d(6, 4, 3, padding=distance, dilation=distance)
    x = torch.randn(sum(lengths), 6)
    alone = [layer(part.T[None])[0].T for part in x.split(lengths)]
    sequences = torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(lengths))
    assert torch.allclose(convolution(layer)(x, sequences), torch.cat(alone), atol=1e-5)


def test_a_convolution_with_other_neighbours_is_refused():
    with pytest.raises(ValueError, match="two neighbours"):
        convolution(nn.Conv1d(6, 4, 5, padding=2))


@pytest.mark.parametrize("rows", [1, 2, 50])
def test_a_recurrence_reads_in_both_directions_as_the_unit_does(rows):
    unit = nn.GRU(6, 4, bidirectional=True)
    x = torch.randn(rows, 6)
    assert torch.allclose(recurrence(unit)(x), unit(x[:, None])[0][:, 0], atol=1e-6)


def test_a_unit_of_other_shape_is_refused():
    with pytest.raises(ValueError, match="one direction only"):
        recurrence(nn.GRU(6, 4))


def test_without_onednn_torch_multiplies(monkeypatch):
    monkeypatch.setattr(products, "_packed", lambda weight: None)
    layer = nn.Linear(12, 5)
    x = torch.randn(70, 12)
    assert torch.allclose(product(layer)(x), layer(x), atol=1e-6)


def test_few_numbers_of_rows_are_compiled_for():
    counts = range(1, 5000)
    filled = [products._filled(count) for count in counts]
    assert all(
        count <= rows <= max(count * 1.15, 64 * -(-count // 64)) for count, rows in zip(counts, filled, strict=True)
    )
    assert len(set(filled)) < 40
