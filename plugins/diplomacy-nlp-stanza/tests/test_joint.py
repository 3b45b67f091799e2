"""The parts of the joint model, each by itself."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from diplomacy_nlp_stanza.joint import splitter as splitters
from diplomacy_nlp_stanza.joint.datelines import as_read
from diplomacy_nlp_stanza.joint.entities import Tagging, entity_spans, tags_of_spans
from diplomacy_nlp_stanza.joint.expansion import Expansions
from diplomacy_nlp_stanza.joint.lemmas import Lemmatiser, edit_of, edited
from diplomacy_nlp_stanza.joint.names import KnownNames
from diplomacy_nlp_stanza.joint.rows import packs
from diplomacy_nlp_stanza.joint.splitter import (
    GOES_ON,
    SENTENCE_ENDS,
    TOKEN_ENDS,
    Line,
    Paragraph,
    decisions,
    sentences_of,
)
from diplomacy_nlp_stanza.joint.trees import is_tree, tree_of
from diplomacy_nlp_stanza.joint.weights import FewOutputs, Int8Linear, Quantised, compact, with_layers
from diplomacy_nlp_stanza.joint.wordpiece import CASES, WordPieces, case_of
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

PIECES = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "min", "##is", "##ter", "##ters", "kyiv", "'", "s", ".", "u"])
TAGS = ("O", *(f"{place}-{kind}" for kind in ("PER", "ORG") for place in "BIES"))


EXPANSIONS = Expansions(always={"cannot": [3, 3]}, sometimes={"its": [2, 1], "ill": [1, 2]})


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("talks", ["talks"]),
        ("don’t", ["do", "n’t"]),
        ("Ukraine’s", ["Ukraine", "’s"]),
        ("allies'", ["allies", "'"]),
        ("CAN'T", ["CA", "N'T"]),
        ("o'clock", ["o'clock"]),
        ("cannot", ["can", "not"]),
        ("its", ["its"]),
        ("1990's", ["1990's"]),
        ("2019's", ["2019", "'s"]),
    ],
)
def test_tokens_of_several_words(token: str, words: list[str]) -> None:
    assert EXPANSIONS.words(token) == words


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("Its", ["It", "s"]),
        ("ill", ["i", "ll"]),
        ("ministers", ["minister", "s"]),  # a possessive, by its ending
        ("press", ["press"]),
        ("said", ["said"]),
        ("cannot", ["can", "not"]),
        ("envoy's", ["envoy", "'s"]),
    ],
)
def test_tokens_whose_apostrophe_is_missing(token: str, words: list[str]) -> None:
    assert EXPANSIONS.words(token, several=True) == words


@given(st.text(min_size=1), st.booleans())
def test_the_words_of_a_token_are_its_letters(token: str, several: bool) -> None:
    words = EXPANSIONS.words(token, several=several)
    assert "".join(words) == token
    assert all(words)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("Countries", "country"), ("was", "be"), ("NATO", "NATO"), ("Moscow", "Moscow"), ("said", "say"), ("'s", "be")],
)
def test_an_edit_makes_the_lemma_of_the_word_it_was_made_for(word: str, lemma: str) -> None:
    assert edited(word, edit_of(word, lemma)) == lemma


def test_an_edit_that_does_not_fit_leaves_the_word() -> None:
    assert edited("go", "l-3+y") == "go"


EDITS = ("l-0+", "l-1+", "l-2+", "l-2+e", "l-3+y", "k-0+", "=be")
LEMMATISER = Lemmatiser(
    EDITS,
    {
        "parties NOUN": "party",
        "cities NOUN": "city",
        "movies NOUN": "movie",
        "votes NOUN": "vote",
        "used VERB": "use",
        "accused VERB": "accuse",
        "united ADJ": "united",
    },
    {"media NOUN": ["media", "medium"]},
    {"refuse", "propose"}.__contains__,
)


def _scores(edit: str) -> np.ndarray:
    """The network's, when it is for one edit."""
    return np.array([2.0 * (one == edit) for one in EDITS], np.float32)


@pytest.mark.parametrize(
    ("word", "upos", "network", "lemma"),
    [
        ("Parties", "NOUN", "l-0+", "party"),  # known: the network is not asked
        ("treaties", "NOUN", "l-1+", "treaty"),  # unknown, but "parties" and "cities" end alike
        ("refused", "VERB", "l-2+", "refuse"),  # "refus" is no word
        ("media", "NOUN", "l-1+", "media"),  # one of those that are known, if not the one the network likes best
        ("United", "ADJ", "k-0+", "United"),  # an adjective in a name
        ("Parties", "PROPN", "k-0+", "Parties"),
        ("1,200,000", "NUM", "l-0+", "1200000"),
        ("3,40", "NUM", "l-0+", "3,40"),
        ("was", "AUX", "=be", "be"),
    ],
)
def test_lemmas(word: str, upos: str, network: str, lemma: str) -> None:
    assert LEMMATISER.lemma(word, upos, _scores(network)) == lemma


