#!/usr/bin/env python3
"""Pictures of every page, both themes and widths, into a folder: to be looked at.

    screenshots.py FOLDER [page …] [--url http://…] [--mode demo] [--full]
"""

import argparse
import pathlib

import browsing
import fixture_server

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("pages", nargs="*", default=[])
parser.add_argument("--url")
parser.add_argument("--mode", default="filled")
parser.add_argument("--full", action="store_true")
parser.add_argument("--sizes", nargs="*", default=["desktop", "phone"])
parser.add_argument("--themes", nargs="*", default=["light", "dark"])
options = parser.parse_args()
options.folder.mkdir(parents=True, exist_ok=True)
base = options.url or f"http://127.0.0.1:{fixture_server.start().server_address[1]}"

with browsing.browser() as browser:
    for name in options.pages or ["overview", "live", "cohorts", "runs"]:
        for size in options.sizes:
            for theme in options.themes:
                with browsing.page(browser, base, size, theme, options.mode) as page:
                    browsing.visit(page, f"/{name}")
                    page.wait_for_timeout(1600)
                    label = name.replace("?", "-").replace("=", "-").replace("&", "-").replace("/", "-")
                    page.screenshot(path=options.folder / f"{label}-{size}-{theme}.png", full_page=options.full)
                    for message in page.messages:
                        print(f"{label} {size} {theme}: {message}")
