"""What reads texts, loaded from checked models: the joint model, or Stanza's pipeline with models of its own kind."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Protocol
from weakref import WeakValueDictionary

from diplomacy_nlp.errors import ModelError

from .model_folder import ModelSource

if TYPE_CHECKING:
    from stanza import Pipeline

    from diplomacy_nlp.annotation import Annotation

    from .joint.model import JointModel

__all__ = ["Reader", "check_gpu", "load"]

logger = logging.getLogger(__name__)
_models: WeakValueDictionary[tuple[str, ...], JointModel] = WeakValueDictionary()
_lock = Lock()


def check_gpu() -> None:
    """Raises ModelError unless torch finds a GPU."""
    import torch

    if not torch.cuda.is_available():
        raise ModelError("use_gpu=True, but torch finds no GPU: leave it out, or install a torch for your GPU")


class Reader(Protocol):
    """Reads texts."""

    def annotate(self, texts: Sequence[str], *, made_by: str, vectors_by: str = "") -> list[Annotation]:
        """The annotation of each text, in order, with what is to be recorded in it."""


class _StanzaReader:
    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def annotate(self, texts: Sequence[str], *, made_by: str, vectors_by: str = "") -> list[Annotation]:
        from .parse import annotate

        return annotate(self._pipeline, texts, made_by=made_by)  # Stanza's own models make no vectors


def load(source: ModelSource, *, use_gpu: bool, precision: str = "int8", threads: int = 1) -> Reader:
    """What reads with the models of `source`; a second or more, most of it the import of torch.

    Args:
        source: where the models are.
        use_gpu: compute on the GPU.
        precision, threads: of the joint model, on the CPU; see `JointModel`.

    Raises:
        ModelError: a file is not what it should be, cannot be loaded, or there is no GPU to use.
    """
    began = time.perf_counter()
    found = _joint(source, use_gpu, precision, threads) or _stanza(source, use_gpu)
    logger.info("loaded %s in %.1f s", source.made_by, time.perf_counter() - began)
    return found


def _joint(source: ModelSource, use_gpu: bool, precision: str, threads: int) -> Reader | None:
    """The joint model, which those share who use it; None where the source has none."""
    key = (source.made_by, "cuda" if use_gpu else "cpu", precision)
    with _lock:
        model = _models.get(key)
        if model is None:
            files = source.joint_files()  # first of all: nothing is opened that was not checked
            if files is None:
                return None
            if use_gpu:
                check_gpu()
            from .joint.model import JointModel

            try:
                model = _models[key] = JointModel.of(files, device=key[1], precision=precision)
            except Exception as error:  # torch and pickle raise anything for a file that is not what they expect
                raise ModelError(f"cannot load the joint model ({source.made_by}): {error}") from error
    from .joint.reader import JointReader

    return JointReader(model, source.processors, threads=threads)


def _stanza(source: ModelSource, use_gpu: bool) -> Reader:
    with TemporaryDirectory(prefix="diplomacy-nlp-") as private:
        options = source.options(Path(private))  # first of all: nothing is opened that was not checked
        if use_gpu:
            check_gpu()
        import stanza

        try:
            # the level holds for Stanza's own logger, and while the pipeline is built
            pipeline = stanza.Pipeline(**options, use_gpu=use_gpu, download_method=None, logging_level="ERROR")
        except Exception as error:  # torch, pickle and Stanza raise anything for a file that is not what they expect
            raise ModelError(f"Stanza cannot load its models ({source.made_by}): {error}") from error
    return _StanzaReader(pipeline)
