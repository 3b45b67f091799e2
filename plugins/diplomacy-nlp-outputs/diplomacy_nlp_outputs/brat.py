"""brat's standoff files, both ways: `.txt` and `.ann`, with the configuration that shows them.

Format: https://brat.nlplab.org/standoff.html. Beside each pair stands a `.json` with what brat has no place for (the
article's date and title, the plugins that took part); without it everything of the text is read all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from diplomacy_nlp import Analysis, Article, Span
from diplomacy_nlp.errors import SerializationError

from .files import decoded, opened, path_given
from .standoff import (
    ARROWS,
    LABELS,
    TRAITS,
    Arrow,
    Standoff,
    Tag,
    dump_note,
    from_standoff,
    load_note,
    to_standoff,
)
from .tables import each

__all__ = ["brat_annotation", "read_brat", "write_brat"]

_ARTICLE = ("id", "title", "source", "url", "date", "language")


# --- out ----------------------------------------------------------------------------------------------------------


def brat_annotation(analysis: Analysis) -> str:
    """The `.ann` file of an analysis: stretches as text-bound annotations, arrows as relations, values as traits."""
    return _written(to_standoff(analysis))


def write_brat(analyses: Analysis | Iterable[Analysis], folder: str | Path) -> int:
    """Writes a folder for brat: `.txt`, `.ann` and `.json` of each article, `annotation.conf` and `visual.conf`.

    Args:
        analyses: one analysis or several, a generator included; each is written as it comes.
        folder: where; it is made if it is not there. Files are named by the articles' ids.

    Returns:
        The number of articles.
    """
    folder = path_given("folder", folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(_annotation_conf(), encoding="utf-8")
    (folder / "visual.conf").write_text(_visual_conf(), encoding="utf-8")
    used: set[str] = set()
    for analysis in each(analyses):
        stem = _stem(analysis.article.id, used)
        standoff = to_standoff(analysis)
        about = {name: getattr(analysis.article, name) for name in _ARTICLE}
        rest = json.dumps({"article": about, **standoff.rest}, ensure_ascii=False, indent=1)
        contents = {"txt": analysis.article.text, "ann": _written(standoff), "json": rest}
        for suffix, content in contents.items():
            with opened(folder / f"{stem}.{suffix}") as file:  # it keeps line ends, which are offsets too
                file.write(content)
    return len(used)


def _stem(name: str, used: set[str]) -> str:
    """A file's name for an article, which no other has: brat's and every system's."""
    stem = base = re.sub(r"[^\w.-]+", "_", name).strip("._")[:100] or "article"
    number = 2
    while stem.casefold() in used:
        stem = f"{base}-{number}"
        number += 1
    used.add(stem.casefold())
    return stem


def _written(standoff: Standoff) -> str:
    lines = []
    attributes = notes = 0
    text = standoff.article.text
    for tag in standoff.tags:
        places = ";".join(f"{span.start} {span.end}" for span in tag.spans)
        words = " ".join(_flat(text[span.start : span.end]) for span in tag.spans)
        lines.append(f"{tag.id}\t{tag.label} {places}\t{words}")
        for trait, value in tag.traits.items():
            attributes += 1
            lines.append(f"A{attributes}\t{trait} {tag.id}{'' if value == 'true' else f' {value}'}")
        if tag.note:
            notes += 1
            lines.append(f"#{notes}\tAnnotatorNotes {tag.id}\t{dump_note(tag.note)}")
    for number, arrow in enumerate(standoff.arrows, 1):
        lines.append(f"R{number}\t{arrow.name} Arg1:{arrow.source} Arg2:{arrow.target}")
    return "".join(f"{line}\n" for line in lines)


def _flat(words: str) -> str:
    return re.sub(r"[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", words)  # a line is a line


def _annotation_conf() -> str:
    lines = ["[entities]", *LABELS, "", "[relations]", "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"]
    lines += [f"{name} Arg1:{'|'.join(one)}, Arg2:{'|'.join(other)}" for name, (one, other) in ARROWS.items()]
    lines += ["", "[events]", "", "[attributes]"]
    for name, (labels, values) in TRAITS.items():
        lines.append(f"{name} Arg:{'|'.join(labels)}" + (f", Value:{'|'.join(values)}" if values else ""))
    return "\n".join(lines) + "\n"


_COLOURS = {
    "Actor": "#d5dbe5",
    "Mention": "#e4e8ee",
    "Quote": "#bfe3ea",
    "Proposal": "#fbd9a0",
    "Reaction": "#f6c1bb",
    "Position": "#d9ccef",
    "Finding": "#e7d7f5",
    "Words": "#eeeeee",
}


