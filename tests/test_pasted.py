"""What of a text is no prose, which line ends only wrap lines, what was decoded wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from diplomacy_nlp_stanza.doubts import doubts_about

from diplomacy_nlp.toolkit.document import paragraphs_in
from diplomacy_nlp.toolkit.pasted import MISREAD, as_written, furniture, line_ends, readable, unread_in

Growth = Callable[[Callable[[int], Callable[[], object]], int, int], float]


def unread(text: str) -> list[str]:
    return [text[span.start : span.end] for span in unread_in(text)]


@pytest.mark.parametrize("entry", furniture(), ids=lambda entry: entry.name)
def test_each_kind_of_line_finds_its_example_and_nothing_else_of_the_text(entry: object) -> None:
    example = entry.example  # type: ignore[attr-defined]
    assert unread(f"Norway rejected the plan.\n\n{example}\n\nPeru did not.") == [example]


@pytest.mark.parametrize(
    "line",
    [
        "By the terms of the resolution, the council will meet.",
        "By Friday Norway had rejected the plan.",
        "Follow the money, the envoy said.",
        "Norway contributed to this success.",
        "The photo by the envoy was shown (reporting by the press was banned).",
        "Image problems: the minister and his party",
        "Share prices rose.",
        "Reporting by Norway showed that Peru had refused.",
        "Editing by Norway of the draft angered Peru.",
        "With reports from Norway in hand, the envoy left.",
        "Reuters and AFP were told to leave.",
        "This report was published by the ministry on Monday.",
        "Follow the envoys to Oslo, and they will talk.",
        "Join us in this appeal.",
        "Updated rules were published in 2024 by the ministry, which said that “they will stay” for now.",
        "Ann Holt reported on the talks. She was there.",
        "“Follow us,” he said.",
        "a < b and c > d; <unknown> said so",
    ],
)
def test_prose_is_read(line: str) -> None:
    assert not unread(line)


@pytest.mark.parametrize(
    "credit",
    [
        "(Additional reporting by Ann Holt in Oslo\nand Tom Lee; Writing by Sam Poe)",
        "[Reporting By Ann Holt; editing by Tom Lee]",
        "Compiled by Ann Holt from agency reports",
        "By Tom Lee and agencies",
        "By Herald staff writers Ann Holt, Tom Lee",
        "(With agency inputs)",
        "— Reuters",
        "(c) Agence France-Presse 2004",
        "You can follow Ann Holt on Twitter.",
        "Get our newsletter every day.",
        "Tom Lee contributed reporting from Lima.",
    ],
)
def test_credits_are_passed_over(credit: str) -> None:
    assert unread(f"Norway rejected the plan.\n\n{credit}\n\nPeru did not.") == [credit]


def test_an_agency_on_the_line_after_its_writer_and_a_credit_after_the_last_sentence() -> None:
    assert unread("By Ann Holt\nReuters\n\nNorway left.") == ["By Ann Holt", "Reuters"]
    assert unread("Norway left. Reporting by Ann Holt in Oslo") == ["Reporting by Ann Holt in Oslo"]


def test_parts_of_a_page_are_passed_over_as_wholes() -> None:
    page = "<p>Oslo left.</p><script>if (a < b) 'x'</script><P CLASS='by byline'>By Ann</P><!-- no --><p>Rome not.</p>"
    assert unread(page) == ["<script>if (a < b) 'x'</script>", "<P CLASS='by byline'>By Ann</P>", "<!-- no -->"]
    assert not unread("<script>never closed. Oslo agreed. <!-- nor this")


# --- lines --------------------------------------------------------------------------------------------------------


def ends(text: str) -> list[str]:
    return [
        "word" if end.in_word and not end.hyphenated else "hyphen" if end.in_word else "wraps" if end.wraps else "ends"
        for end in line_ends(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister of Nor-\nway left.", ["word"]),
        ("The minister of Nor- \r\n  way left.", ["word"]),
        ("The Franco-\nGerman plan", ["hyphen"]),
        ("A long-term aim. It is long-\nterm.", ["hyphen"]),
        ("The minister said\nthat he left.", ["wraps"]),
        ("Norway rejects deal\nThe minister said that he left.", ["ends"]),
        ("- Norway agreed -\n- Peru did not", ["ends"]),
        ("The aims are:\na) peace and a long\nb) rest", ["ends", "ends"]),
        ("One.\n\nTwo.\n \nThree.", ["ends", "ends"]),
    ],
)
def test_line_ends(text: str, expected: list[str]) -> None:
    assert ends(text) == expected


def test_a_quotation_may_run_over_wrapped_lines() -> None:
    text = "Rome agreed.\n\nThe envoy said that “it was\nover” and left the\nroom.\nOslo left"
    assert [text[span.start : span.end] for span in paragraphs_in(text)] == [
        "Rome agreed.",
        "The envoy said that “it was\nover” and left the\nroom.",
        "Oslo left",
    ]


# --- characters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_what_was_decoded_wrongly_stands_for_what_it_was(codec: str) -> None:
    for mark in "“”‘’–—…é«ñü":
        errors = "replace" if codec == "cp1252" else "strict"
        wrong = mark.encode().decode(codec, errors=errors)
        assert as_written(re.fullmatch(MISREAD, wrong)[0]) == mark  # type: ignore[index]


@pytest.mark.parametrize("word", ["CAFÉ’s", "pâté", "Â", "château", "SÃO", "€5"])
def test_what_is_meant_stays(word: str) -> None:
    assert readable(word) == word


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("For\u00adeign Minister", "Foreign Minister"),
        ("Minis-\nter Berg", "Minister Berg"),
        ("AT&amp;T", "AT&T"),
        ("<b>Erik</b> Berg", "Erik Berg"),
        ("Icelandâ€™s envoy", "Iceland’s envoy"),
        ("plain - words", "plain - words"),
    ],
)
def test_a_name_is_readable(written: str, meant: str) -> None:
    assert readable(written) == meant


# --- time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    [
        "<script>",
        "<!--",
        "<p class='",
        "Nor-\n",
        "By Ann Holt, ",
        "(Photo by ",
        "@a ",
        "OSLO, ",
        "word ",
        "A B C\n",
        "1 Like ",
    ],
)
def test_time_grows_with_the_text(growth: Growth, piece: str) -> None:
    def task(size: int) -> Callable[[], object]:
        text = piece * size

        def run() -> None:
            unread_in.__wrapped__(text)
            assert [*line_ends(text)] or "\n" not in piece
            doubts_about(text)

        return run

    assert growth(task, 2_000, 16_000) < 8 * 3
