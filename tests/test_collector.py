"""Python's garbage collector rests while a batch is read, and no longer."""

import gc
import threading

import pytest
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import Analyzer, Annotation, Article, hookimpl
from diplomacy_nlp.collector import Rest
from diplomacy_nlp.testing import StoredAnnotations


@pytest.fixture(params=[True, False], ids=["on", "off"])
def before(request):
    """Whether it was on before; it is on again after the test."""
    (gc.enable if request.param else gc.disable)()
    yield request.param
    gc.enable()


def test_it_is_as_before_after_the_block(before):
    with Rest().taken():
        assert not gc.isenabled()
    assert gc.isenabled() is before


def test_it_is_as_before_after_an_error(before):
    with pytest.raises(KeyError), Rest().taken():
        raise KeyError
    assert gc.isenabled() is before


def test_it_rests_until_the_last_thread_is_out(before):
    rest, inside, go_on = Rest(), threading.Event(), threading.Event()

    def read():
        with rest.taken():
            inside.set()
            go_on.wait(10)

    thread = threading.Thread(target=read)
    with rest.taken():
        thread.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    go_on.set()
    thread.join()
    assert gc.isenabled() is before


def test_it_rests_while_articles_are_read(before, monkeypatch):
    annotator = Stanza(processors="tokenize,mwt")
    articles = [Article(text="Paris agreed.")]
    annotator.diplomacy_annotate(articles=articles)
    seen, annotate = [], annotator._reader.annotate
    monkeypatch.setattr(annotator._reader, "annotate", lambda *a, **k: seen.append(gc.isenabled()) or annotate(*a, **k))
    assert annotator.diplomacy_annotate(articles=articles)[0].words
    assert seen == [False]
    assert gc.isenabled() is before


class Watching:
    """A plugin that says whether the collector is on."""

    name = "watching"
    seen: list[bool]

    @hookimpl
    def diplomacy_find_quotes(self, article):
        self.seen.append(gc.isenabled())
        if "fail" in article.text:
            raise ValueError("a fault")
        return []


def test_it_rests_while_plugins_read(before):
    plugin = Watching()
    plugin.seen = []
    stored = StoredAnnotations((Article(text=text), Annotation(sentences=())) for text in ("One.", "It shall fail."))
    found = Analyzer(plugins=[plugin], annotator=stored, on_error="collect").analyze_many(
        [Article(text="One."), Article(text="It shall fail.")]
    )
    for _ in found:
        assert gc.isenabled() is before
    assert plugin.seen == [False, False]
