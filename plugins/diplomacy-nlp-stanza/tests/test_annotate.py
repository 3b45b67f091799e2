"""Articles in, annotations out, by the embedded models."""

import logging
import pickle
import subprocess
import sys
import threading
import warnings
from itertools import pairwise

import pytest
from diplomacy_nlp_stanza import Stanza
from diplomacy_nlp_stanza.cleaning import cleaned
from diplomacy_nlp_stanza.parse import MAX_WORDS
from diplomacy_nlp_stanza.parse import annotate as parse_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.errors import ArticleError

pytestmark = pytest.mark.filterwarnings("ignore::diplomacy_nlp_stanza.doubts.ArticleWarning")  # texts are odd here

MEGABYTE = 1_000_000

TEXTS = [
    "Paris rejected the plan. Berlin, which had drafted it, didn't comment.",
    "Envoys met in Geneva\n\nThe talks, Norway's foreign minister said, “went on until dawn”.",
    "No.",
    "\ufeff",
    "The ministry’s spokeswoman won’t say whether Ankara has signed; Cyprus can’t.\r\n\r\nAthens called it ‘a step’.",
    "See https://example.org/" + "documents/" * 60 + " for the draft.",
]


@pytest.fixture(scope="module")
def annotator():
    return Stanza(batch_size=3)


def annotate(annotator: Stanza, text: str) -> Annotation:
    (annotation,) = annotator.diplomacy_annotate(articles=[Article(text=text)])
    return annotation


def check(annotation: Annotation, text: str) -> None:
    """What holds for every annotation of every text."""
    for sentence in annotation.sentences:
        words = text[sentence.span.start : sentence.span.end]
        assert words == words.strip()
        assert "\n\n" not in words.replace("\r\n", "\n")
        assert len(sentence.words) >= 1
    spans = [word.span for word in annotation.words]
    assert spans == sorted(spans)
    shared = {span for span, following in pairwise(spans) if span == following}
    for word in annotation.words:
        assert word.span.end <= len(text)
        assert word.lemma
        if word.span not in shared:
            assert word.text == text[word.span.start : word.span.end] or cleaned(text).text != text
    for entity in annotation.entities:
        assert entity.type in ("PER", "ORG", "LOC", "MISC")
        assert any(letter.isalnum() for letter in text[entity.span.start : entity.span.end])


def test_a_sentence(parse):
    article, annotation = parse("In Geneva, the foreign minister of Norway rejected the plan.")
    root = next(word for word in annotation.words if word.deprel == "root")
    assert (root.text, root.lemma, root.upos, root.feat("Tense")) == ("rejected", "reject", "VERB", "Past")
    assert article[annotation.phrase(annotation.child(root, "nsubj"))] == "the foreign minister of Norway"
    assert article[annotation.phrase(annotation.child(root, "obj"))] == "the plan"
    assert {(article[entity.span], entity.type) for entity in annotation.entities} == {
        ("Norway", "LOC"),
        ("Geneva", "LOC"),
    }


@pytest.mark.parametrize("dash", ["-", "–", "—", "--"])
def test_a_dateline_is_no_part_of_the_name_after_it(parse, dash):
    _, annotation = parse(f"MUSCAT {dash} Oman offered on Thursday to host talks, diplomats said.")
    subject = next(word for word in annotation.words if word.text == "Oman")
    assert (subject.relation, annotation.parent(subject).text) == ("nsubj", "offered")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They don't agree.", ["They", "do", "n't", "agree", "."]),
        ("They don’t agree.", ["They", "do", "n’t", "agree", "."]),
        ("It rejected Ukraine's offer.", ["It", "rejected", "Ukraine", "'s", "offer", "."]),
        ("It rejected Ukraine’s offer.", ["It", "rejected", "Ukraine", "’s", "offer", "."]),
        ("They cannot agree.", ["They", "can", "not", "agree", "."]),
        ("i think its a bad deal", ["i", "think", "it", "s", "a", "bad", "deal"]),
        ("Paris rejected its offer.", ["Paris", "rejected", "its", "offer", "."]),
        ("Ministers met in Well Street.", ["Ministers", "met", "in", "Well", "Street", "."]),
        ("Post it under #GenevaTalks, please :-)", ["Post", "it", "under", "#GenevaTalks", ",", "please", ":-)"]),
    ],
)
def test_the_words_of_a_token_have_places_of_their_own(parse, text, words):
    article, annotation = parse(text)
    assert [article[word.span] for word in annotation.words] == words


