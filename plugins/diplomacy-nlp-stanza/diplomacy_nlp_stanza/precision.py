"""In which precision the embedded models are computed, and what the processor can do."""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path

__all__ = ["AUTO", "PRECISIONS", "chosen", "flags"]

AUTO = "auto"
PRECISIONS = (AUTO, "int8", "bf16")
_INTEL = ("x86_64", "amd64")  # and AMD


@cache
def flags() -> frozenset[str]:
    """What the processor can do, in Linux's words ("avx512_bf16", "amx_tile"); elsewhere nothing is known of it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    names = next((line.partition(":")[2] for line in lines if line.startswith("flags")), "")
    return frozenset(names.split())


def chosen(precision: str, *, use_gpu: bool) -> str:
    """The precision to compute in: "int8", "bf16" or "float32".

    Args:
        precision: one of `PRECISIONS`. "auto" is int8 on Intel's and AMD's processors, float32 on all else and on a
            GPU: what reads the vectors was fitted on those of int8, and of bf16 a few per cent of the findings differ.
        use_gpu: whether a GPU is to be used.

    Raises:
        ValueError: there is no such precision.
    """
    if precision not in PRECISIONS:
        raise ValueError(
            f"precision is {', '.join(map(repr, PRECISIONS[:-1]))} or {PRECISIONS[-1]!r}, not {precision!r}"
        )
    if use_gpu:
        return "float32"
    if precision == AUTO:
        precision = "int8"
    if precision == "int8" and platform.machine().lower() not in _INTEL:
        return "float32"
    return precision
