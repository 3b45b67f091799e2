"""Stanza's pipeline, loaded from checked models."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from diplomacy_nlp.errors import ModelError

from .model_folder import ModelSource

if TYPE_CHECKING:
    from stanza import Pipeline

__all__ = ["check_gpu", "load"]

logger = logging.getLogger(__name__)


def check_gpu() -> None:
    """Raises ModelError unless torch finds a GPU."""
    import torch

    if not torch.cuda.is_available():
        raise ModelError("use_gpu=True, but torch finds no GPU: leave it out, or install a torch for your GPU")


def load(source: ModelSource, *, use_gpu: bool) -> Pipeline:
    """Stanza's pipeline with the models of `source`; several seconds, most of them torch's.

    Raises:
        ModelError: a file is not what it should be, Stanza cannot load it, or there is no GPU to use.
    """
    with TemporaryDirectory(prefix="diplomacy-nlp-") as private:
        return _load(source, dict(source.options(Path(private))), use_gpu=use_gpu)  # nothing is opened unchecked


def _load(source: ModelSource, options: dict[str, Any], *, use_gpu: bool) -> Pipeline:
    import stanza

    from .joint import processors  # noqa: F401  # so that Stanza knows them

    if use_gpu:
        check_gpu()
        options["tokenize_joint_device"] = "cuda"
    began = time.perf_counter()
    try:
        # the level holds for Stanza's own logger, and while the pipeline is built
        pipeline = stanza.Pipeline(**options, use_gpu=use_gpu, download_method=None, logging_level="ERROR")
    except ModelError:
        raise
    except Exception as error:  # torch, pickle and Stanza raise anything for a file that is not what they expect
        raise ModelError(f"Stanza cannot load its models ({source.made_by}): {error}") from error
    logger.info("loaded %s in %.1f s", source.made_by, time.perf_counter() - began)
    return pipeline