@given(st.integers(2, 9).flatmap(lambda n: arrays(np.float32, (n, n), elements=st.floats(-50, 0, width=32))))
def test_heads_make_a_tree_with_one_root(scores: np.ndarray) -> None:
    assert is_tree(tree_of(scores))


@pytest.mark.parametrize(
    ("heads", "yes"), [([0], True), ([2, 0], True), ([0, 0], False), ([2, 1], False), ([1], False)]
)
def test_what_a_tree_is(heads: list[int], yes: bool) -> None:
    assert is_tree(heads) is yes


@given(st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, len(TAGS)), elements=st.floats(-9, 9, width=32))))
def test_tags_always_make_sense_together(scores: np.ndarray) -> None:
    tags = Tagging(TAGS).best(scores)
    assert tags_of_spans(entity_spans(tags), len(tags)) == tags


def test_an_entity_with_an_unlikely_tag_is_none() -> None:
    likely, unlikely = np.zeros((2, len(TAGS)), np.float32), np.zeros((2, len(TAGS)), np.float32)
    for scores, by in ((likely, 5), (unlikely, 0.1)):
        scores[0, TAGS.index("B-PER")] = scores[1, TAGS.index("E-PER")] = by
    assert Tagging(TAGS).best(likely) == ["B-PER", "E-PER"]
    assert Tagging(TAGS).best(unlikely) == ["O", "O"]


KNOWN = KnownNames({"ORG": ["Al - Nour", "Tyre"], "PER": ["Kon Tum"]}, TAGS)


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("near Kon Tum .", {"Kon": "B-PER", "Tum": "E-PER"}),
        ("of Al - Nour", {"Al": "B-ORG", "-": "I-ORG", "Nour": "E-ORG"}),
        ("Envoys left Al-Nour", {"Al-Nour": "S-ORG"}),
        ("At Tyre , Kon Ko", {"Tyre": "S-ORG"}),
        ("by way of Kon", {}),
        ("with John Tyre", {}),  # a name's end
        ("Tyre Castle", {}),  # a name's beginning
    ],
)
def test_known_names_that_stand_alone_are_raised(text: str, raised: dict[str, str]) -> None:
    words = text.split()
    before = np.zeros((len(words), len(TAGS)), np.float32)
    by = KNOWN.raised(words, before)
    assert not before.any()
    assert {word: TAGS[row.argmax()] for word, row in zip(words, by, strict=True) if row.any()} == raised


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("MUSCAT - Oman agreed", "MUSCAT -- Oman agreed"),
        ("NEW DELHI — Nepal - India", "NEW DELHI -- Nepal - India"),
        ("PARIS , Nov. 5 – Chad", "PARIS , Nov. 5 -- Chad"),
        ("Kyiv - Lviv", "Kyiv - Lviv"),
        ("NATO allies - France too", "NATO allies - France too"),
        ("F - 16", "F - 16"),
    ],
)
def test_the_dash_of_a_dateline_is_read_as_a_break(text: str, read: str) -> None:
    assert " ".join(as_read(text.split())) == read


def test_pieces_of_words() -> None:
    assert PIECES.numbers("Ministers") == [4, 5, 7]
    assert PIECES.numbers("Kyiv’s") == [8, 9, 10]
    assert PIECES.numbers("U.S.") == [12, 11, 10, 11]
    assert PIECES.numbers("xyz") == [PIECES.unknown]
    assert PIECES.numbers("\u200b") == [PIECES.unknown]
    assert PIECES.is_whole("Kyiv")
    assert not PIECES.is_whole("ministers")


@pytest.mark.parametrize(
    ("word", "case"),
    [("the", "lower"), ("Paris", "title"), ("NATO", "upper"), ("B", "initial"), ("B.", "initial"), ("eBay", "mixed")],
)
def test_how_a_word_is_written(word: str, case: str) -> None:
    assert CASES[case_of(word)] == case