def test_an_entity_ends_before_its_possessive_ending(parse):
    article, annotation = parse("Moscow rejected Ukraine’s offer and NATO's demands.")
    names = {article[entity.span] for entity in annotation.entities}
    assert names >= {"Ukraine", "NATO"}
    assert not any(name.endswith("s") for name in names)


def test_no_sentence_goes_beyond_its_paragraph(parse):
    article, annotation = parse("Envoys meet in Geneva\n\nParis and Berlin sent ministers\n\n\nA draft is expected")
    assert [article[sentence.span] for sentence in annotation.sentences] == [
        "Envoys meet in Geneva",
        "Paris and Berlin sent ministers",
        "A draft is expected",
    ]


def test_the_record_says_what_parsed_it(annotator):
    made_by = annotate(annotator, "Paris agreed.").made_by
    assert made_by.startswith("stanza 1.15.")
    assert "embedded English models (" in made_by


def test_together_as_one_by_one(annotator):
    articles = [Article(text=text) for text in TEXTS]
    together = annotator.diplomacy_annotate(articles=articles)
    assert together == [annotate(annotator, text) for text in TEXTS]
    assert annotator.diplomacy_annotate(articles=articles[::-1]) == together[::-1]
    assert annotator.diplomacy_annotate(articles=[]) == []


def test_a_long_text_is_parsed_in_parts_as_in_one(annotator, monkeypatch):
    text = "\n\n".join(TEXTS[:3] * 3)
    whole = annotate(annotator, text)
    monkeypatch.setattr("diplomacy_nlp_stanza.parse._PART", 50)
    monkeypatch.setattr("diplomacy_nlp_stanza.parse._AT_ONCE", 150)
    assert annotate(annotator, text) == whole


