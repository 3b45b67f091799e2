"""The plugin: Stanza as annotator."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diplomacy_nlp import Annotation, Article, hookimpl
from diplomacy_nlp.collector import REST
from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.toolkit.models import one_thread
from diplomacy_nlp.toolkit.options import yes_or_no

from .doubts import warn_of
from .model_folder import PROCESSORS
from .options import check_language, processors_of, source_of, whole_number
from .pipeline import Reader, check_gpu, load
from .precision import AUTO, chosen

__all__ = ["Stanza"]


class Stanza:
    """Parses articles with Stanza (https://stanfordnlp.github.io/stanza/), by English models of its own or by yours.

    The models are loaded when the first article comes, and then kept. One instance may be used by several threads, one
    of which parses at a time; it may be pickled, and loads its models anew on the other side.

    Args:
        models: folder with your own `tokenize.pt`, `mwt.pt`, `pos.pt`, `lemma.pt`, `depparse.pt`, `ner.pt`, what they
            share (`vectors.pt`, `forward_charlm.pt`, `backward_charlm.pt`, each only if they were trained with it) and
            a `manifest.json` (`python -m diplomacy_nlp_stanza.make_manifest FOLDER`). By default the embedded English
            models. With `package`: the folder of Stanza's resources, by default the one that Stanza uses.
        language: of the models, in Stanza's code; articles that say they are in another one are refused.
        package: models that Stanza's authors publish ("default"), instead of a folder.
        download: with `package`, fetch what is missing from the network on first use. Without it nothing ever does.
        processors: which of Stanza's steps to run. Without "depparse" there are no trees, without "ner" no entities.
        use_gpu: run on the GPU; an error where torch finds none.
        batch_size: how many articles are read together: more is faster, up to a point, and takes more memory.
        precision: of the embedded models' products on the CPU: "int8", or "bf16", which is for processors with AMX.
            "auto" is int8 where torch has it, since all that reads the vectors was fitted on those.
            `Annotation.made_by` tells which it was.
        threads: in which the embedded models compute, on the CPU. With one, other processes have the other processors.

    Raises:
        ValueError: an option that cannot be.
        ModelError: no GPU where one is asked for; a model file that is missing, or of another size than the manifest
            says; on first use also one whose SHA-256 is not the manifest's, and one that Stanza cannot load.
    """

    name = "stanza"
    _used_in: int | None = None  # the process where models were loaded first, which a forked one inherits
    _is_whole = False  # what this process was forked from had one thread

    def __init__(
        self,
        models: str | Path | None = None,
        *,
        language: str = "en",
        package: str | None = None,
        download: bool = False,
        processors: str | Sequence[str] = PROCESSORS,
        use_gpu: bool = False,
        batch_size: int = 16,
        precision: str = AUTO,
        threads: int = 1,
    ) -> None:
        self._source = source_of(
            models, language=language, package=package, download=download, processors=processors_of(processors)
        )
        self._use_gpu = yes_or_no("use_gpu", use_gpu)
        self._batch_size = whole_number("batch_size", batch_size)
        self._threads = whole_number("threads", threads)
        self._precision = chosen(precision, use_gpu=use_gpu)
        self._reader: Reader | None = None
        self._lock = threading.Lock()
        self._source.check()
        if use_gpu:
            check_gpu()
        self._language = language
        self._made_by = self._source.made_by + (f", {self._precision}" if self._source.is_joint else "")
        self._vectors_by = ""

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
        """One annotation for each article; the same whether they come together or one by one.

        Of a text that is hardly one article of prose, a `diplomacy_nlp_stanza.doubts.ArticleWarning` says what to do
        first.

        Raises:
            ArticleError: an article says that it is in another language than the models.
            ModelError: the models cannot be loaded (on first use), or this process was forked after they were.
        """
        self._refuse_fork()
        for article in articles:
            check_language(article.language, self._language)
            warn_of(article.text, article.id)
        texts = [article.text for article in articles]
        annotations: list[Annotation] = []
        for start in range(0, len(texts), self._batch_size):
            with (
                self._lock,
                one_thread(),
                REST.taken(),
            ):  # Stanza does not say that its pipeline may be called by two at once
                if self._reader is None:
                    self._reader = load(
                        self._source, use_gpu=self._use_gpu, precision=self._precision, threads=self._threads
                    )
                    Stanza._used_in = os.getpid()
                    self._vectors_by = self._source.vectors_by
                annotations += self._reader.annotate(
                    texts[start : start + self._batch_size], made_by=self._made_by, vectors_by=self._vectors_by
                )
        return annotations

    def _refuse_fork(self) -> None:
        """A process that is forked from one with threads has torch's locks without these: it would wait for ever."""
        if Stanza._used_in not in (None, os.getpid()):
            raise ModelError(
                "this process was forked after the models had been used, and would hang; start processes by spawn "
                '(multiprocessing.get_context("spawn")), or fork before the first article is read'
            )

    @classmethod
    def _before_fork(cls) -> None:
        """Only a process with one thread leaves nothing behind when it is forked; there is no telling but on Linux."""
        threads = Path("/proc/self/task")
        alone = threads.is_dir() and len([*threads.iterdir()]) == 1
        cls._is_whole = alone and cls._used_in == os.getpid()

    @classmethod
    def _after_fork(cls) -> None:
        if cls._is_whole:
            cls._used_in = os.getpid()

    def __repr__(self) -> str:
        return f"<Stanza: {self._made_by}>"

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key not in ("_reader", "_lock")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._reader = None
        self._lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=Stanza._before_fork, after_in_child=Stanza._after_fork)
