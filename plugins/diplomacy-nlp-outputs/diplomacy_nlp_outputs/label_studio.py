"""Label Studio's JSON, both ways: tasks with regions, choices and relations, and the labelling configuration for them.

Format: https://labelstud.io/guide/task_format. Label Studio knows no interrupted regions: those are several, joined
by relations named "part".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import IO, Any, Literal

from diplomacy_nlp import Analysis, Article, Span
from diplomacy_nlp.errors import DiplomacyError, SerializationError

from .files import decoded, opened, to_read
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

__all__ = ["label_studio_config", "label_studio_task", "read_label_studio", "write_label_studio"]

_ARTICLE = ("id", "title", "source", "url", "date", "language")
_PART = "part"
_TEXT = {"to_name": "text"}


# --- out ----------------------------------------------------------------------------------------------------------


def label_studio_task(
    analysis: Analysis, *, given_as: Literal["predictions", "annotations"] = "predictions"
) -> dict[str, Any]:
    """A task: the text with what was found, as a prediction to correct, or as an annotation.

    Args:
        analysis: what to write.
        given_as: "predictions" are a machine's, and Label Studio offers them; "annotations" count as a person's.
    """
    standoff = to_standoff(analysis)
    about = {name: getattr(analysis.article, name) for name in _ARTICLE}
    data = {"text": analysis.article.text, **about, "rest": json.dumps(standoff.rest, ensure_ascii=False)}
    result = [*_regions(standoff), *_relations(standoff)]
    return {"data": data, given_as: [{"model_version": "diplomacy-nlp", "result": result}]}


def write_label_studio(
    analyses: Analysis | Iterable[Analysis],
    target: str | Path | IO[str],
    *,
    given_as: Literal["predictions", "annotations"] = "predictions",
) -> int:
    """Writes a list of tasks, to import into a project with `label_studio_config`; gives their number.

    Args:
        analyses: one analysis or several, a generator included; each is written as it comes.
        target: a path, or a text file that is open.
        given_as: as for `label_studio_task`.
    """
    written = 0
    with opened(target) as file:
        file.write("[")
        for analysis in each(analyses):
            task = label_studio_task(analysis, given_as=given_as)
            file.write(("," if written else "") + "\n" + json.dumps(task, ensure_ascii=False))
            written += 1
        file.write("\n]\n")
    return written


def _regions(standoff: Standoff) -> Iterator[dict[str, Any]]:
    text = standoff.article.text
    for tag in standoff.tags:
        for number, span in enumerate(tag.spans):
            where = {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
            name = tag.id if number == 0 else f"{tag.id}.{number + 1}"
            yield _region(name, "label", "labels", {**where, "labels": [tag.label]})
            if number:
                continue
            for trait, value in tag.traits.items():
                yield _region(name, trait, "choices", {**where, "choices": [value]})
            if tag.note:
                yield _region(name, "note", "textarea", {**where, "text": [dump_note(tag.note)]})


def _region(name: str, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": control, **_TEXT, "type": kind, "value": dict(value)}


def _relations(standoff: Standoff) -> Iterator[dict[str, Any]]:
    def relation(name: str, source: str, target: str) -> dict[str, Any]:
        return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [name]}

    for tag in standoff.tags:
        for number in range(1, len(tag.spans)):
            yield relation(_PART, tag.id, f"{tag.id}.{number + 1}")
    for arrow in standoff.arrows:
        yield relation(arrow.name, arrow.source, arrow.target)


def label_studio_config() -> str:
    """The labelling configuration (XML) of a project that takes such tasks."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f'    <Label value="{escape(label)}"/>' for label in LABELS]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="word"/>']
    for trait, (labels, values) in TRAITS.items():
        lines.append(
            f'  <Choices name="{trait}" toName="text" perRegion="true" choice="single" showInline="true" '
            f'whenTagName="label" whenLabelValue="{",".join(labels)}">'
        )
        lines += [f'    <Choice value="{value}"/>' for value in values or ("true",)]
        lines.append("  </Choices>")
    lines.append('  <TextArea name="note" toName="text" perRegion="true" rows="1" maxSubmissions="1"/>')
    lines += ["  <Relations>", *(f'    <Relation value="{name}"/>' for name in (*ARROWS, _PART)), "  </Relations>"]
    return "\n".join([*lines, "</View>"]) + "\n"


