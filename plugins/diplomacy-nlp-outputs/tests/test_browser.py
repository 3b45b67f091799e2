"""The page in a real browser: no script of a text runs, and pointing, filters and keys do what the page says.

Needs a Chromium (or Chrome) on the path, or named by CHROMIUM; it is driven over a pipe, with nothing else installed.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from diplomacy_nlp_outputs.page import notebook_html, positions_page, to_html

from diplomacy_nlp import Analysis, Quote, Span

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FOUND = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = [
    pytest.mark.skipif(FOUND is None, reason="no Chromium is installed (test_page.py checks the page without one)"),
    pytest.mark.skipif(os.name != "posix", reason="the pipe to Chromium needs POSIX"),
]
EVIL = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1"> \u202e </article></style>'


class Browser:
    """A headless Chromium, driven by its DevTools protocol over two pipes."""

    def __init__(self, folder: Path) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        # moved up first, so that putting one in place does not close the other
        ours, theirs = (fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (to_read, to_write))

        def place() -> None:
            os.dup2(ours, 3)
            os.dup2(theirs, 4)

        self._process = subprocess.Popen(  # noqa: S603  # the browser that was found
            [
                str(FOUND), "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
                "--force-prefers-reduced-motion",  # scrolls at once: a click half-way would hit what moves past
                "--disable-dev-shm-usage", f"--user-data-dir={folder}", "--window-size=1300,900", "about:blank",
            ],
            preexec_fn=place,  # no threads here
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in (to_read, to_write, ours, theirs):
            os.close(end)
        self._count = 0
        self._buffer = b""
        target = next(t for t in self.ask("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self._session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]

    _session: str | None = None

    def ask(self, method: str, **parameters: Any) -> Any:
        """Sends a command and waits for its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> Any:
        while b"\0" not in self._buffer:
            read = os.read(self._read, 1 << 16)
            assert read, "Chromium ended"
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def load(self, path: Path) -> None:
        """Opens a file, and waits until it is there."""
        self.ask("Page.navigate", url=path.as_uri())
        self.run(
            "new Promise(done => document.readyState === 'complete' && location.protocol === 'file:' "
            "? done() : addEventListener('load', done))"
        )

    def point(self, selector: str, *, click: bool = False) -> None:
        """Moves the mouse onto the first element of this selector, once what scrolling moved is painted."""
        box = self.run(
            f"(async () => {{ const e = document.querySelector({selector!r}); e.scrollIntoView({{block: 'center'}}); "
            "for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame); "
            "const b = e.getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        at = {"x": box[0], "y": box[1]}
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", **at)
        for kind in ("mousePressed", "mouseReleased") if click else ():
            self.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)

    def press(self, key: str) -> None:
        """Presses a key."""
        text = {"text": key} if len(key) == 1 else {}
        code = {"Tab": 9, "Escape": 27}.get(key, ord(key[0].upper()))
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def lit(self) -> str:
        """The words that are lit up, and the cards."""
        found = self.run(
            "[[...document.querySelectorAll('.s.lit')].map(e => e.textContent).join(''), "
            "[...document.querySelectorAll('.card.lit')].map(e => e.dataset.item).join(' ')]"
        )
        return " | ".join(found)

    def close(self) -> None:
        """Ends it."""
        self._session = None
        os.write(self._write, json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
        self._process.wait(30)
        os.close(self._write)
        os.close(self._read)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Callable[[str], Browser]:
    def open_page(source: str) -> Browser:
        (tmp_path / "page.html").write_text(source, encoding="utf-8")
        browser.load(tmp_path / "page.html")
        return browser

    return open_page


def test_pointing_at_a_word_lights_up_all_of_its_item(analysis: Analysis, opened: Any) -> None:
    page = opened(to_html(analysis))
    assert page.lit() == " | "
    page.point(".m.reaction.cue.against")
    assert page.lit() == "The U.S. rejected the planbecause of its cost | r2"  # not the space between
    page.point("h1")
    assert page.lit() == " | "


def test_a_click_keeps_it_lit_and_escape_clears_it(analysis: Analysis, opened: Any) -> None:
    page = opened(to_html(analysis))
    page.point(".card[data-item=r2] a", click=True)
    page.point("h1")
    assert page.lit().endswith("| r2")
    page.press("Escape")
    assert page.lit() == " | "


def test_keys_lead_from_item_to_item(analysis: Analysis, opened: Any) -> None:
    page = opened(to_html(analysis))
    seen = []
    for _ in range(3):
        page.press("n")
        seen.append(page.lit().rpartition("| ")[2])
    page.press("p")
    assert seen == ["p1", "q1", "r1"]
    assert page.lit().endswith("| q1")


def test_filters_hide_what_is_not_asked_for(analysis: Analysis, opened: Any) -> None:
    page = opened(to_html(analysis))
    shown = "[...document.querySelectorAll('.card:not([hidden])')].map(e => e.dataset.item).join(' ')"
    assert len(page.run(shown).split()) == len(analysis.items)
    page.point("input[value=quote]", click=True)
    assert "q1" not in page.run(shown).split()
    assert page.run("document.querySelector('.m.quote').classList.contains('off')") is True
    page.run("(() => { const s = document.querySelector('select'); s.value = 'a4'; "
             "s.dispatchEvent(new Event('change', {bubbles: true})); })()")  # fmt: skip
    assert sorted(page.run(shown).split()) == ["a4", "p1", "r2", "s3"]
    assert page.run("document.querySelector('.count').textContent") == f"4 of {len(analysis.items)} items"


def test_no_script_of_a_hostile_text_runs(analysis: Analysis, opened: Any) -> None:
    text = EVIL + " “Never,” said Roth. " * 10_000
    at = len(EVIL) + 1
    quotes = [Quote(content=[Span(at + 21 * i, at + 21 * i + 8)], form="direct", id=f"q{i}") for i in range(10_000)]
    article = evolve(analysis.article, text=text, title=EVIL, url=EVIL)
    page = opened(to_html(Analysis(article=article, quotes=quotes)))
    assert page.run("window.hacked") is None
    assert page.run("document.images.length") == 0
    assert page.run("document.querySelectorAll('.m.quote').length") == 10_000
    page.point(".m.quote")
    assert page.lit() == "“Never,” | q0"
    page.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.hacked=1>')")
    assert page.run("new Promise(done => setTimeout(() => done(window.hacked), 300))") is None  # the policy holds


def test_words_filter_the_page_of_positions(analysis: Analysis, opened: Any) -> None:
    page = opened(positions_page([analysis]))
    assert page.run("document.querySelector('.count').textContent") == "4 shown"
    page.run("(() => { const i = document.querySelector('[name=words]'); i.value = 'united'; "
             "i.dispatchEvent(new Event('input', {bubbles: true})); })()")  # fmt: skip
    assert page.run("document.querySelector('.count').textContent") == "1 shown"
    assert page.run("[...document.querySelectorAll('tbody tr:not([hidden]) th')].map(e => e.textContent).join()") == (
        "United States (USA)"
    )


def test_the_frame_of_a_notebook_works_too(analysis: Analysis, opened: Any) -> None:
    page = opened(f"<!DOCTYPE html><meta charset=utf-8>{notebook_html(analysis)}")
    assert page.run("document.querySelectorAll('iframe').length") == 1
    assert page.run("document.querySelector('iframe').getBoundingClientRect().height") > 500
