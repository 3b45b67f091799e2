"""Rules as rows: what sets a row off, what it asks of the clause, which role fills which slot; faults are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from diplomacy_nlp.annotation import Word
from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.patterns import Patterns
from diplomacy_nlp.toolkit.words import ByForm

HEADER = "rule\ttrigger\tclause\ttests\tslots\tkind\tconfidence\texample\n"
Read = Callable[..., Patterns]
NEED = "r\tNOUN need\tabove\tas=obj lemma=see lacking"


@pytest.fixture
def rows(tmp_path: Path) -> Read:
    """Reads rows, each without its example."""

    def read(*lines: str, **options: object) -> Patterns:
        path = tmp_path / "patterns.tsv"
        path.write_text(HEADER + "".join(f"{line}\tAn [example].\n" for line in lines), encoding="utf-8")
        return Patterns(path, **options)  # type: ignore[arg-type]

    return read


@pytest.fixture
def found(parse) -> Callable[[Patterns, str], list[dict[str, list[str]]]]:
    """What fills the slots of each match in a text."""

    def find(patterns: Patterns, text: str) -> list[dict[str, list[str]]]:
        article, annotation = parse(text)
        document = Document(article=article, annotation=annotation)
        matches = [match for word in annotation.words for match in patterns.matches(document, word)]
        return [{slot: [w.text for w in words] for slot, words in match.slots.items()} for match in matches]

    return find


@pytest.mark.parametrize(
    ("row", "text", "slots"),
    [
        (
            "r\tVERB leave,quit\t\t\twho=subject what=object",
            "Oslo quit the talks.",
            {"who": ["Oslo"], "what": ["talks"]},
        ),
        ("r\tVERB quit\t\t\twhat=object", "The talks that Oslo quit had failed.", {"what": ["talks"]}),
        ("r\tVERB quit\t\tnegated aux=will,wo\twho=subject", "Oslo won't quit the talks.", {"who": ["Oslo"]}),
        ("r\tVERB quit\t\tnegated\twho=subject", "Oslo quit the talks.", None),
        ("r\tVERB quit\t\t!negated\twho=subject", "Oslo quit the talks.", {"who": ["Oslo"]}),
        ("r\tVERB quit\t\t!negated\twho=subject", "Oslo did not quit the talks.", None),
        ("r\tVERB reject\t\tpassive\tby=agent", "The plan was rejected by Oslo.", {"by": ["Oslo"]}),
        ("r\tVERB reject\t\tpassive\tby=agent", "The plan was rejected.", None),
        ("r\tVERB reject\t\tpassive\tby?=agent", "The plan was rejected.", {"by": []}),
        ("r\tVERB comment\t\tawaited\ton=oblique:on,about", "Oslo has yet to comment on the plan.", {"on": ["plan"]}),
        ("r\tADP against\tabove\tcopula as=case\ton=head", "Oslo is against the plan.", {"on": ["plan"]}),
        (
            "r\tNOUN need\tabove\tas=obj lemma=see lacking\tfor=own.oblique:for",
            "Oslo sees no need for talks.",
            {"for": ["talks"]},
        ),
        ("r\tNOUN need\tabove\tas=obj lemma=see lacking\tfor=own.oblique:for", "Oslo sees a need for talks.", None),
        ("r\tVERB quit\t\t\twho=above.subject", "Oslo warned that they would quit the talks.", {"who": ["Oslo"]}),
        ("r\tVERB quit\t\t\twhat=infinitive|oblique|object", "Oslo quit the talks.", {"what": ["talks"]}),
    ],
)
def test_a_row_is_found_where_its_tests_hold_and_its_slots_are_filled(rows: Read, found, row, text, slots) -> None:
    assert found(rows(f"{row}\tleaving\t0.5"), text) == ([] if slots is None else [slots])


def test_the_words_that_may_match_are_told_in_the_order_of_the_text(rows: Read, parse) -> None:
    patterns = rows("r\tVERB quit,leave\t\tnegated\twho=subject\tleaving\t0.5", "s\tNOUN\t\t\tit=head\tthing\t0.5")
    _, annotation = parse("Oslo quits the talks and leaves Rome.")
    assert [word.text for word in patterns.set_off(annotation)] == ["quits", "talks", "leaves"]
    assert all(patterns.may_match((w.upos, w.lemma, w.text)) for w in patterns.set_off(annotation))
    assert not patterns.may_match(("VERB", "join", "joins"))


def test_what_words_are_by_their_form_is_asked_once_for_each_form(parse) -> None:
    asked = []

    def lemma_of(form: tuple[str, str, str]) -> str:
        asked.append(form)
        return form[1]

    lemmas = ByForm(lemma_of)
    _, annotation = parse("Oslo quits the talks and Rome quits the plan.")
    assert lemmas.of_words(annotation) == [word.lemma for word in annotation.words]
    assert lemmas.of_words(annotation) == [word.lemma for word in annotation.words]
    assert len(asked) == len(set(asked)) == len({(w.upos, w.lemma, w.text) for w in annotation.words})
    _, other = parse("Rome talks.")
    assert lemmas.of_words(other) == [word.lemma for word in other.words]


def test_filters_and_calls_are_the_plugins_own(rows: Read, found) -> None:
    def is_place(_: Document, word: Word) -> bool:
        return word.text in ("Oslo", "Bergen")

    patterns = rows(
        "r\tVERB %leaving\t\tcall=early\twho=subject@place what=object!place\tleaving\t0.5",
        classes=lambda name: ("quit", "leave") if name == "leaving" else (),
        filters={"place": is_place},
        calls={"early": lambda _, clause: clause.head.sentence == 0},
    )
    assert found(patterns, "Oslo left the talks. Bergen left the talks.") == [{"who": ["Oslo"], "what": ["talks"]}]
    assert found(patterns, "Oslo left Bergen.") == []
    assert found(patterns, "Envoys left the talks.") == []


def test_several_rows_of_a_word_come_in_the_files_order(rows: Read, parse) -> None:
    article, annotation = parse("Oslo quit the talks.")
    patterns = rows("second\tVERB quit\t\t\twho=subject\tb\t0.2", "first\tVERB quit\t\t\t\ta\t0.9")
    document = Document(article=article, annotation=annotation)
    matches = [m for word in annotation.words for m in patterns.matches(document, word)]
    assert [(m.pattern.rule, m.pattern.kind, m.pattern.confidence) for m in matches] == [
        ("second", "b", 0.2),
        ("first", "a", 0.9),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("r\tVERB %unknown\t\t\t", "no class of words 'unknown'"),
        ("r\tVERB quit\t\tnegative\t", "'negative' is no test"),
        ("r\tVERB quit\t\tnegated=yes\t", "'negated=yes' is no test"),
        ("r\tVERB quit\t\taux\t", "'aux' is no test"),
        ("r\tVERB quit\t\tcall=nobody\t", "tests: the call 'nobody' is none of"),
        ("r\tVERB quit\t\t\twho", "'who' is no slot"),
        ("r\tVERB quit\t\t\twho=subjekt", "'subjekt' is no role"),
        ("r\tVERB quit\t\t\twho=below.subject", "only 'own.' and 'above.'"),
        ("r\tVERB quit\t\t\twho=subject@person", "slots: the filter 'person' is none of"),
        ("r\tVERB quit\tbelow\t\t", "'below' is none of own, above"),
        ("r\tVREB quit\t\t\t", r"line 2, 'r': trigger: 'VREB' is none of ADJ, .* \(did you mean 'VERB'\?\)"),
        ("r\tverb quit\t\t\t", r"trigger: 'verb' is none of .* \(did you mean 'VERB'\?\)"),
        ("r\tVERB walk out\t\t\t", "trigger: 'walk out' is no word"),
        ("r\tVERB quit,%leaving\t\t\t", "trigger: '%leaving' is no word; .* a class .* stands alone"),
        ("r\tVERB quit\t\tas=object\t", r"tests: 'object' is none of acl, .* \(did you mean 'obj'\?\)"),
        ("r\tVERB quit\t\tgovernor=say,\t", "tests: '' is no word"),
        ("r\tVERB quit\t\t!particle=in\t", "tests: '!particle=in' is no test when denied"),
        ("r\tVERB quit\t\t\twho=subject who=agent", r"slots: a slot is named twice \(who, who\)"),
        (
            "r\tVERB quit\t\t\twho=sujbect",
            r"slots: 'sujbect' is no role \(did you mean 'subject'\?\): one of subject, ",
        ),
        ("r\tVERB quit\t\t\twho=oblique:", "slots: 'oblique:' is no role"),
    ],
)
def test_what_a_row_asks_that_there_is_not_is_named_with_the_row(rows: Read, row: str, fault: str) -> None:
    with pytest.raises(LexiconError, match=fault):
        rows(f"{row}\tleaving\t0.5")


@pytest.mark.parametrize("example", ["They quit.", "They [].", "They [quit] the [talks].", "They [quit."])
def test_an_example_has_its_trigger_in_brackets(tmp_path: Path, example: str) -> None:
    path = tmp_path / "patterns.tsv"
    path.write_text(f"rule\ttrigger\texample\nr\tVERB quit\t{example}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2: example: one word in brackets is expected"):
        Patterns(path)


def test_blanks_and_capitals_in_a_trigger_do_no_harm(rows: Read, found) -> None:
    for trigger in ("VERB  quit, leave", "VERB Leave,Quit ", '"VERB quit,leave"'):
        patterns = rows(f"r\t{trigger}\t\t\twhat=object\tleaving\t0.5")
        assert found(patterns, "Oslo quit the talks. Rome left the club.") == [{"what": ["talks"]}, {"what": ["club"]}]


def test_a_row_that_is_off_needs_no_trigger_and_others_do(rows: Read, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("rule\tkind\nr\toff\n", encoding="utf-8")
    assert rows("r\tVERB quit\t\t\t\tleaving\t0.5", own=own).rows == ()
    own.write_text("rule\tkind\nr\tleaving\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2, 'r': trigger: '' is none of ADJ"):
        rows("r\tVERB quit\t\t\t\tleaving\t0.5", own=own)


def test_files_with_a_byte_order_mark_and_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "patterns.tsv"
    path.write_bytes(b"\xef\xbb\xbfrule\ttrigger\tkind\r\nr\tVERB quit\tleaving\r\n")
    assert [(row.rule, row.kind) for row in Patterns(path).rows] == [("r", "leaving")]
