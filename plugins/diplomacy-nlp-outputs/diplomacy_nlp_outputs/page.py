"""The page of an article, and the page of positions: one file each, which needs nothing from elsewhere.

Whatever comes from a text is escaped by Jinja. No text stands in a script or a style, and the page's policy lets only
the script run whose hash it names: ours.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
import unicodedata
import webbrowser
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from diplomacy_nlp import Actor, Analysis, Finding, Link, Position, Proposal, Quote, Reaction
from diplomacy_nlp.types import Item

from .files import opened
from .marks import Mark, Segment, segments
from .stands import By, Holder, Issues, Stand, stands
from .tables import each, expected
from .words import called, item_words, named, one_line, place, sentence_around

if TYPE_CHECKING:  # jinja2 is imported when a page is made
    from jinja2 import Environment

__all__ = ["notebook_html", "positions_page", "show", "to_html", "write_html"]

# Characters that would turn the direction of what follows, or that no page may hold: shown by their number instead.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def to_html(analysis: Analysis) -> str:
    """The page of an article as HTML: one self-contained file.

    The spans are coloured by kind; pointing at one, or coming to it with the Tab key, lights up all parts of its item.
    """
    expected(analysis, Analysis)
    template = _environment().get_template("article.html.j2")
    stretches = map(_Stretch, segments(analysis))
    return template.render(analysis=analysis, segments=stretches, **_assets("article"), **_lists(analysis))


def positions_page(
    analyses: Analysis | Iterable[Analysis], *, issues: Issues | None = None, by: By = "name", title: str = "Positions"
) -> str:
    """The page of who stands where, over several articles: actor by issue, with the sentences one click away.

    Args:
        analyses: one analysis or several.
        issues, by: as for `stands.stands`.
        title: the page's title.
    """
    found = list(stands(analyses, issues=issues, by=by))
    held: dict[str, dict[Holder, list[Stand]]] = {}
    for stand in found:
        held.setdefault(stand.issue, {}).setdefault(stand.holder, []).append(stand)
    counts: dict[Holder, int] = {}
    for stand in found:
        counts[stand.holder] = counts.get(stand.holder, 0) + 1
    by_weight = sorted(held, key=lambda issue: (-len(held[issue]), issue))
    shared = [issue for issue in by_weight if len(held[issue]) > 1][:_COLUMNS] or by_weight[:_COLUMNS]
    rows = sorted((h for h in counts if any(h in held[i] for i in shared)), key=lambda h: (-counts[h], h))
    template = _environment().get_template("positions.html.j2")
    return template.render(
        title=title,
        held=held,
        issues=by_weight,
        shared=shared,
        holders=rows,
        numbers={issue: number for number, issue in enumerate(by_weight, 1)},
        articles=len({id(stand.analysis) for stand in found}),
        count=len(found),
        evidence=_evidence,
        stance_of=_stance_of,
        **_assets("positions"),
    )


def write_html(analyses: Analysis | Iterable[Analysis], path: str | Path, **options: Any) -> Path:
    """Writes a page: of one article, the article's; of several, the positions'. Gives the path.

    Args:
        analyses: one analysis or several.
        path: the file.
        options: those of `positions_page`.
    """
    found = list(each(analyses))
    page = to_html(found[0]) if len(found) == 1 and not options else positions_page(found, **options)
    with opened(path) as file:
        file.write(page)
    return Path(path)


def show(analyses: Analysis | Iterable[Analysis], path: str | Path | None = None, *, browser: bool = True) -> Path:
    """Writes a page and opens it in the web browser; gives the file's path.

    In a notebook, an Analysis that stands by itself in a cell's last line shows its page there.

    Args:
        analyses: one analysis (the page of the article) or several (the page of positions).
        path: where to keep the page; by default a temporary file.
        browser: whether to open it.
    """
    if path is None:
        with tempfile.NamedTemporaryFile(prefix="diplomacy-nlp-", suffix=".html", delete=False) as file:
            path = file.name
    written = write_html(analyses, path)
    if browser:
        webbrowser.open(written.resolve().as_uri())
    return written


def notebook_html(analysis: Analysis) -> str:
    """The page within a frame of its own, as notebooks show it: `Analysis._repr_html_`."""
    return (
        '<iframe title="diplomacy-nlp" sandbox="allow-scripts" style="width:100%;height:38rem;border:1px solid #8884;'
        f'border-radius:6px" srcdoc="{escape(to_html(analysis))}"></iframe>'
    )


# --- what templates ask for ---------------------------------------------------------------------------------------

_COLUMNS = 24  # issues that the matrix shows at most; the list below it has all


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    made.filters["pieces"] = _pieces
    return made


@cache
def _assets(name: str) -> Mapping[str, Any]:
    """Style and script of a page, and the policy that lets nothing else run."""
    from markupsafe import Markup

    folder = files(__package__ or "") / "templates"
    style = (folder / "page.css").read_text(encoding="utf-8")
    script = (folder / f"{name}.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704  # files of ours


def visible(text: object) -> str:
    """A text with the characters that would turn or break a page shown by their numbers: ⟨U+202E⟩."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", str(text))


