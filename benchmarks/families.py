"""Reads families of articles, `gold/families`: the same story across articles; and makes Analyses of their gold.

An Analysis made of gold is what a faultless reader of single articles would give: each article's own items, with the
names and offices that stand in that article, and nothing of what only the family as a whole knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Link,
    Mention,
    MentionType,
    Proposal,
    ProposalKind,
    Reaction,
    Span,
    Stance,
    Status,
)

FAMILIES = Path(__file__).parents[1] / "gold" / "families"

Gold = Mapping[str, Any]
_NEAR = 70  # characters between a name and its office
_TITLE = re.compile(
    r"^(?:.*\b(?:Minister|President|General|Gen|Commissioner|Undersecretary|Deputy|Mrs?|Ms|H\.E|Dr)\b[.,]* "
    r"|(?:[a-z]\w+ )+)"
)


@frozen
class Family:
    """A folder of `gold/families`.

    Args:
        name: "A/sarob".
        articles: in the order of time.
        gold: what `gold.json` holds; `gold/families/README.md` says how it is written.
    """

    name: str
    articles: Sequence[Article]
    gold: Gold


def families(part: str) -> list[Family]:
    """The families of a part: "A" (may be looked at) or "B" (kept for measuring)."""
    return [_family(folder) for folder in sorted((FAMILIES / part).iterdir()) if (folder / "gold.json").exists()]


def _family(folder: Path) -> Family:
    rows = [line.split("\t") for line in (folder / "articles.tsv").read_text(encoding="utf-8").splitlines() if line]
    articles = [
        Article(
            text=(folder / file).read_bytes().decode("utf-8"),
            id=f"{folder.name}/{name}",
            source=source,
            date=date,
            title=title,
        )
        for name, file, source, date, title in rows
    ]
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return Family(f"{folder.parent.name}/{folder.name}", articles, _with_folder(gold, folder.name))


def _with_folder(gold: Gold, folder: str) -> Gold:
    """The gold with its articles' ids as those of a corpus: families may each have an article "01"."""

    def named(articles: Mapping[str, Any] | None) -> dict[str, Any]:
        return {f"{folder}/{name}": spans for name, spans in (articles or {}).items()}

    def groups(kind: str) -> list[list[str]]:
        return [[f"{folder}/{name}" for name in group] for group in gold.get(kind, ())]

    return {
        "duplicates": groups("duplicates"),
        "partial": groups("partial"),
        "actors": {
            key: {**actor, "articles": named(actor["articles"]), "nominals": named(actor.get("nominals"))}
            for key, actor in gold["actors"].items()
        },
        "proposals": {
            key: {**proposal, "articles": named(proposal["articles"])} for key, proposal in gold["proposals"].items()
        },
        "reactions": [{**one, "article": f"{folder}/{one['article']}"} for one in gold["reactions"]],
        "contradictions": [
            {**one, "articles": [f"{folder}/{name}" for name in one["articles"]]} for one in gold["contradictions"]
        ],
    }


def analysis_of(family: Family, article: Article) -> Analysis:
    """The article's own gold items as an Analysis; actors and proposals have ids such as "a-A1" and "p-P3-1"."""
    actors = tuple(_actors(family, article))
    known = {actor.id for actor in actors}
    return Analysis(
        article=article,
        actors=actors,
        proposals=tuple(_proposals(family, article, known)),
        reactions=tuple(_reactions(family, article, known)),
    )


def _actors(family: Family, article: Article) -> Iterator[Actor]:
    golds = family.gold["actors"]
    here = {key for key, gold in golds.items() if _spans(gold, article)}
    for key, gold in golds.items():
        if key not in here:
            continue
        named = [Span(*span) for span in gold["articles"].get(article.id, ())]
        nominal = [Span(*span) for span in (gold.get("nominals") or {}).get(article.id, ())]
        name, role = _name_and_role(gold, article, named or nominal)
        principal = gold.get("principal")
        kinds = [(span, _type(gold, article[span])) for span in named]
        yield Actor(
            id=f"a-{key}",
            name=name,
            kind=ActorKind(gold["kind"]),
            country=gold.get("country"),
            role=role,
            principal=Link(id=f"a-{principal}") if principal in here else None,
            mentions=[
                *(Mention(span=span, type=kind) for span, kind in kinds),
                *(Mention(span=span, type=MentionType.NOMINAL) for span in nominal),
            ],
        )


def _type(gold: Gold, words: str) -> MentionType:
    is_state = gold["kind"] == "state" and gold["name"].split()[-1] not in words
    return MentionType.METONYM if is_state else MentionType.NAME


def _spans(gold: Gold, article: Article) -> list[Sequence[int]]:
    return [*gold["articles"].get(article.id, ()), *(gold.get("nominals") or {}).get(article.id, ())]


def _name_and_role(gold: Gold, article: Article, spans: Sequence[Span]) -> tuple[str, str | None]:
    """The longest name in this article without its title, and the office as far as it stands by a name here."""
    if gold["kind"] == "state":
        return gold["name"], None  # readers of articles give states their usual name
    longest = max((article[span] for span in spans), key=len)
    if gold["kind"] != "person":
        return longest, None
    name = _TITLE.sub("", longest)
    title = longest.removesuffix(name).strip(" ,")
    office = {word for word in re.findall(r"\w+", (gold.get("role") or "").lower()) if len(word) > 3}
    around = " ".join(article.text[max(s.start - _NEAR, 0) : s.end + _NEAR] for s in spans).lower()
    if office and len(office & set(re.findall(r"\w+", around))) * 2 >= len(office):
        return name, gold["role"]
    return name, title or None


def _proposals(family: Family, article: Article, actors: set[str | None]) -> Iterator[Proposal]:
    """One for each course of action, as our scheme has it: further items of an article are mentions of the first."""
    for key, gold in family.gold["proposals"].items():
        items = gold["articles"].get(article.id, ())
        if not items:
            continue
        yield Proposal(
            id=f"p-{key}-1",
            cue=Span(*items[0]["cue"]),
            kind=ProposalKind(gold["kind"]),
            proposers=_links(gold["proposers"], actors),
            addressees=_links(gold["asked"], actors),
            content=[Span(*span) for item in items for span in item["content"]],
            mentions=[
                *(Span(*item["cue"]) for item in items[1:]),
                *(Span(*span) for item in items for span in item.get("mentions", ())),
            ],
            status=Status(items[-1]["status"]),
        )


def _links(ids: Sequence[str], actors: set[str | None]) -> list[Link]:
    return [Link(id=f"a-{one}") for one in ids if f"a-{one}" in actors]


def _reactions(family: Family, article: Article, actors: set[str | None]) -> Iterator[Reaction]:
    for number, gold in enumerate(family.gold["reactions"], 1):
        if gold["article"] != article.id:
            continue
        there = gold["proposal"] and family.gold["proposals"][gold["proposal"]]["articles"].get(article.id)
        yield Reaction(
            id=f"r-{number}",
            cue=Span(*gold["cue"]),
            evidence=Span(*gold["cue"]),
            stance=Stance(gold["stance"]),
            reactors=_links([gold["holder"]], actors),
            target=Link(id=f"p-{gold['proposal']}-1") if there else None,
        )
