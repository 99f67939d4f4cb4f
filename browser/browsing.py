"""One browser for all tests, a new context for each."""

import contextlib
import os

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("BELLWETHER_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run", "--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
SIZES = {"desktop": {"width": 1440, "height": 900}, "tablet": {"width": 1024, "height": 800},
         "phone": {"width": 390, "height": 844}}


@contextlib.contextmanager
def browser():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@contextlib.contextmanager
def page(launched, base, size="desktop", theme="light", mode="filled", touch=False):
    """A page in a context of its own; `.messages` has what the console said and what broke."""
    context = launched.new_context(
        viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce", locale="en-US", timezone_id="UTC",
        base_url=base, has_touch=touch, permissions=["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": "fixture", "value": mode, "url": base}])
    context.set_default_timeout(8000)
    opened = context.new_page()
    opened.messages = []
    opened.on("console", lambda message: opened.messages.append(message.text)
              if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: opened.messages.append(str(error)))
    try:
        yield opened
    finally:
        context.close()


def visit(opened, path, wait="html[data-ready]"):
    opened.goto(path, wait_until="commit")
    opened.wait_for_selector(wait, state="attached")
    return opened
