"""The frame: navigation, history, keys, themes, the palette."""

import pathlib

import preload
from checks import focused, parameters, settled, test

ASSETS = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "WebInterface" / "Assets"


@test("The navigation shows what works, marks the current page and keeps the range and filters", real=True)
def navigation(stage):
    page = stage.open("/overview?range=7d&channel=google")
    links = page.locator(".sidebar [data-page]")
    assert links.all_text_contents() == ["Overview", "Live funnel", "Cohorts", "Pipeline runs"]
    page.click(".sidebar [data-page=cohorts]")
    page.wait_for_selector("html[data-ready=cohorts]", state="attached")
    assert page.url.endswith("/cohorts?range=7d&channel=google"), page.url
    assert page.locator(".sidebar [aria-current=page]").inner_text() == "Cohorts"
    assert page.title().startswith("Cohorts · ")


@test("Back and forward walk through views without loading the page again", real=True)
def history(stage):
    page = stage.open("/overview")
    page.evaluate("window.sameDocument = true")
    page.click(".sidebar [data-page=live]")
    page.wait_for_selector("html[data-ready=live]", state="attached")
    page.go_back()
    page.wait_for_selector("html[data-ready=overview]", state="attached")
    page.go_forward()
    page.wait_for_selector("html[data-ready=live]", state="attached")
    assert page.evaluate("window.sameDocument") is True


@test("Every page's address opens that page, and an unknown one says so")
def addresses(stage):
    for path, title in {"/": "Overview", "/overview": "Overview", "/live": "Live funnel", "/cohorts": "Cohorts",
                        "/runs": "Pipeline runs", "/nowhere": "No such page"}.items():
        page = stage.open(path)
        assert page.locator("h1").inner_text() == title, path


@test("g and a letter go to pages, t changes the theme, ? shows the keys", real=True)
def keys(stage):
    page = stage.open("/overview")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_selector("html[data-ready=cohorts]", state="attached")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_selector("html[data-ready=live]", state="attached")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") == "light"
    page.keyboard.press("?")
    assert page.locator("dialog[open] h2").inner_text() == "Keyboard shortcuts"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")


@test("A chosen theme lasts over a reload and shows before the first paint")
def theme_lasts(stage):
    page = stage.open("/overview")
    page.keyboard.press("t")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click(".sidebar-foot [data-action=theme]")
    page.click("text=As the system says")
    assert page.evaluate("document.documentElement.dataset.theme") is None


@test("Single keys rest in fields and can be switched off; Ctrl K stays")
def keys_off(stage):
    page = stage.open("/live")
    page.focus("#window-minutes")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") is None
    page.locator("#window-minutes").blur()
    page.keyboard.press("?")
    page.uncheck("#single-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") is None
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog.palette[open]")


@test("The palette finds a page by a few letters and goes there with Enter", real=True)
def palette_page(stage):
    page = stage.open("/overview")
    page.focus("#range-chip")
    page.keyboard.press("Control+k")
    page.keyboard.type("coh")
    page.wait_for_selector("[role=option][aria-selected=true]:has-text('Cohorts')")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-ready=cohorts]", state="attached")


@test("The palette moves with arrow keys, filters by campaign, and gives the focus back on Escape")
def palette_keys(stage):
    page = stage.open("/overview")
    page.focus("#range-chip")
    page.keyboard.press("/")
    page.keyboard.type("meta")
    options = page.locator("[role=option]")
    assert options.count() >= 3, options.all_inner_texts()
    page.keyboard.press("ArrowDown")
    assert page.locator("[role=combobox]").get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.palette", state="detached")
    assert focused(page) == "range-chip"
    page.keyboard.press("Control+k")
    page.keyboard.type("retargeting")
    page.keyboard.press("Enter")
    settled(page)
    assert parameters(page) == {"campaign_id": "camp_meta_retargeting"}


@test("The workspace card tells currency, zone and what data there is", real=True)
def workspace(stage):
    page = stage.open("/overview")
    page.click("#workspace-button")
    card = page.locator(".workspace-card")
    assert "Time zone" in card.inner_text() and "Currency" in card.inner_text()
    assert page.locator("#workspace-button").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.wait_for_selector(".workspace-card", state="detached")
    assert focused(page) == "workspace-button"


@test("On a phone the bottom bar replaces the sidebar, and More holds the rest", real=True)
def phone(stage):
    page = stage.open("/overview", size="phone")
    assert not page.locator(".sidebar").is_visible()
    page.click(".tabbar [data-page=runs]")
    page.wait_for_selector("html[data-ready=runs]", state="attached")
    assert page.locator(".tabbar [aria-current=page]").inner_text() == "Runs"
    page.click(".tabbar button")
    sheet = page.locator(".popup.sheet")
    assert sheet.bounding_box()["width"] == 390
    page.click("text=Dark")
    assert page.locator("html").get_attribute("data-theme") == "dark"


@test("Targets on a phone are at least 40 pixels high")
def targets(stage):
    page = settled(stage.open("/overview", size="phone"))
    small = page.evaluate("""[...document.querySelectorAll("button, a[href], input")].filter((node) => node.offsetParent && !node.closest("td, tbody"))
        .map((node) => [node.textContent.trim() || node.ariaLabel, node.getBoundingClientRect().height])
        .filter(([text, height]) => height > 0 && height < 40 && !["Open", "Open live funnel", "See them live"].includes(text))""")
    assert not small, small


@test("The skip link is the first stop and leads to the content")
def skip(stage):
    page = stage.open("/overview")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    assert focused(page) == "main"


@test("The shell preloads exactly the modules that the pages are made of")
def preloads(stage):
    assert preload.listed((ASSETS / "index.html").read_text()) == preload.modules(), "run browser/preload.py"


@test("The chart library comes after the first paint and only where there is a chart")
def lazy_charts(stage):
    page = stage.open("/runs")
    settled(page)
    loaded = "performance.getEntriesByType('resource').some((entry) => entry.name.includes('/vendor/echarts/'))"
    assert page.evaluate(loaded) is False
    page.click(".sidebar [data-page=overview]")
    page.wait_for_selector("[data-drawn]")
    assert page.evaluate(loaded) is True


@test("No file of the application is longer than 400 lines, and the kit is under 250")
def lengths(stage):
    for path in ASSETS.rglob("*"):
        if path.suffix in (".js", ".css", ".html") and "vendor" not in path.parts:
            lines = path.read_text().count("\n")
            assert lines <= (250 if path.name in ("kit.js", "signals.js") else 400), (path.name, lines)