# --- back ---------------------------------------------------------------------------------------------------------


def read_label_studio(source: str | Path) -> Iterator[Analysis]:
    """The analyses in a file that Label Studio exported as JSON (or that was written here), as people corrected them.

    Of a task, the last annotation that was not cancelled counts; where there is none, the prediction.

    Raises:
        SerializationError: it is no such file, or an annotation lacks what an item needs; the message gives the task.
        OptionError: `source` is no path.
    """
    with to_read(source) as file:
        data = file.read()
    try:
        tasks = json.loads(decoded(data, str(source), SerializationError))
    except SerializationError:
        raise
    except (ValueError, RecursionError) as error:
        raise SerializationError(f"{source}: not JSON ({error})") from None
    if not isinstance(tasks, list):
        raise SerializationError(f"{source}: a list of tasks is wanted; export the project as JSON, not as JSON-MIN")
    for number, task in enumerate(tasks, 1):
        try:
            yield _read(task)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise SerializationError(f"{source}, task {number}: {error!r} is missing or of another form") from None
        except (DiplomacyError, ValueError, ArithmeticError) as error:  # the last: of an offset that is Infinity
            raise SerializationError(f"{source}, task {number}: {error}") from None


def _read(task: Mapping[str, Any]) -> Analysis:
    data = task["data"]
    article = Article(text=data["text"], **{k: data[k] for k in _ARTICLE if data.get(k)})
    done = [found for found in task.get("annotations") or () if not found.get("was_cancelled")]
    chosen = (done or task.get("predictions") or [{"result": []}])[-1]
    found = _Results()
    for result in chosen["result"]:
        found.take(result, article)
    return from_standoff(found.standoff(article, json.loads(data.get("rest") or "{}")))


class _Results:
    """What an annotation's results say, gathered by region."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.spans: dict[str, list[Span]] = {}
        self.traits: dict[str, dict[str, str]] = {}
        self.notes: dict[str, dict[str, Any]] = {}
        self.arrows: list[Arrow] = []

    def take(self, result: Mapping[str, Any], article: Article) -> None:
        """Takes in one result; those of other controls are left aside."""
        value = result.get("value", {})
        match result["type"]:
            case "labels":
                self.labels[result["id"]] = _known(value["labels"][0])
                self.spans[result["id"]] = [_span(value, article)]
            case "choices":
                self.traits.setdefault(result["id"], {})[result["from_name"]] = value["choices"][0]
            case "textarea":
                note = load_note(value["text"][0], f"region {result['id']}")
                self.notes.setdefault(result["id"], {}).update(note)
            case "relation":
                names = result.get("labels") or ["a relation without a label"]
                self.arrows.append(Arrow(names[0], result["from_id"], result["to_id"]))

    def standoff(self, article: Article, rest: Mapping[str, Any]) -> Standoff:
        """The tags and arrows; regions that are parts of one are put together."""
        parts = {arrow.target: arrow.source for arrow in self.arrows if arrow.name == _PART}
        for part, whole in parts.items():
            self.spans[whole] += self.spans[part]
        tags = tuple(
            Tag(name, label, tuple(sorted(self.spans[name])), self.traits.get(name, {}), self.notes.get(name, {}))
            for name, label in self.labels.items()
            if name not in parts
        )
        return Standoff(article, tags, tuple(arrow for arrow in self.arrows if arrow.name != _PART), rest)


def _known(label: str) -> str:
    if label not in LABELS:
        raise SerializationError(f"the label {label!r} is none of {', '.join(LABELS)}")
    return label


def _span(value: Mapping[str, Any], article: Article) -> Span:
    span = Span(int(value["start"]), int(value["end"]))
    if "text" in value and article[span] != value["text"]:
        raise SerializationError(f"the text has {article[span]!r} at {span}, and not {value['text']!r}")
    return span
