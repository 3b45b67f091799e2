"""Texts as users paste them: what is no prose makes no actors and no quotes, and what is prose reads as it is meant.

`docs/texts.md` says the same in words; where a text is hardly one article, a warning says what to do first.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterable

import pytest
from attrs import frozen
from diplomacy_nlp_stanza.doubts import ArticleWarning, doubts_about

from diplomacy_nlp import Analysis, Analyzer

PLAIN = (
    "Foreign Minister Erik Berg said on Monday that Norway would not sign the agreement. “We have waited too long,” he "
    "told reporters in Oslo. Iceland’s government welcomed the decision."
)
PEOPLE = {"Erik Berg", "Norway", "Iceland"}
NOT_NAMED = {"reporters", "Iceland’s government"}

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Norway rejects deal</title>
<script>var who = "Moscow said no"; if (a && b) { alert("Berlin proposed talks"); }</script>
<style>.lead { content: "said"; }</style></head>
<body class="news"><nav><ul><li><a href="/world">Peru</a></li><li>Chile says</li></ul></nav>
<p class="byline">By <a rel="author" href="/ann">Ann Holt</a></p>
<p>Foreign Minister <b>Erik Berg</b> said on Monday that Norway would not sign the agreement. &ldquo;We have waited too
long,&rdquo; he told reporters in Oslo. Iceland&rsquo;s government welcomed the decision.</p>
<figure><img src="x.jpg" alt="Jan Moe says hello"><figcaption>Tom Lee in Lima. Photo: Jan Moe</figcaption></figure>
<!-- Visit Paris, said the banner -->
<footer>Share this on Facebook | Twitter | Copyright 2024 The Herald</footer></body></html>"""

BROKEN = """Foreign Minis-
ter Erik Berg said on Monday that Nor-
way would not sign the agree-
ment. “We have wait-
ed too long,” he told report-
ers in Oslo. Ice-
land’s government wel-
comed the decision."""

AROUND = f"""By Ann Holt and Tom Lee, The Herald

Updated 3:45 PM EDT, Mon May 3, 2024

{PLAIN}

(Reporting by Eva Lind; Editing by Jan Moe)

Read more: Peru wants talks
Advertisement
Photo: Per Vik/AFP
Ole Dahl reported from Lima. Kari Nes contributed reporting.
Sign up for our newsletter. Follow @TheHerald on Twitter.
Copyright 2024 The Associated Press. All rights reserved."""


@frozen
class Kind:
    """A text, and the warning that it deserves, if any."""

    text: str
    warning: str | None = None


KINDS = {
    "plain": Kind(PLAIN),
    "page": Kind(PAGE, "a web page"),
    "Windows-1252": Kind(PLAIN.encode().decode("cp1252", errors="replace"), "decoded wrongly"),
    "Latin-1": Kind(PLAIN.encode().decode("latin-1"), "decoded wrongly"),
    "broken words": Kind(BROKEN),
    "wrapped": Kind(textwrap.fill(PLAIN, 72)),
    "wrapped, CRLF": Kind(textwrap.fill(PLAIN, 60).replace("\n", "\r\n")),
    "soft hyphens": Kind(PLAIN.replace("ni", "n\u00adi").replace("or", "o\u00adr").replace("ai", "a\u00adi")),
    "capitals": Kind(PLAIN.upper()),
    "lines around it": Kind(AROUND),
}


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer.discover()


def read(analyzer: Analyzer, kind: Kind) -> Analysis:
    if kind.warning is None:
        return analyzer.analyze(kind.text)
    with pytest.warns(ArticleWarning, match=kind.warning):
        return analyzer.analyze(kind.text)


def meant(words: Iterable[str]) -> set[str]:
    return {word.replace("'", "’").lower() for word in words}


