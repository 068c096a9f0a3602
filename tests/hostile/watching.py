"""A real browser on pages from a real server, watched: what runs, what asks elsewhere, what could run if it were clicked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from coranto.delivery.answering import CONTENT_SECURITY_POLICY

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip

INSTRUMENTS = """
window.seen = [];
const note = (what) => { window.seen.push(String(what).slice(0, 200)); };
window.hostile = (field) => note('ran ' + field);
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'executeMe', 'XSS', 'foo', 'a'])
  if (name in window || !['foo', 'a', 'XSS'].includes(name)) window[name] = (text) => note(name + ' called: ' + text);
const write = document.write.bind(document);
document.write = (text) => { note('document.write called'); };
window.addEventListener('error', (event) => { if (event instanceof ErrorEvent) note('script failed: ' + event.message); });
"""

# Whatever could run later: handlers in attributes, links that are programs, elements and sheets that nobody of ours has put there.
LOOK = """() => {
  const found = [...window.seen];
  for (const element of document.querySelectorAll('*')) {
    for (const attribute of element.attributes) {
      const value = attribute.value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
      if (attribute.name.toLowerCase().startsWith('on')) found.push('handler ' + attribute.name + '=' + attribute.value.slice(0, 120));
      if (attribute.name === 'style') found.push('style ' + attribute.value.slice(0, 120));
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'cite', 'poster', 'ping', 'background', 'content'].includes(attribute.name) &&
          /^(javascript|vbscript|data:text|livescript|mocha)/.test(value)) found.push('address ' + attribute.name + '=' + attribute.value.slice(0, 120));
    }
    const name = element.localName;
    const own = element.getAttribute('src') || '';
    if (name === 'script' && element.type !== 'application/ld+json' && !own.startsWith('/assets/')) found.push('script ' + (own || element.textContent).slice(0, 120));
    if (name === 'link' && element.rel === 'stylesheet' && !element.getAttribute('href').startsWith('/assets/')) found.push('sheet ' + element.outerHTML.slice(0, 120));
    if (name === 'meta' && /refresh|set-cookie/i.test(element.httpEquiv)) found.push('meta ' + element.outerHTML.slice(0, 120));
    if (['iframe', 'object', 'embed', 'applet', 'base', 'frame', 'frameset', 'math', 'marquee', 'bgsound', 'xml', 'style'].includes(name)) found.push('element ' + element.outerHTML.slice(0, 120));
  }
  for (const data of document.querySelectorAll('script[type="application/ld+json"]'))
    try { JSON.parse(data.textContent); } catch (error) { found.push('JSON-LD broken: ' + error); }
  if (document.cookie) found.push('cookie ' + document.cookie);
  return found;
}"""
STIR = """() => {
  window.addEventListener('click', (event) => event.preventDefault(), true);
  for (const element of document.querySelectorAll('main *, header *, footer *'))
    for (const kind of ['mouseover', 'focus', 'mouseenter', 'pointerover', 'click', 'input', 'toggle'])
      try { element.dispatchEvent(new Event(kind, {bubbles: false, cancelable: true})); } catch (error) {}
}"""


@dataclass
class Shelf:
    """Pages by path, with their status and media type, as a server hands them out."""

    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)

    def put(self, path: str, body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8") -> None:
        self.pages[path] = (status, kind, body)

    def html(self) -> list[str]:
        """The paths of all pages for people."""
        return sorted(path for path, (_status, kind, _body) in self.pages.items() if kind.startswith("text/html"))


@contextmanager
def served(shelf: Shelf, *, policy: bool) -> Iterator[str]:
    """Serve a shelf on loopback, with or without the policy that forbids strange scripts; gives the origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = shelf.pages.get(unquote(urlsplit(self.path).path), (404, "text/plain", b""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if policy:
                self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """One Chromium; skips the calling test where there is none.

    Playwright keeps an event loop in this thread, beside which Django refuses its database; nothing uses both at once.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}.")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def watch(browser: Browser, origin: str, paths: list[str], *, media: str = "screen") -> dict[str, list[str]]:
    """Open every path, stir every element, and say what ran, could run or asked elsewhere: path → findings, where there are any."""
    page = browser.new_page()
    page.set_default_timeout(15_000)
    page.emulate_media(media=media)  # type: ignore[arg-type]
    asked: list[str] = []
    page.add_init_script(INSTRUMENTS)
    page.on("dialog", lambda dialog: (asked.append(f"dialog {dialog.message[:80]}"), dialog.dismiss()))
    page.on("popup", lambda other: (asked.append(f"window {other.url[:80]}"), other.close()))
    page.route("**/*", lambda route: _let(route, origin, asked))
    found: dict[str, list[str]] = {}
    for path in paths:
        asked.clear()
        seen = _open(page, origin, path)
        if seen or asked:
            found[path] = [*asked, *seen]
    page.close()
    return found


def _let(route: Route, origin: str, asked: list[str]) -> None:
    if route.request.url.startswith((origin + "/", "data:image/")):
        route.continue_()
    else:
        asked.append(f"asked {route.request.url[:120]}")
        route.abort()


def _open(page: Page, origin: str, path: str) -> list[str]:
    address = origin + quote(path, safe="/?=&%+:@!$'()*,;~-._")
    page.goto(address, wait_until="load")
    title = page.title()
    page.evaluate(STIR)
    page.wait_for_timeout(20)
    if urlsplit(page.url)._replace(fragment="").geturl() != urlsplit(address)._replace(fragment="").geturl():
        return [f"the page went to {page.url[:120]}"]
    found: list[str] = page.evaluate(LOOK)
    return found if page.title() == title else [*found, "the title was changed"]
