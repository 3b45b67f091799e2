"""Whatever the parse: no crash, every span within the text, no span in two actors, linear time."""

from diplomacy_nlp_actors import Actors
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy_nlp import Annotation, Article, Span
from diplomacy_nlp.annotation import Entity, Sentence, Word
from doubles import documents

WORDS = ["Moscow", "Lavrov", "’s", "the", "Russian", "minister", "President", ",", "‘", "he", "its", "NATO",
         "allies", "said", "in", "of", "who", "U.N.", "(", ")", "-", "country", "both", "sides", "Truly"]  # fmt: skip
UPOS = ["NOUN", "PROPN", "VERB", "ADJ", "PRON", "ADP", "DET", "PUNCT", "PART"]
DEPRELS = [
    "nsubj",
    "obj",
    "nmod:poss",
    "amod",
    "compound",
    "conj",
    "case",
    "appos",
    "acl:relcl",
    "flat",
    "root",
    "punct",
]


ANY = documents(
    words=st.tuples(st.sampled_from(WORDS), st.sampled_from(UPOS)).map(
        lambda word: (word[0], word[0].lower(), word[1])
    ),
    relations=st.sampled_from(DEPRELS),
    entities=st.sampled_from([None, "PER", None, "ORG", None, "LOC", None, "MISC"]),
    longest=9,
)


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_text_and_belong_to_one_actor(given):
    article, annotation = given
    seen = set()
    for actor in Actors().diplomacy_find_actors(article=article, annotation=annotation):
        assert actor.mentions
        for mention in actor.mentions:
            assert article[mention.span].strip()
            assert mention.span not in seen
            seen.add(mention.span)


def test_an_empty_annotation_has_no_actors():
    assert Actors().diplomacy_find_actors(article=Article(text="?"), annotation=Annotation(sentences=[])) == []


def _sentence(number, start, forms):
    words, at = [], start
    for place, (form, upos, deprel) in enumerate(forms, 1):
        span = Span(at, at + len(form))
        head = 0 if place == 2 else 2
        words.append(
            Word(
                id=place, text=form, span=span, lemma=form.lower(), upos=upos, head=head, deprel=deprel, sentence=number
            )
        )
        at += len(form) + 1
    return Sentence(span=Span(start, at - 1), words=words), at


def test_an_acronym_that_looks_like_a_name_is_the_bodys():
    text = "Rao wrote for Women Together (SAALT)"
    tags = {"Rao": "PROPN", "wrote": "VERB", "for": "ADP", "Women": "PROPN", "Together": "PROPN", "SAALT": "PROPN"}
    words = [
        Word(
            id=place,
            text=form,
            span=_span(text, form),
            lemma=form.lower(),
            upos=upos,
            head=(place != 2) * 2,
            deprel="obl",
        )
        for place, (form, upos) in enumerate(tags.items(), 1)
    ]
    found = {"Rao": "PER", "Women Together": "ORG", "SAALT": "PER"}
    annotation = Annotation(
        sentences=[Sentence(span=Span(0, len(text)), words=words)],
        entities=[Entity(span=_span(text, name), type=sort) for name, sort in found.items()],
    )
    article = Article(text=text)
    actors = Actors().diplomacy_find_actors(article=article, annotation=annotation)
    assert [[article[m.span] for m in actor.mentions] for actor in actors] == [["Rao"], ["Women Together", "SAALT"]]


def _span(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def _long(times):
    forms = [
        ("Lavrov", "PROPN", "nsubj"),
        ("told", "VERB", "root"),
        ("Moscow", "PROPN", "obj"),
        ("he", "PRON", "nsubj"),
    ]
    sentences, at = [], 0
    for number in range(times):
        sentence, at = _sentence(number, at, forms)
        sentences.append(sentence)
    text = "Lavrov told Moscow he " * times
    entities = [Entity(span=s.words[0].span, type="PER") for s in sentences]
    return Article(text=text), Annotation(sentences=sentences, entities=entities)


def test_time_grows_with_the_text_and_not_faster(growth):
    def task(times):
        article, annotation = _long(times)
        return lambda: Actors().diplomacy_find_actors(article=article, annotation=annotation)

    assert growth(task, 300, 3000) < 30  # ten times the text; its square would be a hundred


def _chain(times):
    """One sentence of the same name over and over, each word hanging on the last."""
    text = "Lavrov " * times
    spans = [Span(7 * at, 7 * at + 6) for at in range(times)]
    words = [
        Word(
            id=at + 1, text="Lavrov", span=span, lemma="Lavrov", upos="PROPN", head=at, deprel="conj" if at else "root"
        )
        for at, span in enumerate(spans)
    ]
    sentence = Sentence(span=Span(0, len(text) - 1), words=words)
    return Article(text=text), Annotation(sentences=[sentence], entities=[Entity(span=s, type="PER") for s in spans])


def test_a_long_chain_of_names_takes_linear_time(growth):
    def task(times):
        article, annotation = _chain(times)

        def run():
            assert Actors().diplomacy_find_actors(article=article, annotation=annotation)

        return run

    assert growth(task, 300, 3000) < 30  # ten times the text; its square would be a hundred


def _named(number):
    """A word of four syllables, another one for each number."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5]
    return letters.capitalize()


def _namesakes(times):
    """People of one surname, each with a first name of his own and once more by an initial."""
    sentences, entities, at = [], [], 0
    for number in range(times):
        first = _named(number)
        for name in (first, f"{first[0]}."):
            forms = [(name, "PROPN", "nsubj"), ("Olmos", "PROPN", "flat"), ("came", "VERB", "root")]
            sentence, at = _sentence(len(sentences), at, forms)
            sentences.append(sentence)
            entities.append(Entity(span=Span(sentence.words[0].span.start, sentence.words[1].span.end), type="PER"))
    text = " ".join(word.text for sentence in sentences for word in sentence.words)
    return Article(text=text), Annotation(sentences=sentences, entities=entities)


def test_many_people_of_one_surname_take_linear_time(growth):
    article, annotation = _namesakes(1000)
    assert len({a.name for a in Actors().diplomacy_find_actors(article=article, annotation=annotation)}) >= 1000

    def task(times):
        article, annotation = _namesakes(times)
        return lambda: Actors().diplomacy_find_actors(article=article, annotation=annotation)

    assert growth(task, 500, 2000) < 8  # four times the names; their square would be sixteen