class Splitter(torch.nn.Module):
    """Says the same of each atom, or something of each by turns, and counts how many it was asked about."""

    def __init__(self, *scores: float | tuple[float, ...]) -> None:
        super().__init__()
        self.said = torch.tensor(scores, dtype=torch.float32)
        self.asked = 0

    def atoms_of_rows(self, pieces: torch.Tensor, line: Line) -> torch.Tensor:
        self.asked += len(pieces)
        return pieces

    def scores(self, atoms: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
        scores = self.said.expand(len(marks), -1)
        return torch.cat((scores[..., :1] - 1e4 * marks[..., 2:], scores[..., 1:]), -1)


@pytest.mark.parametrize(
    ("first", "asked", "decision"), [((0, 9, 0), 0, TOKEN_ENDS), ((0, 1, 0), 2, GOES_ON)], ids=["sure", "unsure"]
)
def test_a_splitter_asks_others_where_it_is_unsure(first: tuple[float, ...], asked: int, decision: int) -> None:
    other = Splitter(9, 0, 0)
    paragraphs = [Paragraph.of("Kyiv: ", 0, 6, PIECES), Paragraph.of(" ", 0, 1, PIECES)]
    found = decisions([Splitter(*first), other], torch.nn.Embedding(20, 4), paragraphs)
    assert [one.decisions for one in found] == [[decision, SENTENCE_ENDS], []]
    assert other.asked == asked


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("min :-) #Kyiv2 $$$.", ["min", ":-)", "#Kyiv2", "$$$", "."]),
        ("(see: )", ["(", "see", ":", ")"]),
        ("# 1 a:b", ["#", "1", "a", ":", "b"]),
        ("''No'' -- he", ["''", "No", "''", "--", "he"]),
        ("non-aligned the '80s", ["non-aligned", "the", "'80s"]),
        ("'20 left' in ’07", ["'", "20", "left", "'", "in", "’07"]),
        ("UN-backed Pro-Kyiv", ["UN", "-", "backed", "Pro-Kyiv"]),
        ("ministers' 'no' says'", ["ministers'", "'", "no", "'", "says", "'"]),
    ],
)
def test_tokens_of_known_forms_are_not_cut(text: str, tokens: list[str]) -> None:
    assert _tokens(text, Splitter(0, 9, 0)) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("$25bn", ["$", "25", "bn"]),
        ("1.5m,", ["1.5", "m,"]),
        ("1990s 2nd", ["1990s", "2nd"]),
        ("F-16m", ["F-16m"]),
        ("#1", ["#", "1"]),
        ("10:30-12:00", ["10:30", "-", "12:00"]),
        ("2014-2015", ["2014", "-", "2015"]),
        ("3-1", ["3-1"]),
    ],
)
def test_numbers_end_before_their_unit(text: str, tokens: list[str]) -> None:
    assert _tokens(text, Splitter(9, 0, 0)) == tokens


@pytest.mark.parametrize(
    ("hyphen", "tokens"),
    [((2, 1, 0), ["peace", "-", "talks"]), ((9, 1, 0), ["peace-talks"])],
    ids=["the first side is the surer one", "the second"],
)
def test_a_hyphen_parts_both_sides_or_neither(hyphen: tuple[float, ...], tokens: list[str]) -> None:
    assert _tokens("peace-talks", Splitter((0, 3, 0), hyphen, (0, 0, 9))) == tokens


def _tokens(text: str, splitter: Splitter) -> list[str]:
    """In a text of one sentence, by what a splitter says in doubt."""
    paragraph = Paragraph.of(text, 0, len(text), PIECES)
    (found,) = decisions([splitter], torch.nn.Embedding(20, 4), [paragraph])
    (sentence,) = sentences_of(paragraph, found.decisions)
    return [text[start:end] for start, end in sentence]


class Several(torch.nn.Module):
    """Says of the atoms at some places of each paragraph that they are several words."""

    def __init__(self, *places: int) -> None:
        super().__init__()
        self.places = places

    def of_rows(self, atoms: torch.Tensor, line: Line) -> torch.Tensor:
        in_paragraph = torch.cat([torch.arange(end - start) for start, end in pairwise(line.bounds)])
        return torch.where(torch.isin(in_paragraph, torch.tensor(self.places)), 9.0, -9.0)


def test_atoms_that_are_several_words_are_told_by_their_spans() -> None:
    paragraphs = [Paragraph.of(text, 0, len(text), PIECES) for text in ("", "its late", "its")]
    found = decisions([Splitter(0, 9, 0)], torch.nn.Embedding(20, 4), paragraphs, Several(1))
    assert [one.several for one in found] == [frozenset(), {(4, 8)}, frozenset()]


# --- rows: nothing that is computed of one depends on the others ---------------------------------------------------


