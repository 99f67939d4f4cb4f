"""The kit and the pure modules: the tests stand in kit_cases.js and run in the browser."""

import pathlib
import re

from checks import test

CASES = (pathlib.Path(__file__).parent / "kit_cases.js").read_text()


def register(sentence):
    @test(sentence)
    def in_browser(stage):
        page = stage.shared("/kit-test")
        page.evaluate("""async (sentence) => {
            document.body.replaceChildren(Object.assign(document.createElement("main"), { id: "stage" }));
            document.adoptedStyleSheets = [];
            const { cases } = await import("/kit_cases.js");
            await cases.get(sentence)();
        }""", sentence)


for name in re.findall(r'^test\("(.+?)", ', CASES, re.M):
    register(name)