def _pieces(text: str) -> Iterable[tuple[str, str]]:
    """The text in pieces: (words, "") and ("", number) for a character that is not to be let through."""
    at = 0
    for found in _UNSEEN.finditer(text):
        yield text[at : found.start()], ""
        yield "", f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()
        at = found.end()
    yield text[at:], ""


class _Stretch:
    """A segment as the template writes it."""

    def __init__(self, segment: Segment) -> None:
        self.span = segment.span
        self.names = " ".join(f"{mark.id}:{mark.part}" for mark in segment.marks if mark.id)
        self.drawn = [(mark, lane, _classes(mark), mark.span.end == segment.span.end) for mark, lane in segment.drawn]
        self.begins = [m for m in segment.marks if m.span.start == segment.span.start and _leads(m)]


def _leads(mark: Mark) -> bool:
    """Whether this is the place in the text that stands for an item."""
    match mark.item:
        case Actor():
            return mark.part == "mention" and mark.span == min(mark.item.spans)
        case Quote():
            return mark.part == "content" and mark.span == min(mark.item.content)
        case Proposal() | Reaction():
            return mark.part == "cue"
        case Finding():
            return mark.part == "words" and mark.span == min(mark.item.spans)
    return False


_SIDES = {
    "accept": "for",
    "support": "for",
    "conditional": "if",
    "noncommittal": "open",
    "neutral": "open",
    "ambivalent": "if",
    "deny": "open",
    "oppose": "against",
    "dismiss": "against",
    "reject": "against",
    "criticise": "against",
    "threaten": "against",
}


def _classes(mark: Mark) -> str:
    side = _SIDES[mark.item.stance] if isinstance(mark.item, Reaction) else ""
    return " ".join(filter(None, [mark.kind, mark.part, side]))


@frozen
class _Card:
    """An item as the list beside the text shows it."""

    id: str
    kind: str
    side: str
    head: str
    tag: str
    words: str
    more: tuple[tuple[str, str], ...]
    actors: str
    lights: str
    anchor: str
    confidence: str
    why: str


_KINDS = ("actor", "quote", "proposal", "reaction", "finding")


def _lists(analysis: Analysis) -> dict[str, Any]:
    """The cards: under each proposal its reactions and positions, then the rest, kind by kind."""
    below: dict[str, list[_Card]] = {}

    def under(item: Item, target: Link | None) -> bool:
        if target is None or not target.id or not isinstance(analysis.resolve(target), Proposal):
            return False
        below.setdefault(target.id, []).append(_card(analysis, item))
        return True

    rest: dict[str, Iterable[Item]] = {
        "Other reactions": [r for r in analysis.reactions if not under(r, r.target)],
        "Other positions": [p for p in analysis.positions if not under(p, p.issue)],
        "Quotes": analysis.quotes,
        "Findings": analysis.findings,
        "Actors": analysis.actors,
    }
    groups = [(title, [_card(analysis, item) for item in items]) for title, items in rest.items()]
    return {
        "proposals": [(_card(analysis, p), below.get(p.id or "", [])) for p in analysis.proposals],
        "groups": [(title, found) for title, found in groups if found],
        "kinds": [kind for kind in _KINDS if getattr(analysis, f"{kind}s")],
    }