@given(st.lists(st.integers(0, 30), max_size=20), st.integers(1, 60))
def test_packs_hold_each_number_once_and_no_more_than_fits(sizes: list[int], at_most: int) -> None:
    found = list(packs(sizes, at_most=at_most))
    assert sorted(number for pack in found for number in pack) == [n for n, size in enumerate(sizes) if size]
    assert all(len(pack) == 1 or sum(sizes[number] for number in pack) <= at_most for pack in found)


ENGINES = [name for name in ("fbgemm", "onednn") if name in torch.backends.quantized.supported_engines]


@pytest.mark.skipif(not ENGINES, reason="this build of torch cannot compute in int8")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_comes_out_the_same_beside_whatever_rows(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from diplomacy_nlp_stanza.joint import weights

    monkeypatch.setattr(weights, "_engine", lambda: engine)
    numbers = torch.Generator().manual_seed(1)
    matrix = Quantised.of(torch.randn(97, 64, generator=numbers))
    layer = Int8Linear(matrix, torch.randn(97, generator=numbers))
    rows = torch.randn(130, 64, generator=numbers) * torch.logspace(-3, 3, 130)[:, None]
    together = layer(rows)
    assert ((together - layer._bias) - rows @ matrix.floats().T).norm() < 0.03 * together.norm()
    for start, end in ((0, 1), (3, 5), (64, 130), (7, 72)):
        assert torch.equal(layer(rows[start:end]), together[start:end])


@pytest.mark.skipif(not ENGINES, reason="this build of torch cannot compute in int8")
@pytest.mark.parametrize("largest", [1e-3, 3.0])
def test_a_layer_that_may_write_over_its_inputs_gives_the_same(largest: float) -> None:
    numbers = torch.Generator().manual_seed(1)
    matrix, bias = Quantised.of(torch.randn(97, 64, generator=numbers)), torch.randn(97, generator=numbers)
    rows = torch.nn.functional.gelu(torch.randn(70, 64, generator=numbers) * torch.linspace(0, largest, 70)[:, None])
    assert rows.min() < 0
    wanted = Int8Linear(matrix, bias)(rows)
    assert torch.equal(Int8Linear(matrix, bias, spent=True)(rows.clone()), wanted)


def test_a_layer_of_few_outputs_is_the_layer_it_was_made_of() -> None:
    torch.manual_seed(1)
    linear, rows = torch.nn.Linear(192, 3), torch.randn(70, 192)
    few = FewOutputs(linear)
    torch.testing.assert_close(few(rows), linear(rows))
    assert all(torch.equal(few(rows[n : n + 1])[0], few(rows)[n]) for n in (0, 1, 33, 69))


@torch.inference_mode()
def test_paragraphs_on_a_line_are_read_as_padded_ones() -> None:
    torch.manual_seed(1)
    texts = ("min kyiv's.", "u.", "kyiv " * 40, "Ministers' min")
    paragraphs = [Paragraph.of(text, 0, len(text), PIECES) for text in texts]
    sizes = splitters.SplitterSizes(pieces=8, hidden=64, several=64)
    trained, embeddings = splitters.Splitters(sizes, members=1).eval(), torch.nn.Embedding(20, 8)
    pieces, marks, lengths = padded = splitters.padded(paragraphs)
    atoms = trained.members[0].atoms(embeddings(pieces).flatten(2), marks, lengths)
    scores = trained.members[0].scores(atoms, marks)
    several = trained.several(atoms, splitters.real_atoms(marks, lengths))
    line = Line.of(paragraphs)
    with_layers(trained, compact(trained.state_dict()), "floats")
    rows = trained.members[0].atoms_of_rows(embeddings(line.pieces).flatten(1), line)
    for number, (start, end) in enumerate(pairwise(line.bounds)):
        own = number, slice(end - start)
        torch.testing.assert_close(
            trained.members[0].scores(rows, line.marks)[start:end], scores[own], atol=0.3, rtol=0.05
        )
        torch.testing.assert_close(trained.several.of_rows(rows, line)[start:end], several[own], atol=0.1, rtol=0.05)
    assert len(padded[0]) == len(texts)


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_no_tree_with_one_root_is_better_than_the_one_that_is_found(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words + 1, words + 1)).astype(np.float32)
    every = (heads for heads in product(range(words + 1), repeat=words) if is_tree(heads))
    worth = {heads: sum(float(scores[word, head]) for word, head in enumerate(heads, start=1)) for heads in every}
    found = tuple(tree_of(scores))
    assert worth[found] == pytest.approx(max(worth.values()))
