"""How a test is written, and what several tests ask of a page."""

import dataclasses
import pathlib
import re
import typing

AXE = None
registered = []


@dataclasses.dataclass
class Check:
    sentence: str
    body: typing.Callable
    allows: tuple
    is_for_real: bool


def test(sentence, allows=(), real=False):
    """Registers a test. `allows` are parts of console messages that it provokes; `real` tests hold for any server."""
    def register(body):
        registered.append(Check(sentence, body, tuple(allows), real))
        return body
    return register


def parameters(page):
    """The parameters of the page's URL."""
    return page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")


def settled(page):
    """Waits until nothing on the page says that it is still loading."""
    page.wait_for_selector("[aria-busy=true]", state="detached")
    return page


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def overflow(page):
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def violations(page, within=None):
    """What axe finds against WCAG 2.2 AA and its best practices, in lines that say where."""
    global AXE
    if AXE is None:
        import axe_playwright_python
        AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    page.evaluate(AXE)
    found = page.evaluate("""(within) => axe.run(within ? {include: [within]} : document, {
        resultTypes: ["violations"],
        runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})
        .then(({violations}) => violations.flatMap(({id, nodes}) => nodes.map((node) =>
            `${id}: ${node.target.join(" ")}: ${(node.any[0] || node.all[0] || node.none[0] || {}).message}`)))""", within)
    return found


def number(text):
    """The number in a text like "−$1,234.50" or "3.04%"."""
    digits = re.sub(r"[^0-9.\-]", "", text.replace("−", "-"))
    return float(digits)
