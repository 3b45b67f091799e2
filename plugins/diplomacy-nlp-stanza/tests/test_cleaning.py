"""What Stanza reads in the place of the text, and the way back."""

import pytest
from diplomacy_nlp_stanza.cleaning import MAX_PARAGRAPH, MAX_RUN, cleaned
from hypothesis import given
from hypothesis import strategies as st


def written_as(text: str, read: str) -> str:
    """The stretch of `text` that stands behind the first place of `read` in its cleaned text."""
    found = cleaned(text)
    start = found.text.index(read)
    span = found.span(start, start + len(read))
    return text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        "Paris rejected the plan.\n\nBerlin didn’t.\n",
        "Paris rejected the plan.\r\n\r\nBerlin didn’t.\r\n",
        "“Никогда”, said the envoy \u2014 and left for São Paulo.",
        "The minister said on Monday that the talks\nhad failed, and that no date had been set for\nanother round.",
        "a < b and c > d; AT&T; <unknown>",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7 می\u200cخواهم",
    ],
)
def test_an_ordinary_text_is_read_as_it_is(text):
    assert cleaned(text).text == text


@pytest.mark.parametrize(
    ("text", "read", "word", "written"),
    [
        ("\ufeffMOSCOW", "MOSCOW", "MOSCOW", "MOSCOW"),
        ("the gov\u00adern\u00adment said", "the government said", "government", "gov\u00adern\u00adment"),
        ("at the cafe\u0301 today", "at the café today", "café", "cafe\u0301"),
        ("the o\ufb03ce said", "the office said", "office", "o\ufb03ce"),
        ("\u202aParis\u202c said", "Paris said", "Paris", "Paris"),
        ("Pu\u200dtin said", "Putin said", "Putin", "Pu\u200dtin"),
        ("Paris\u200bsaid", "Paris said", "said", "said"),
        ("Paris\x00said", "Paris said", "said", "said"),
        ("R&amp;D in <b>Paris</b>", "R&D in Paris", "R&D", "R&amp;D"),
    ],
)
def test_what_nobody_sees_is_not_read(text, read, word, written):
    assert cleaned(text).text == read
    assert written_as(text, word) == written


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\f", "\v"])
def test_a_headline_ends_its_paragraph(end):
    text = (
        f"Paris rejects the plan{end}Foreign Minister Anna Petit said on Monday that the plan was no basis for talks."
    )
    assert "plan\n\nForeign" in cleaned(text).text.replace("\r\n", "\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_hard_wrapping_ends_no_paragraph(end):
    lines = [
        "The foreign ministers of five states met on Sunday in Geneva, where",
        "Paris and Berlin put forward a draft. It was not published, but the",
        "Swiss delegation called it fair.",
    ]
    assert cleaned(end.join(lines)).text.replace("\r\n", "\n") == "\n".join(lines)


def test_tags_of_paragraphs_end_them():
    assert cleaned("<p class='x'>Paris said no.</p><p>Berlin agreed.").text.split() == (
        ["Paris", "said", "no.", "Berlin", "agreed."]
    )
    assert "no.\n\n" in cleaned("<p class='x'>Paris said no.</p><p>Berlin agreed.").text


@pytest.mark.parametrize("letter", ["a", "ж", "中", "\U0001f600", "-"])
def test_a_megabyte_of_one_letter_is_read_as_a_few(letter):
    text = f"Paris said {letter * 1_000_000}. Berlin did not."
    assert len(cleaned(text).text) < 200
    assert written_as(text, letter * 50) == letter * 1_000_000
    assert written_as(text, "Berlin did not.") == "Berlin did not."


def test_a_long_run_keeps_the_mark_that_ends_the_sentence():
    assert cleaned("See " + "x9" * MAX_RUN + ".” Paris").text.endswith("x9.” Paris")


def test_a_script_without_spaces_is_no_long_run():
    text = "中国外交部发言人表示反对。" * 200
    assert cleaned(text).text == text


def test_a_long_paragraph_is_cut_between_sentences():
    text = "Paris rejected the plan. " * 2000
    paragraphs = cleaned(text).text.split("\n\n")
    assert max(map(len, paragraphs)) <= MAX_PARAGRAPH
    assert all(paragraph.strip().endswith("plan.") for paragraph in paragraphs)
    assert " ".join(" ".join(paragraphs).split()) == text.strip()


def test_parts_make_up_the_reading():
    found = cleaned("\n\n".join(f"Paragraph {n} \ufeff ends." for n in range(100)))
    parts = list(found.parts(200))
    assert len(parts) > 5
    assert "".join(part.text for part in parts) == found.text
    assert [start for part in parts for start in part.starts] == list(found.starts)
    assert all(part.text.endswith("\n\n") for part in parts[:-1])


ODD = st.text(
    st.sampled_from("aB.é\u0301\n\r\t \x00\u2028\u2029\x85\f\u200b\u200d\ufeff\u00ad\ufb03中’<>&;/p\U0001f600")
    | st.characters()
)


@given(ODD)
def test_every_character_read_stands_for_a_stretch_of_the_text(text):
    found = cleaned(text)
    assert len(found.text) == len(found.starts) == len(found.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)
    assert list(found.ends) == sorted(found.ends)


@given(ODD)
def test_letters_read_are_letters_of_the_text(text):
    found = cleaned(text)
    for letter, start, end in zip(found.text, found.starts, found.ends, strict=True):
        if letter in "aB中\U0001f600" and "&" not in text:
            assert letter in text[start:end]


@pytest.mark.parametrize(
    "unit",
    ["a ", "a\n", "\n ", "\r", "e\u0301 ", "<p ", "<p>\n", "&amp ", "&a", "中文", ". ", "\x00", "\u200b", "<p x "],
)
def test_reading_takes_linear_time(unit, growth):
    def task(size):
        return lambda: cleaned((unit * size)[:size])

    assert growth(task, 5_000, 50_000) < 30  # the square of the length would be a hundred times as much
