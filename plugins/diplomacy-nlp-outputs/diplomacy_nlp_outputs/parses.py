"""spaCy and CoNLL-U: what was found, on the tokens of others' tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from diplomacy_nlp import Analysis, Annotation
from diplomacy_nlp.annotation import Sentence, Word

from .extras import need
from .files import whole
from .marks import Mark, marks_of
from .tables import each, expected

__all__ = ["to_conllu", "to_spacy", "write_docbin"]

_GROUPS = ("actors", "quotes", "proposals", "reactions", "positions", "findings")


def to_spacy(analysis: Analysis, nlp: Any = None) -> Any:
    """A spaCy Doc of the article, with a span group for each kind: `doc.spans["reactions"]`.

    A span's label says which part of the item it is, with the stance, kind or form first where that is known
    (`reject:cue`, `person:mention`); its `id_` is the item's id, so that the spans of one item are found together. A
    span whose ends lie within tokens is widened to them.

    Args:
        analysis: what to show.
        nlp: a spaCy pipeline, whose tokenizer is used (and nothing else of it); by default spaCy's blank English.

    Raises:
        MissingExtraError: spacy is not installed.
    """
    expected(analysis, Analysis)
    spacy = need("spacy")
    tokenizer = nlp or spacy.blank("en")
    doc = tokenizer.make_doc(analysis.article.text)
    doc.user_data["diplomacy_nlp"] = {"id": analysis.article.id, "date": analysis.article.date}
    groups: dict[str, list[Any]] = {name: [] for name in _GROUPS}
    for mark in marks_of(analysis):
        span = doc.char_span(
            mark.span.start, mark.span.end, label=_label(mark), span_id=mark.id, alignment_mode="expand"
        )
        if span is not None:
            groups[f"{mark.kind}s"].append(span)
    for name, spans in groups.items():
        doc.spans[name] = spans
    return doc


def _label(mark: Mark) -> str:
    for name in ("stance", "kind", "form", "label"):
        if value := getattr(mark.item, name, None):
            return f"{value}:{mark.part}"
    return mark.part


def write_docbin(analyses: Analysis | Iterable[Analysis], path: str | Path, *, nlp: Any = None) -> int:
    """Writes the Docs of `to_spacy` as a DocBin (`.spacy`), span groups included; gives their number.

    A DocBin is held in memory until it is written.

    Raises:
        MissingExtraError: spacy is not installed.
    """
    spacy, tokens = need("spacy"), need("spacy.tokens")
    tokenizer = nlp or spacy.blank("en")
    docs = tokens.DocBin(store_user_data=True)
    for analysis in each(analyses):
        docs.add(to_spacy(analysis, tokenizer))
    with whole(path) as beside:
        docs.to_disk(beside)
    return len(docs)


# --- CoNLL-U ------------------------------------------------------------------------------------------------------


def to_conllu(analysis: Analysis, annotation: Annotation) -> str:
    """The parse as CoNLL-U, with what was found in the MISC column: `Reactions=r1:cue|Actors=a2:mention`.

    Words of one token (`don't` as two words that share its characters) stand below its range. `start_char` and
    `end_char` give the offsets, as Stanza writes them.

    Args:
        analysis: what was found.
        annotation: the parse of the same article, as an annotator gives it: `Stanza().diplomacy_annotate([article])`
            gives one of each article.
    """
    expected(analysis, Analysis)
    expected(annotation, Annotation)
    starts: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks_of(analysis):
        starts[mark.span.start].append(mark)
    opening = iter(sorted(starts))
    found: list[Mark] = []
    upcoming = next(opening, None)
    lines = [f"# newdoc id = {_on_a_line(analysis.article.id)}"]
    text = analysis.article.text
    for number, sentence in enumerate(annotation.sentences, 1):
        lines.append(f"# sent_id = {_on_a_line(analysis.article.id)}-{number}")
        lines.append(f"# text = {_on_a_line(text[sentence.span.start : sentence.span.end])}")
        for word, size in _tokens(sentence):
            while upcoming is not None and upcoming < word.span.end:
                found += starts[upcoming]
                upcoming = next(opening, None)
            found = [mark for mark in found if mark.span.end > word.span.start]
            spaced = word.span.end >= len(text) or text[word.span.end].isspace()
            misc = [*_groups(mark for mark in found if mark.span.overlaps(word.span))]
            misc += [
                f"start_char={word.span.start}",
                f"end_char={word.span.end}",
                *([] if spaced else ["SpaceAfter=No"]),
            ]
            if size > 1:
                token = _on_a_line(text[word.span.start : word.span.end])
                lines.append("\t".join([f"{word.id}-{word.id + size - 1}", token, *"_" * 7, "|".join(misc)]))
            parts = sentence.words[word.id - 1 : word.id - 1 + size]
            lines.extend(_line(part, "|".join(misc) if size == 1 else "_") for part in parts)
        lines.append("")
    return "\n".join(lines) + "\n"


def _tokens(sentence: Sentence) -> Iterator[tuple[Word, int]]:
    """The first word of each token, and how many words it has: those of one place in the text are one token."""
    words = sentence.words
    at = 0
    while at < len(words):
        size = 1
        while at + size < len(words) and words[at + size].span == words[at].span:
            size += 1
        yield words[at], size
        at += size


def _groups(marks: Iterable[Mark]) -> Iterator[str]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for mark in marks:
        by_kind[f"{mark.kind.capitalize()}s"].append(f"{mark.id}:{mark.part}")
    yield from (f"{kind}={','.join(dict.fromkeys(names))}" for kind, names in sorted(by_kind.items()))


def _line(word: Word, misc: str) -> str:
    cells = (word.id, _on_a_line(word.text), _on_a_line(word.lemma) or "_", word.upos or "_", "_", word.feats or "_")
    return "\t".join(map(str, (*cells, word.head, word.deprel or "_", "_", misc)))


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
