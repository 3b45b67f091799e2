"""Articles with attributions in the layout of PolNeAR, as sentences for the encoder to learn from.

That somebody is given as the source of some words is learned along with the trees, so that the encoder's vectors tell
it to those who read them later. In this corpus, the content, cue and source of an attribution never overlap those of
another, and stand in one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen
from diplomacy_nlp_stanza.joint.splitter import paragraphs_of

__all__ = ["ROLES", "TAGS", "Attribution", "AttributionSentence", "articles", "labelled", "lines"]

ROLES = ("content", "cue", "source")
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
_SPANS = re.compile(r"(T\d+)\t[\w-]+ (\d+ \d+(?:;\d+ \d+)*)\t")
_EVENT = re.compile(r"E\d+\t(.*)")

Span = tuple[int, int]


@frozen(kw_only=True)
class Attribution:
    """The spans of an attribution: offsets into the text, by role."""

    content: list[Span]
    cue: list[Span]
    source: list[Span]


@frozen(kw_only=True)
class AttributionSentence:
    """Words of a sentence, the tag of each, and for the first word of each content and source the first of its cue.

    Args:
        cues: by word, both counted from 1; 0 where the cue stands in another sentence. Other words are not in it.
    """

    words: list[str]
    tags: list[str]
    cues: dict[int, int]


def articles(folder: Path) -> Iterator[tuple[str, list[Attribution]]]:
    """Text and attributions of each article that has any; of several annotators, the first counts."""
    for path in sorted((folder / "text").glob("*.txt")):
        found = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if found:
            with path.open(encoding="utf-8", newline="") as file:  # offsets count line ends as they are written
                text = file.read()
            yield text, list(_attributions(found[0].read_text(encoding="utf-8")))


def lines(text: str) -> Iterator[Span]:
    """The paragraphs of an article: here, each line is one."""
    for start, end in paragraphs_of(text):
        for line in re.finditer(r"[^\n]*\S[^\n]*", text[start:end]):
            yield start + line.start(), start + line.end()


def _attributions(standoff: str) -> Iterator[Attribution]:
    spans = {name: _numbers(places) for name, places in _SPANS.findall(standoff)}
    for event in _EVENT.findall(standoff):
        found: dict[str, list[Span]] = {role: [] for role in ROLES}
        for argument in event.split():
            key, _, name = argument.partition(":")
            role = key.rstrip("0123456789").lower()
            if role in found:
                found[role] += spans[name]
        if found["content"]:
            yield Attribution(**{role: sorted(places) for role, places in found.items()})


def _numbers(places: str) -> list[Span]:
    return [(int(start), int(end)) for start, end in (place.split() for place in places.split(";"))]


def labelled(
    sentences: Sequence[Sequence[tuple[str, int, int]]], attributions: Sequence[Attribution]
) -> Iterator[AttributionSentence]:
    """The sentences of an article with the tags of their words.

    Args:
        sentences: words with their offsets.
        attributions: of the article.
    """
    starts: dict[tuple[str, int, int], Attribution] = {}
    for attribution in attributions:
        for role in ROLES:
            starts |= {(role, *span): attribution for span in getattr(attribution, role)}
    spans = sorted((start, end, role) for role, start, end in starts)
    at = 0
    for sentence in sentences:
        tags, cues, firsts = [], {}, {}
        before: tuple[int, int, str] | None = None
        for number, (_, start, end) in enumerate(sentence, start=1):
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            span = spans[at] if at < len(spans) and spans[at][0] < end else None
            if span is None:
                tags.append("O")
            elif span == before:
                tags.append(f"I-{span[2]}")
            else:
                tags.append(f"B-{span[2]}")
                firsts[number] = span
            before = span
        first_word = {span: number for number, span in reversed(firsts.items())}
        for number, (start, end, role) in firsts.items():
            attribution = starts[role, start, end]
            if role != "cue" and attribution.cue:
                cues[number] = first_word.get((*attribution.cue[0], "cue"), 0)
        yield AttributionSentence(words=[word for word, _, _ in sentence], tags=tags, cues=cues)
