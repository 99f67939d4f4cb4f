"""The runner: one browser, a new context per test, a failed console is a failed test."""

import contextlib
import importlib
import os
import pathlib
import sys
import time
import traceback

import browsing
import fixture_server
from checks import registered

HERE = pathlib.Path(__file__).resolve().parent
MODULES = ["test_kit", "test_shell", "test_overview", "test_filters", "test_live", "test_cohorts", "test_runs",
           "test_import", "test_states", "test_access"]


class Stage:
    """What a test gets: pages of one server, watched for what the console says."""

    def __init__(self, browser, base, stack, is_real, lasting):
        self.browser, self.base, self.stack, self.is_real, self.lasting = browser, base, stack, is_real, lasting
        self.pages = []

    def open(self, path="/overview", size="desktop", theme="light", mode="filled", **options):
        page = self.stack.enter_context(browsing.page(self.browser, self.base, size, theme, mode, **options))
        self.pages.append(page)
        return browsing.visit(page, path)

    def bare(self, **options):
        page = self.stack.enter_context(browsing.page(self.browser, self.base, **options))
        self.pages.append(page)
        return page

    def shared(self, path):
        """A page that all tests of one kind use in turn: for those that leave nothing behind."""
        if path not in self.lasting:
            page = self.lasting["stack"].enter_context(browsing.page(self.browser, self.base))
            page.goto(self.base + path)
            self.lasting[path] = page
        page = self.lasting[path]
        page.messages.clear()
        self.pages.append(page)
        return page


def run_one(check, browser, base, is_real, lasting):
    started = time.monotonic()
    try:
        with contextlib.ExitStack() as stack:
            stage = Stage(browser, base, stack, is_real, lasting)
            check.body(stage)
            for page in stage.pages:
                said = [text for text in page.messages if not any(part in text for part in check.allows)]
                assert not said, "the console said: " + "; ".join(said)
        return True, time.monotonic() - started, ""
    except Exception:  # A test may fail in any way; the next one still runs.
        return False, time.monotonic() - started, traceback.format_exc(limit=4)


def main(words):
    sys.path.insert(0, str(HERE))
    for name in MODULES:
        importlib.import_module(name)
    chosen = [check for check in registered if all(word.lower() in check.sentence.lower() for word in words)]
    real = os.environ.get("BELLWETHER_URL", "").rstrip("/")
    server = fixture_server.start()
    fixtures = f"http://127.0.0.1:{server.server_address[1]}"
    passed, failed, began = 0, 0, time.monotonic()
    with browsing.browser() as browser, contextlib.ExitStack() as until_end:
        lasting = {"stack": until_end}
        rounds = [(fixtures, False, check) for check in chosen]
        rounds += [(real, True, check) for check in chosen if real and check.is_for_real]
        for base, is_real, check in rounds:
            ok, seconds, why = run_one(check, browser, base, is_real, lasting)
            passed, failed = passed + ok, failed + (not ok)
            mark = "ok  " if ok else "FAIL"
            print(f"{mark} {check.sentence}{' [real server]' if is_real else ''} ({seconds:.1f} s)", flush=True)
            if why:
                print("     " + why.rstrip().replace("\n", "\n     "), flush=True)
    server.shutdown()
    print(f"{passed} passed, {failed} failed ({time.monotonic() - began:.0f} s)")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