def test_threads_share_one_pipeline(monkeypatch):
    from diplomacy_nlp_stanza import plugin

    loads = []
    load = plugin.load
    monkeypatch.setattr(plugin, "load", lambda *args, **options: loads.append(1) or load(*args, **options))
    annotator = Stanza(processors="tokenize,mwt,pos", batch_size=1)
    articles = [Article(text=text) for text in TEXTS[:4]]
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(annotator.diplomacy_annotate(articles=articles)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == [1]
    assert results == [annotator.diplomacy_annotate(articles=articles)] * 4


@pytest.mark.parametrize("precision", ["int8", "bf16"])
def test_together_as_one_by_one_in_each_precision_and_number_of_threads(precision):
    import numpy as np

    one, three = Stanza(precision=precision), Stanza(precision=precision, threads=3)
    articles = [Article(text=text) for text in [*TEXTS, " ".join(TEXTS[:2] * 30)]]
    together = three.diplomacy_annotate(articles=articles)
    for article, annotation in zip(articles, together, strict=True):
        (alone,) = one.diplomacy_annotate(articles=[article])
        assert alone == annotation
        if alone.words:
            assert np.array_equal(alone.vectors, annotation.vectors)
            assert np.array_equal(alone.inner_vectors, annotation.inner_vectors)


def test_precisions_read_nearly_the_same():
    import numpy as np

    article = Article(text=" ".join(TEXTS[:2]))
    (one,), (other,) = (Stanza(precision=p).diplomacy_annotate(articles=[article]) for p in ("int8", "bf16"))
    assert one.sentences == other.sentences
    assert not np.array_equal(one.vectors, other.vectors)
    a, b = one.vectors.astype(float), other.vectors.astype(float)
    assert ((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)).min() > 0.97


def test_the_embedded_models_need_nothing_of_stanza():
    code = (
        "import sys\nfrom diplomacy_nlp import Article\nfrom diplomacy_nlp_stanza import Stanza\n"
        "(found,) = Stanza().diplomacy_annotate(articles=[Article(text='Paris agreed.')])\n"
        "print(len(found.words), 'stanza' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.stdout, done.returncode) == ("3 False\n", 0), done.stderr


def test_a_used_annotator_can_be_pickled():
    annotator = Stanza(processors="tokenize,mwt")
    first = annotate(annotator, TEXTS[0])
    content = pickle.dumps(annotator)
    assert len(content) < 2000
    assert annotate(pickle.loads(content), TEXTS[0]) == first  # noqa: S301 - our own


def test_it_prints_nothing_and_leaves_settings_alone(capfd):
    import torch

    threads, level = torch.get_num_threads(), logging.getLogger("stanza").level
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        annotate(Stanza(), TEXTS[0])
    assert caught == []
    assert capfd.readouterr() == ("", "")
    assert (torch.get_num_threads(), logging.getLogger("stanza").level) == (threads, level)


def test_no_gpu_is_said(monkeypatch):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(Exception, match="use_gpu=True, but torch finds no GPU"):
        annotate(Stanza(use_gpu=True), "Paris agreed.")


def test_words_that_are_no_pieces_of_their_token_share_its_place():
    """As in Spanish, where "del" is "de" and "el": said by a stand-in for Stanza's pipeline."""
    from stanza.models.common.doc import Document

    class Pipeline:
        processors = ("tokenize", "mwt")

        def process(self, documents, processors):
            assert processors == ["tokenize", "mwt"]
            sentence = [
                {"id": (1, 2), "text": "Del", "start_char": 0, "end_char": 3},
                {"id": (1,), "text": "De"},
                {"id": (2,), "text": "el"},
                {"id": (3,), "text": "plan", "start_char": 4, "end_char": 8},
            ]
            (document,) = documents
            document.sentences = Document([sentence], text=document.text).sentences

    (annotation,) = parse_texts(Pipeline(), ["Del plan"], made_by="")
    assert [(word.text, word.span) for word in annotation.words] == [
        ("De", Span(0, 3)),
        ("el", Span(0, 3)),
        ("plan", Span(4, 8)),
    ]


# --- odd texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["a", "ж", "中", "\U0001f600", "."])
def test_a_megabyte_of_one_letter_is_one_word(annotator, letter):
    annotation = annotate(annotator, letter * MEGABYTE)
    assert [(word.span, len(word.lemma)) for word in annotation.words] == [(Span(0, MEGABYTE), MEGABYTE)]


def test_a_long_word_hides_nothing_around_it(annotator):
    text = f"Paris rejected {'a' * MEGABYTE}. Berlin agreed."
    annotation = annotate(annotator, text)
    assert len(annotation.sentences) == 2
    assert [word.text for word in annotation.sentences[1].words] == ["Berlin", "agreed", "."]
    check(annotation, text)


def test_a_long_address_is_one_word_with_itself_as_lemma(annotator):
    annotation = annotate(annotator, TEXTS[-1])
    (address,) = [word for word in annotation.words if len(word.text) > 100]
    assert address.text == address.lemma == TEXTS[-1].split()[1]


def test_a_sentence_without_end_is_cut(annotator):
    text = "Paris, " * 2 * MAX_WORDS
    annotation = annotate(annotator, text)
    assert max(len(sentence.words) for sentence in annotation.sentences) <= MAX_WORDS
    assert "".join(word.text for word in annotation.words).replace(" ", "") == text.replace(" ", "")
    check(annotation, text)


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "x " * (MAX_WORDS + 20),
        "a",
        " \n\t a \n ",
        "?",
        "...",
        "“",
        "”Never",
        "said “no",
        "\u200b\ufeff",
        "a\x00b \x00",
        "\x00",
        "Paris\r\nBerlin\r\rRome\r",
        "Paris\u2028Berlin\u2029Rome",
        "<html><body><p>Paris &amp; Berlin</p><br/>R&amp;D<script>if (a < b) x();</script>",
        "Россия отвергла план Киева.",
        "中国外交部发言人表示反对。" * 20,
        "رفضت روسيا الخطة.",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 ok \U0001f1eb\U0001f1f7\U0001f44d\U0001f3fd!",
        "Pu\u200btin’s gov\u00adernment, cafe\u0301; o\ufb03ce",
        "e\u0301\u0301\u0301 " * 3,
        "I'd've don'tcha y'all'd've 'twasn't ''' n't 's",
        "mail a@b.co or http://x.org/?q=1&r=(2).",
        "a\tb\u00a0c\u3000d\u2003e",
        "Paris" + " " * 5000 + "Berlin",
        "1" * 500 + "," + "2" * 500,
        "<UNK> <PAD> _ \\t",
    ],
)
def test_odd_texts_have_true_spans(annotator, text):
    check(annotate(annotator, text), text)


PIECES = st.sampled_from(
    [
        *"aZ0.,;:!?“”‘’\"'()-—…%&<>/\\_ \n\r\t\x00\x85\u2028\u200b\ufeff\u00ad\u0301ﬁé中ж",
        *(
            "\U0001f600",
            "\n\n",
            "\r\n",
            "Paris",
            "don't",
            "Ukraine’s",
            " said ",
            "cannot",
            "the plan",
            "gonna",
            "U.S.",
            "<b>",
            "&amp;",
            "a@b.co",
        ),
    ]
)


def is_text(text):
    """Whether an article takes it: it is not blank, and no name of a file ("/a/a")."""
    try:
        return bool(Article(text=text))
    except ArticleError:
        return False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(is_text))
def test_any_text_has_true_spans(annotator, text):
    check(annotate(annotator, text), text)
