"""Options that several plugins have."""

from __future__ import annotations

from typing import Any

import pytest

from diplomacy_nlp.toolkit.options import proportion, yes_or_no


@pytest.mark.parametrize("value", [0, 1, 0.3])
def test_a_share_is_given_back(value: float) -> None:
    assert proportion("min_confidence", value) == value


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), True, "0.5", None])
def test_what_is_no_share(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^min_confidence: expected a number from 0 to 1, not "):
        proportion("min_confidence", value)


def test_yes_or_no() -> None:
    assert yes_or_no("download", True)
    with pytest.raises(ValueError, match="download: expected True or False, not 'false'"):
        yes_or_no("download", "false")  # type: ignore[arg-type]
