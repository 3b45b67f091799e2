"""The pages hold all of the text and all that was found, and nothing of a text can run or turn the page."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs import page
from diplomacy_nlp_outputs.marks import LANES, marks_of, segments
from diplomacy_nlp_outputs.page import notebook_html, positions_page, show, to_html, visible

from diplomacy_nlp import Actor, Analysis, Article, Link, Mention, Position, Proposal, Quote, Reaction, Span
from diplomacy_nlp.checks import printable

VOID = {"meta", "link", "input", "br", "img", "base"}
EVIL = (
    '"><script>window.hacked=1</script><img src=x onerror=hacked()> {{ 7*7 }} </style>&lt;b&gt; '
    "\u202egnp.exe\u202c \x07"
)


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, the article's text, and what scripts there are."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._article: list[str] = []  # joined at the end: a text that grows piece by piece is copied each time
        self._words: list[str] = []
        self._open: list[str] = []
        self._control = False
        self.feed(source)
        self.close()
        assert self._open == []  # every element is closed, in order
        self.article, self.words = "".join(self._article), "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._words.append(" ")
        if tag not in VOID:
            self._open.append(tag)
        if dict(attrs).get("class") == "ctl":
            self._control = True
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._control = False

    def handle_data(self, data: str) -> None:
        if "script" in self._open:
            self.scripts[-1] += data
        elif "style" not in self._open:
            self._words.append(data)
            if "article" in self._open:
                self._article.append(chr(int(data.removeprefix("U+"), 16)) if self._control else data)

    def having(self, **wanted: str) -> list[dict[str, str | None]]:
        return [found for _, found in self.elements if all(found.get(k) == v for k, v in wanted.items())]


def hostile(text: str = f"Oslo {EVIL} rejected “{EVIL}” the plan.") -> Analysis:
    """An article whose every word, name and number comes from somebody who means ill."""
    whole = Span(0, len(text))
    actor = Actor(
        name=EVIL, kind="state", mentions=[Mention(span=Span(0, 4))], country=EVIL, role=EVIL, id='a1" onclick="x'
    )
    proposal = Proposal(cue=Span(0, 9), content=[whole], proposers=[Link(id=actor.id)], why=EVIL, id="p1")
    reaction = Reaction(
        cue=Span(0, 9), stance="reject", evidence=whole, reactors=[Link(id=actor.id)], target=Link(id="p1"), id="r1"
    )
    position = Position(
        actor=Link(id=actor.id), issue=Link(id="p1"), stance="oppose", evidence=[Link(id="r1")], id="s1"
    )
    return Analysis(
        article=Article(text=text, id=printable(EVIL), title=EVIL, source=EVIL, url=EVIL),
        actors=[actor],
        quotes=[Quote(content=[whole], form="direct", id="q1")],
        proposals=[proposal],
        reactions=[reaction],
        positions=[position],
        annotated_by=EVIL,
    )


def assert_harmless(source: str) -> None:
    made = Page(source)
    (script,) = made.scripts
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = made.having(**{"http-equiv": "Content-Security-Policy"})
    assert f"script-src 'sha256-{digest}'" in (policy["content"] or "")
    assert "default-src 'none'" in (policy["content"] or "")
    assert "hacked" not in script
    for tag, attributes in made.elements:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base")
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")]
        assert (attributes.get("href") or "#").startswith("#")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", source)
    assert "49" not in made.article.replace("{{ 7*7 }}", "")


@pytest.mark.parametrize("make", [to_html, positions_page])
def test_nothing_of_a_hostile_text_can_run(make: Any) -> None:
    source = make(hostile())
    assert_harmless(source)
    assert "window.hacked=1" in Page(source).words  # it is there, as words


def test_the_page_holds_the_very_text(analysis: Analysis) -> None:
    for given in (analysis, hostile(), hostile("a\nb\r\nc <x> &amp; \u202e d" * 3)):
        expected = given.article.text.replace("\r\n", "\n")  # HTML knows one line end
        assert Page(to_html(given)).article.replace("\r\n", "\n") == expected


def test_every_item_has_a_card_that_leads_to_its_words(analysis: Analysis) -> None:
    made = Page(to_html(analysis))
    cards = [found for _, found in made.elements if "data-item" in found]
    assert sorted(card["data-item"] or "" for card in cards) == sorted(item.id or "" for item in analysis.items)
    goals = {found["id"] for _, found in made.elements if (found.get("id") or "").startswith("w-")}
    links = {found["href"] for tag, found in made.elements if tag == "a" and "href" in found}
    assert {f"#{goal}" for goal in goals} >= links >= {"#w-r1", "#w-p1", "#w-q1", "#w-a1", "#w-f1"}


def test_a_proposals_reactions_and_positions_stand_below_it(analysis: Analysis) -> None:
    words = " ".join(Page(to_html(analysis)).words.split())
    assert words.index("p1 Norway proposal, rejected") < words.index("r2 United States reject")
    assert (
        words.index("r2 United States reject") < words.index("Other reactions") < words.index("Denmark not conditional")
    )


def test_all_parts_of_an_item_light_up_together(analysis: Analysis) -> None:
    segments_of = [found["data-m"] or "" for _, found in Page(to_html(analysis)).elements if "data-m" in found]
    parts = {name for names in segments_of for name in names.split() if name.startswith(("r2:", "q1:"))}
    assert parts == {"r2:cue", "r2:evidence", "r2:reason", "r2:holder", "r2:target"} | {
        "q1:content", "q1:cue", "q1:source", "q1:speaker", "q1:via"
    }  # fmt: skip


def test_what_is_nested_or_crosses_lies_in_lanes_of_its_own() -> None:
    text = "one two three four five"
    spans = [Span(0, 13), Span(4, 18), Span(8, 13), Span(0, 23)]  # the first two cross
    analysis = Analysis(
        article=Article(text=text),
        quotes=[Quote(content=[span], form="indirect", id=f"q{i}") for i, span in enumerate(spans)],
    )
    found = list(segments(analysis))
    assert "".join(text[s.span.start : s.span.end] for s in found) == text
    for segment in found:
        lanes = [lane for _, lane in segment.drawn]
        assert len(set(lanes)) == len(lanes)
        lengths = [len(mark.span) for mark, _ in sorted(segment.drawn, key=lambda pair: pair[1])]
        assert lengths == sorted(lengths)  # the longest lies lowest
    assert max(len(segment.drawn) for segment in found) == 4


def test_ten_thousand_quotes_make_a_page_in_time_that_grows_with_them(growth: Any) -> None:
    def task(count: int) -> Any:
        text = "“Never,” said Roth. " * count
        quotes = [Quote(content=[Span(20 * i, 20 * i + 8)], form="direct", id=f"q{i}") for i in range(count)]
        return lambda: to_html(Analysis(article=Article(text=text), quotes=quotes))

    assert growth(task, 250, 1_000) < 8
    assert Page(task(10_000)()).article.count("Never") == 10_000


def test_a_thousand_quotes_around_the_same_words_do_not_blow_the_page_up() -> None:
    text = "word " * 2_000
    quotes = [Quote(content=[Span(i, len(text) - i)], form="direct", id=f"q{i}") for i in range(1_000)]
    analysis = Analysis(article=Article(text=text), quotes=quotes)
    assert max(lane for s in segments(analysis) for _, lane in s.drawn) == LANES - 1
    assert len(to_html(analysis)) < 12_000_000


def test_nothing_found_is_said(bare: Analysis) -> None:
    assert "Nothing was found." in Page(to_html(bare)).words
    assert "No positions were found." in Page(positions_page([bare])).words
    assert list(marks_of(bare)) == []


def test_positions_are_a_matrix_with_evidence_behind_each_cell(analysis: Analysis) -> None:
    other = evolve(analysis, article=evolve(analysis.article, id="again", title=None, date=None))
    made = Page(positions_page([analysis, other], title="On the truce"))
    links = {found["href"] for tag, found in made.elements if tag == "a" and (found.get("href") or "").startswith("#e")}
    goals = {f"#{found['id']}" for _, found in made.elements if (found.get("id") or "").startswith("e")}
    assert len(links) >= 3
    assert links <= goals
    words = " ".join(made.words.split())
    assert "8 positions on 2 issues, in 2 articles" in words
    assert "The U.S. rejected the plan because of its cost." in words
    assert "Talks & <truce>, 2026-03-02, r2" in words


def test_issues_can_be_named(analysis: Analysis) -> None:
    words = Page(positions_page(analysis, issues={"Truce": ["truce"]}, by="country")).words
    assert "3 positions on 1 issues" in " ".join(words.split())
    assert "Truce" in words
    assert "NOR" in words


def test_a_notebook_gets_the_page_in_a_frame(analysis: Analysis) -> None:
    frame = notebook_html(analysis)
    made = Page(frame)
    ((tag, attributes),) = made.elements
    assert tag == "iframe"
    assert attributes["srcdoc"] == to_html(analysis)
    assert attributes["sandbox"] == "allow-scripts"
    assert analysis._repr_html_() == frame  # the core finds it


def test_a_page_is_written_and_opened(analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(page.webbrowser, "open", opened.append)
    path = show(analysis, tmp_path / "a.html")
    assert opened == [path.as_uri()]
    assert Page(path.read_text(encoding="utf-8")).article == analysis.article.text
    kept = show([analysis, analysis], browser=False)
    assert "Positions" in kept.read_text(encoding="utf-8")
    kept.unlink()
    assert len(opened) == 1


def test_characters_that_turn_a_page_are_named() -> None:
    assert visible("a\u202eb\u2069\x00é👩\u200d🚀") == "a⟨U+202E⟩b⟨U+2069⟩⟨U+0000⟩é👩\u200d🚀"
    assert html.escape(visible("<")) == "&lt;"