def _visual_conf() -> str:
    lines = ["[labels]", *(f"{label} | {label} | {label[:3]}" for label in LABELS), "", "[drawing]"]
    lines.append("SPAN_DEFAULT fgColor:black, bgColor:#f4f1ea, borderColor:darken")
    lines += [f"{label} bgColor:{colour}" for label, colour in _COLOURS.items()]
    lines += [
        "ARC_DEFAULT color:#555555, dashArray:-, arrowHead:triangle-5",
        "names dashArray:3-3",
        "mention dashArray:3-3",
    ]
    lines.append("mention dashArray:3-3")
    lines.append("Negated glyph:x, position:left")
    return "\n".join(lines) + "\n"


# --- back ---------------------------------------------------------------------------------------------------------


def read_brat(source: str | Path) -> Iterator[Analysis]:
    """The analyses in a folder of brat's files, or of one `.ann` file, as people have corrected them.

    Raises:
        SerializationError: a file is no such file, does not fit its text, or lacks what an item needs; the message
            gives the file and the line or the annotation.
        OptionError: `source` is no path.
    """
    path = path_given("what is read", source)
    if not path.exists():
        raise SerializationError(f"{source}: no such file or folder")
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise SerializationError(f"{source}: no .ann file is in this folder")
    for file in files:
        yield _read(file)


def _read(file: Path) -> Analysis:
    text_file, about_file = file.with_suffix(".txt"), file.with_suffix(".json")
    if not text_file.exists():
        raise SerializationError(f"{file}: the text belongs beside it, as {text_file.name}")
    # a byte order mark counts as a character
    text = decoded(text_file.read_bytes(), str(text_file), SerializationError, "utf-8")
    rest: dict[str, Any] = {}
    if about_file.exists():
        try:
            rest = json.loads(about_file.read_bytes())
        except (ValueError, RecursionError) as error:
            raise SerializationError(f"{about_file}: not JSON ({error}); mend it, or remove it") from None
        if not isinstance(rest, dict) or not isinstance(rest.get("article", {}), dict):
            raise SerializationError(f"{about_file}: an object that tells of the article is wanted; remove the file")
    about = {k: v for k, v in rest.pop("article", {}).items() if k in _ARTICLE}
    article = Article(**{"id": file.stem, **about}, text=text)
    try:
        return from_standoff(Standoff(article, *_parsed(file, article), rest))
    except SerializationError as error:
        raise SerializationError(f"{file}: {error}" if str(file) not in str(error) else str(error)) from None


_TEXT_BOUND = re.compile(r"(?P<label>\S+) (?P<places>\d+ \d+(?:;\d+ \d+)*)")
_ATTRIBUTE = re.compile(r"(?P<trait>\S+) (?P<bearer>\S+)(?: (?P<value>\S*).*)?")
_RELATION = re.compile(r"(?P<name>\S+) Arg1:(?P<source>\S+) Arg2:(?P<target>\S+)\s*")


def _parsed(file: Path, article: Article) -> tuple[tuple[Tag, ...], tuple[Arrow, ...]]:
    tags: dict[str, Tag] = {}
    arrows: list[Arrow] = []
    traits: dict[str, dict[str, str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        where = f"{file}, line {number}"
        id, _, body = decoded(line, where, SerializationError).partition("\t")  # noqa: A001  # brat's name for it
        match id[:1]:
            case "T":
                tags[id] = _tag(where, id, body, article)
            case "R":
                if not (found := _RELATION.fullmatch(body.strip("\t"))):
                    raise SerializationError(f"{where}: no relation of two arguments")
                arrows.append(Arrow(found["name"], found["source"], found["target"]))
            case "A" | "M":
                if not (found := _ATTRIBUTE.fullmatch(body)):
                    raise SerializationError(f"{where}: no attribute, such as A1, a tab, and then ActorKind T1 state")
                traits.setdefault(found["bearer"], {})[found["trait"]] = found["value"] or "true"
            case "#":
                kind, _, words = body.partition("\t")
                if kind.startswith("AnnotatorNotes "):
                    notes.setdefault(kind.split(" ")[1], {}).update(load_note(words, where))
            case "":
                continue
            case _:
                raise SerializationError(f"{where}: {id!r} is none of T, R, A, M and #: events are not used here")
    found_tags = (
        Tag(tag.id, tag.label, tag.spans, traits.get(tag.id, {}), notes.get(tag.id, {})) for tag in tags.values()
    )
    return tuple(found_tags), tuple(arrows)


def _tag(where: str, id: str, body: str, article: Article) -> Tag:
    head, _, words = body.partition("\t")
    found = _TEXT_BOUND.fullmatch(head)
    if not found or found["label"] not in LABELS:
        raise SerializationError(f"{where}: no text-bound annotation of a known label ({', '.join(LABELS)})")
    try:
        spans = tuple(Span(*map(int, pair.split())) for pair in found["places"].split(";"))
        stands = " ".join(_flat(article[span]) for span in spans)
    except (ValueError, IndexError) as error:
        raise SerializationError(f"{where}: {error}") from None
    if stands != words:
        raise SerializationError(f"{where}: the text has {stands!r} there, and not {words!r}; has it been changed?")
    return Tag(id, found["label"], spans)
