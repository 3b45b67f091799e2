"""Python's garbage collector rests while a batch is read, and no longer."""

import gc
import threading

import pytest
from diplomacy_nlp_stanza import Stanza
from diplomacy_nlp_stanza.collector import Rest

from diplomacy_nlp import Article


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
