#!/usr/bin/env python3
"""Writes the list of modules that index.html preloads, from the imports of app.js."""

import pathlib
import re

ASSETS = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "WebInterface" / "Assets"


def modules():
    """Every module that app.js imports, directly or not; what is imported later is left out."""
    found, queue = set(), ["app.js"]
    while queue:
        name = queue.pop()
        if name in found:
            continue
        found.add(name)
        folder = (ASSETS / name).parent
        for target in re.findall(r'^(?:import|export) [^"]*?"(\.{1,2}/[^"]+)"', (ASSETS / name).read_text(), re.M | re.S):
            queue.append(str((folder / target).resolve().relative_to(ASSETS)))
    return sorted(found - {"app.js"})


def listed(shell):
    return re.findall(r'rel="modulepreload" href="/assets/([^"]+)"', shell)


def main():
    path = ASSETS / "index.html"
    lines = "".join(f'        <link rel="modulepreload" href="/assets/{name}">\n' for name in modules())
    block = f"        <!-- modules, written by browser/preload.py -->\n{lines}"
    path.write_text(re.sub(r'        <!-- modules.*?-->\n(?:        <link rel="modulepreload"[^\n]*\n)*', block, path.read_text()))


if __name__ == "__main__":
    main()