def _card(analysis: Analysis, item: Item) -> _Card:
    span = place(analysis, item)
    evidence = [link.id for link in item.evidence if link.id] if isinstance(item, Position) else []
    head, tag, more = _told(analysis, item)
    return _Card(
        id=item.id or "",
        kind=type(item).__name__.lower(),
        side=_SIDES.get(str(getattr(item, "stance", "")), ""),
        head=head,
        tag=tag,
        words=_shortened(item_words(analysis, item)),
        more=tuple((name, _shortened(words)) for name, words in more if words),
        actors=" ".join(_actor_ids(analysis, item)),
        lights=" ".join([item.id or "", *evidence]),
        anchor=f"w-{evidence[0] if evidence else item.id}" if span else "",
        confidence=f"{item.confidence:.2f}",
        why=item.why,
    )


def _told(analysis: Analysis, item: Item) -> tuple[str, str, list[tuple[str, str]]]:
    """Who, what tag, and what more, of an item."""

    def words(where: Any) -> str:
        return one_line(analysis.words(where))

    def denied(negated: bool, what: str) -> str:
        return f"not {what}" if negated else what

    match item:
        case Actor():
            traits = [item.kind, item.role, item.country, item.sector]
            more = [("for", named(analysis, item.principal)), ("mentions", str(len(item.mentions)))]
            return "", ", ".join(map(str, filter(None, traits))), more
        case Quote():
            return (
                called(analysis, item.speakers) or "?",
                denied(item.negated, item.form),
                [
                    ("cue", words(item.cue)),
                    ("to", called(analysis, item.addressees)),
                    ("via", called(analysis, item.via)),
                ],
            )
        case Proposal():
            return (
                called(analysis, item.proposers) or "?",
                ", ".join(filter(None, [item.kind, item.status])),
                [("to", called(analysis, item.addressees)), ("cue", words(item.cue)), ("when", words(item.date))],
            )
        case Reaction():
            target = analysis.resolve(item.target)
            toward = item_words(analysis, target) if isinstance(target, Item) else words(item.target)
            return (
                called(analysis, item.reactors) or "?",
                denied(item.negated, item.stance),
                [
                    ("cue", words(item.cue)),
                    ("toward", " ".join(filter(None, [item.target.id if item.target else "", toward]))),
                    ("if", words(item.condition)),
                    ("because", words(item.reason)),
                ],
            )
        case Position():
            rests = ", ".join(link.id or words(link) for link in item.evidence)
            return named(analysis, item.actor), item.stance.value, [("rests on", rests)]
        case Finding():
            return item.label, "finding", [("note", item.note)]
    return "", "", []


def _actor_ids(analysis: Analysis, item: Item) -> list[str]:
    """The actors that have to do with an item, for the filter."""
    match item:
        case Actor():
            links: list[Link | None] = [Link(id=item.id)] if item.id else []
        case Quote():
            links = [*item.speakers, *item.addressees, *item.via]
        case Proposal():
            links = [*item.proposers, *item.addressees, *item.participants]
        case Reaction():
            links = [*item.reactors, item.target]
        case Position():
            links = [item.actor]
        case Finding():
            links = [*item.links]
        case _:
            links = []
    return list(dict.fromkeys(actor.id for actor in analysis.actors_of(li for li in links if li) if actor.id))


_LONGEST = 240  # characters of words in the list; the text beside it has them all


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]} …"


# --- positions ----------------------------------------------------------------------------------------------------


def _stance_of(found: list[Stand]) -> tuple[str, str]:
    """The stance of a cell, and its side: that of all articles, or "ambivalent" where they differ."""
    stances = list(dict.fromkeys(stand.stance for stand in found))
    stance = stances[0] if len(stances) == 1 else "ambivalent"
    return stance, _SIDES[stance]


def _evidence(stand: Stand) -> Iterable[tuple[str, str, str, str]]:
    """Each piece of evidence: its id, and the sentence in three parts, the cue in the middle."""
    analysis = stand.analysis
    for item in stand.evidence:
        span = place(analysis, item)
        if span is None:
            continue
        around = sentence_around(analysis.article.text, span)
        text = analysis.article.text
        yield item.id or "", text[around.start : span.start], text[span.start : span.end], text[span.end : around.end]
