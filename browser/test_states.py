"""Loading, busy, error, stale, empty."""

from checks import parameters, settled, test


@test("A first load shows a skeleton after 200 ms, a second one dims what is there")
def loading(stage):
    page = stage.open("/overview", mode="slow")
    page.wait_for_selector("#tile-revenue .skeleton")
    height = page.locator(".kpis").bounding_box()["height"]
    settled(page)
    page.wait_for_selector("#tile-revenue .kpi-value:has-text('$')")
    assert abs(page.locator(".kpis").bounding_box()["height"] - height) <= 1
    page.keyboard.press("w")
    page.wait_for_selector("#channels-card .is-busy")
    assert page.locator("#channels-card tbody tr").count() == 7
    page.wait_for_selector("#channels-card .is-busy", state="detached")


@test("What fails says so in its card with Retry; other cards keep working", allows=["503"])
def errors(stage):
    page = stage.open("/overview", mode="error")
    page.wait_for_selector("#trend .problem")
    text = page.locator("#trend .problem").inner_text()
    assert "The warehouse is busy" in text and "Request fixture-1" in text
    page.wait_for_selector(".funnel-count:has-text(',')")
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "fixture", "value": "filled", "url": stage.base}])
    page.click("#trend .problem button")
    page.wait_for_selector("#tile-revenue .kpi-value:has-text('$')")
    assert page.locator("#channels-card .problem").count() == 1
    page.click("#channels-card .problem button")
    page.wait_for_selector("#channels-card tbody tr")


@test("Figures that are too old are amber and say their age")
def stale(stage):
    page = settled(stage.open("/overview", mode="stale"))
    page.wait_for_selector(".freshness.stale:has-text('Updated 9 h ago')")
    assert page.locator(".stale-mark").all_inner_texts() == ["9 h ago"] * 6
    assert page.locator(".feed-item", has_text="Figures are from 9 h ago").count() == 1


@test("A period without values says so and offers a way out")
def empty_period(stage):
    page = settled(stage.open("/overview?from=2024-01-01&to=2024-01-31"))
    assert "No revenue in this period." in page.locator("#trend").inner_text()
    page.click("text=Show all time")
    assert parameters(page) == {"range": "all"}


@test("An error of the cohorts and of the runs is inline, too", allows=["503"])
def other_errors(stage):
    for path in ("/cohorts", "/runs"):
        page = stage.open(path, mode="error")
        page.wait_for_selector(".problem")
        assert "Retry" in page.locator(".problem").first.inner_text()


@test("A server that is gone is told as such, with Retry", allows=["ERR_CONNECTION_REFUSED", "ERR_FAILED", "Failed to load"])
def unreachable(stage):
    page = settled(stage.open("/overview"))
    page.route("**/v1/query", lambda route: route.abort())
    page.keyboard.press("w")
    page.wait_for_selector("#trend .problem")
    assert "cannot be reached" in page.locator("#trend .problem").inner_text()


@test("Content does not jump while it loads: layout shift stays under 0.05")
def layout_shift(stage):
    page = stage.bare()
    page.add_init_script("""window.shift = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});""")
    page.goto("/overview")
    page.wait_for_selector("[data-drawn]")
    page.wait_for_timeout(600)
    assert page.evaluate("window.shift") < 0.05, page.evaluate("window.shift")
