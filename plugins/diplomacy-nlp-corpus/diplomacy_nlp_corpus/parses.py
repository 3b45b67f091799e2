"""What is kept between runs: annotations with their vectors, by text and by digest of the annotator; and findings.

The store is SQLite: one file, which several processes share and which a killed process or a full disk leaves whole.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import weakref
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from diplomacy_nlp import Annotation, Article, hookimpl
from diplomacy_nlp.annotation import Entity, Sentence, Word
from diplomacy_nlp.spans import Span

from .errors import CorpusError

__all__ = ["KeptParses", "ParseStore", "pack", "rounded", "unpack"]

_FORM = 2  # of what is kept: another one when annotations get a further field
_WAIT = 120  # seconds for another process's writing
_PAUSE = 0.05  # seconds between two tries
_PAGE = 16_384  # bytes: a parse is some megabytes, and pages of the usual size cost three times as much
_TABLES = ("parses (key TEXT PRIMARY KEY, parse BLOB)", "findings (key TEXT PRIMARY KEY, found BLOB)")


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


class ParseStore:
    """Annotations and findings in a file of SQLite, each under a key.

    Args:
        path: the file; it is made where it is missing. It must lie on a disk of this machine: locks of network file
            systems cannot be relied on.

    Attributes:
        fault: the last error of the file. An Analyzer takes an error within a plugin for that plugin's and goes on;
            a run looks here, and ends.
        given: what plugins were given last under each name, and its digest, so that it is made once for all of them.

    Raises:
        CorpusError: the file cannot be opened, or is none of SQLite.
    """

    fault: CorpusError | None = None

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.given: dict[str, tuple[object, str]] = {}
        self._keys: dict[int, str] = {}
        self._alone = (
            threading.Lock()
        )  # a worker of a cluster may have several threads, and a connection one transaction
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            self._opened()
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error

    def _opened(self) -> None:
        """Settings and tables; SQLite does not wait by itself where another process opens the file after a kill."""
        until = time.monotonic() + _WAIT
        settings = [f"PRAGMA {one}" for one in (f"page_size={_PAGE}", "journal_mode=WAL", "synchronous=NORMAL")]
        for order in (*settings, *(f"CREATE TABLE IF NOT EXISTS {table}" for table in _TABLES)):
            while True:
                try:
                    self._database.execute(order)
                    break
                except sqlite3.OperationalError as error:
                    if not _is_busy(error) or time.monotonic() > until:
                        raise
                    time.sleep(_PAUSE)

    def get(self, key: str) -> Annotation | None:
        """The annotation that is kept under a key; None where there is none, or what is there cannot be read."""
        found = self._one("SELECT parse FROM parses WHERE key = ?", key)
        try:
            return None if found is None else unpack(found)
        except (ValueError, KeyError, TypeError, OSError):  # pyarrow raises OSError for what is no zstd
            return None

    def put(self, kept: Iterable[tuple[str, Annotation]]) -> None:
        """Keeps annotations, all or none.

        Raises:
            CorpusError: they cannot be written, for example because the disk is full.
        """
        self._all("INSERT OR REPLACE INTO parses VALUES (?, ?)", [(key, pack(parse)) for key, parse in kept])

    def name(self, annotation: Annotation, key: str) -> None:
        """Says under which key an annotation is kept, as long as it lives."""
        self._keys[id(annotation)] = key
        weakref.finalize(annotation, self._keys.pop, id(annotation), None)

    def key_of(self, annotation: Annotation) -> str | None:
        """The key of an annotation that was named; None of another one."""
        return self._keys.get(id(annotation))

    def found(self, key: str) -> bytes | None:
        """What was found, as it was given to `keep`; None where there is nothing under this key."""
        return self._one("SELECT found FROM findings WHERE key = ?", key)

    def keep(self, key: str, found: bytes) -> None:
        """Keeps what was found.

        Raises:
            CorpusError: it cannot be written.
        """
        self._all("INSERT OR REPLACE INTO findings VALUES (?, ?)", [(key, found)])

    def _one(self, question: str, key: str) -> bytes | None:
        try:
            with self._alone:
                row = self._database.execute(question, (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._error(error) from error
        return None if row is None else row[0]

    def _all(self, statement: str, rows: Sequence[tuple[str, bytes]]) -> None:
        try:
            with self._alone:
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    self._database.executemany(statement, rows)
                    self._database.execute("COMMIT")
                except BaseException:
                    if self._database.in_transaction:
                        self._database.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise self._error(error) from error

    def __len__(self) -> int:
        count: int = self._database.execute("SELECT count(*) FROM parses").fetchone()[0]
        return count

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _error(self, error: Exception) -> CorpusError:
        self.fault = CorpusError(
            f"{self.path}: kept parses cannot be used ({error}); free the disk, or name another file"
        )
        return self.fault


class KeptParses:
    """An annotator that asks another one only for texts that were not parsed before.

    It goes by the other one's name, so that results say the same. Vectors are rounded to half precision whether they
    come from the store or not, so that results are equal in both cases (those of the embedded models are of half
    precision anyway).

    Args:
        annotator: a plugin that implements `diplomacy_annotate`.
        store: where parses are kept.
        digest: what tells this annotator, with its models and options, from any other.
    """

    def __init__(self, annotator: Any, store: ParseStore, digest: str, *, name: str) -> None:
        self.name = name
        self._annotator = annotator
        self._store = store
        self._digest = digest

    @hookimpl
    def diplomacy_annotate(self, articles: Sequence[Article]) -> list[Annotation]:
        """One annotation for each article: those that are kept, and new ones, which are kept from now on."""
        keys = [f"{article.sha256}-{article.language}-{self._digest}" for article in articles]
        found = {key: self._store.get(key) for key in dict.fromkeys(keys)}
        missing = {key: article for key, article in zip(keys, articles, strict=True) if found[key] is None}
        if missing:
            made = self._annotator.diplomacy_annotate(articles=list(missing.values()))
            fresh = {key: rounded(annotation) for key, annotation in zip(missing, made, strict=True)}
            self._store.put(fresh.items())
            found.update(fresh)
        for key, annotation in found.items():
            if annotation is not None:
                self._store.name(annotation, key)
        return [annotation for key in keys if (annotation := found[key]) is not None]


# --- in bytes -----------------------------------------------------------------------------------------------------


def rounded(annotation: Annotation) -> Annotation:
    """The annotation with its vectors in half precision, where they fit into it."""
    from attrs import evolve

    return evolve(annotation, vectors=_half(annotation.vectors), inner_vectors=_half(annotation.inner_vectors))


def _half(vectors: Any) -> Any:
    import numpy as np

    if vectors is None or np.asarray(vectors).dtype == np.float16:
        return vectors
    with np.errstate(over="ignore"):
        half = np.asarray(vectors).astype(np.float16)
    return half if np.isfinite(half).all() else np.asarray(vectors, dtype=np.float32)


def pack(annotation: Annotation) -> bytes:
    """An annotation as bytes, its vectors included: no pickle, so that reading a foreign file runs nothing."""
    import numpy as np
    import pyarrow as arrow

    arrays = [None if v is None else np.ascontiguousarray(v) for v in (annotation.vectors, annotation.inner_vectors)]
    head = json.dumps(
        {
            "form": _FORM,
            "made_by": annotation.made_by,
            "vectors_by": annotation.vectors_by,
            "sentences": [[s.span.start, s.span.end, [_cells(w) for w in s.words]] for s in annotation.sentences],
            "entities": [[e.span.start, e.span.end, e.type] for e in annotation.entities],
            "arrays": [None if a is None else [str(a.dtype), list(a.shape)] for a in arrays],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "surrogatepass")
    squeezed = bytes(arrow.compress(head, codec="zstd", asbytes=True))
    body = b"".join(a.tobytes() for a in arrays if a is not None)  # vectors hardly compress
    payload = b"".join([len(head).to_bytes(8), len(squeezed).to_bytes(8), squeezed, body])
    return zlib.crc32(payload).to_bytes(4) + payload


def _cells(word: Word) -> list[Any]:
    return [word.span.start, word.span.end, word.text, word.lemma, word.upos, word.head, word.deprel, word.feats]


def unpack(data: bytes) -> Annotation:
    """The annotation that `pack` wrote.

    Raises:
        ValueError: it is none, or was changed.
    """
    import numpy as np
    import pyarrow as arrow

    payload = memoryview(data)[4:]  # no copy: an article's vectors are some megabytes
    if zlib.crc32(payload) != int.from_bytes(data[:4]):
        raise ValueError("the kept parse was changed")
    size, squeezed = int.from_bytes(payload[:8]), int.from_bytes(payload[8:16])
    head = json.loads(arrow.decompress(arrow.py_buffer(payload[16 : 16 + squeezed]), size, codec="zstd", asbytes=True))
    if head["form"] != _FORM:
        raise ValueError(f"form {head['form']} of a kept parse is not known")
    at = 16 + squeezed
    arrays: list[Any] = []
    for described in head["arrays"]:
        if described is None:
            arrays.append(None)
            continue
        kind, shape = np.dtype(described[0]), tuple(described[1])
        count = int(np.prod(shape, dtype=np.int64))
        arrays.append(np.frombuffer(payload, dtype=kind, count=count, offset=at).reshape(shape))
        at += count * kind.itemsize
    return Annotation(
        sentences=[_sentence(number, *cells) for number, cells in enumerate(head["sentences"])],
        entities=[Entity(span=Span(start, end), type=kind) for start, end, kind in head["entities"]],
        made_by=head["made_by"],
        vectors_by=head["vectors_by"],
        vectors=arrays[0],
        inner_vectors=arrays[1],
    )


def _sentence(number: int, start: int, end: int, rows: Sequence[Sequence[Any]]) -> Sentence:
    words = [
        Word(
            id=place,
            text=text,
            span=Span(first, last),
            lemma=lemma,
            upos=upos,
            head=head,
            deprel=deprel,
            feats=feats,
            sentence=number,
        )
        for place, (first, last, text, lemma, upos, head, deprel, feats) in enumerate(rows, 1)
    ]
    return Sentence(span=Span(start, end), words=words)