@pytest.mark.parametrize("name", KINDS)
def test_the_same_actors_and_quotes_are_found_however_the_text_came(analyzer: Analyzer, name: str) -> None:
    analysis = read(analyzer, KINDS[name])
    names = meant(actor.name for actor in analysis.actors)
    assert meant(PEOPLE) <= names
    assert names <= meant(PEOPLE | NOT_NAMED)
    speakers = [
        (quote.form, *(actor.name.title() for actor in analysis.actors_of(quote.speakers))) for quote in analysis.quotes
    ]
    assert speakers[:2] == [("indirect", "Erik Berg"), ("direct", "Erik Berg")]
    assert len(speakers) <= 3  # the third: whose government it is, and what it welcomed
    (berg,) = (actor for actor in analysis.actors if actor.name.title() == "Erik Berg")
    assert (berg.country, (berg.role or "").title()) == ("NOR", "Foreign Minister")


def test_the_words_of_a_page_are_its_own(analyzer: Analyzer) -> None:
    analysis = read(analyzer, KINDS["page"])
    assert analysis.words(analysis.quotes[1].content[0]) == "&ldquo;We have waited too\nlong,&rdquo;"


LETTER = """The Rt Hon Anna Roth MP
Secretary of State

Dear Minister,

Thank you for your letter of 12 April. We cannot accept the proposal in its present form.

Yours sincerely,

Erik Berg
Minister of Foreign Affairs"""

RESOLUTION = """The Security Council,

Deeply concerned at the deterioration of the situation in Sudan,

1. Condemns the attacks on civilians in Darfur;

2. Demands that all parties cease hostilities;

3. Requests the Secretary-General to report within 30 days."""

LIST = """What the sides want:

• Norway: a ceasefire by May
• An end to the blockade
- Access for aid
1. The minister said that he would go.
2) Peru rejected the plan."""

POSTS = """RT @erikberg: Norway will not sign this deal. #fishdeal #Norway

@annaroth: The decision is wrong, @NorwayMFA 👏 https://t.co/abc123

Erik Berg @erikberg · 3h
Time to talk, @IcelandMFA! #talks
12 Retweets 40 Likes"""

VOTES = "Vote on the draft\n\nNorway\tYes\nIceland\tNo\nPeru\tAbstained\nChile\tYes"

TWO = """OSLO, May 3 (Reuters) - The foreign minister said on Monday that Norway would not sign.

LIMA, May 4 (AP) — The foreign minister said that Peru welcomed the talks."""

OTHERS = {
    "letter": (
        Kind(LETTER),
        {"Anna Roth", "Secretary of State", "Minister", "Minister of Foreign Affairs", "Erik Berg"},
        set[str](),
    ),
    "resolution": (
        Kind(RESOLUTION),
        {"Security Council", "civilians", "all parties", "Secretary-General"},
        {"Security Council"},
    ),
    "list": (Kind(LIST), {"sides", "Norway", "minister", "Peru"}, {"minister", "Peru"}),
    "posts": (Kind(POSTS, "posts of a network"), {"Norway"}, set[str]()),
    "votes": (Kind(VOTES, "a table of votes"), {"Norway", "Iceland", "Peru", "Chile"}, set[str]()),
    "two articles": (
        Kind(TWO, "several articles in one text .*LIMA"),
        {"foreign minister", "Norway", "Peru", "Reuters", "AP"},
        {"foreign minister", "Peru"},
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_is_made_up(analyzer: Analyzer, name: str) -> None:
    kind, actors, speakers = OTHERS[name]
    analysis = read(analyzer, kind)
    assert analysis.actors
    assert meant(actor.name for actor in analysis.actors) <= meant(actors)
    found = {actor.name for quote in analysis.quotes for actor in analysis.actors_of(quote.speakers)}
    assert meant(found) <= meant(speakers)
    assert not [quote for quote in analysis.quotes if quote.source is None]
    assert bool(found) == bool(speakers)


@pytest.mark.parametrize("name", [*KINDS, *OTHERS])
def test_warnings_come_where_they_are_due_and_can_be_printed(name: str) -> None:
    kind = KINDS[name] if name in KINDS else OTHERS[name][0]
    doubts = doubts_about(kind.text)
    assert bool(doubts) == (kind.warning is not None)
    assert all(doubt.isprintable() and len(doubt) < 300 for doubt in doubts)


def test_a_warning_may_be_made_an_error(analyzer: Analyzer) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Exception, match=r"plugin 'stanza'.*divide it, an article each"):
            analyzer.analyze(TWO)
