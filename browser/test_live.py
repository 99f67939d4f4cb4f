"""Live funnel: the window, the connection, targets."""

import json

from checks import number, parameters, test


def state(page):
    return page.locator("#connection").get_attribute("data-state")


def live(stage, path="/live", **options):
    page = stage.open(path, **options)
    page.wait_for_selector("#connection[data-state=live]")
    page.wait_for_selector("table[aria-label='Live funnel by campaign and channel'] tbody tr, .empty")
    return page


@test("The page is live within a moment and its figures move by themselves")
def moves(stage):
    page = live(stage)
    before = number(page.locator(".kpi-value").first.inner_text())
    page.wait_for_timeout(1300)
    assert number(page.locator(".kpi-value").first.inner_text()) > before
    assert page.locator(".funnel-label").all_inner_texts() == ["Impressions", "Clicks", "Signups", "Activations"]


@test("Steps and rates agree with the message; CTR leaves out channels without impressions", real=True)
def rates(stage):
    page = live(stage)
    data = page.evaluate("""new Promise((resolve) => {
        const source = new EventSource("/v1/live?minutes=60");
        source.addEventListener("funnel", (event) => { source.close(); resolve(JSON.parse(event.data)); });
    })""")
    shown = {}
    for row in data["rows"]:
        shown.setdefault(row["channel"], [0, 0])
        shown[row["channel"]][0] += row["clicks"]
        shown[row["channel"]][1] += row["impressions"]
    clicks = sum(c for c, i in shown.values() if i > 0)
    impressions = sum(i for c, i in shown.values() if i > 0)
    text = page.locator(".funnel-step").nth(1).locator(".funnel-rate").inner_text()
    if impressions == 0:
        assert text == "–"
    else:
        assert abs(number(text) - 100 * clicks / impressions) < 0.6, (text, clicks / impressions)


@test("The window goes from 5 to 360 minutes, is in the URL, and asks the server again")
def window(stage):
    page = live(stage)
    with page.expect_request("**/v1/live?minutes=15"):
        page.click("text=15 min")
    assert parameters(page) == {"minutes": "15"}
    with page.expect_request("**/v1/live?minutes=45"):
        page.fill("#window-minutes", "45")
        page.keyboard.press("Enter")
    page.fill("#window-minutes", "4")
    page.keyboard.press("Enter")
    assert parameters(page) == {"minutes": "45"}
    with page.expect_request("**/v1/live?minutes=360"):
        page.goto(stage.base + "/live?minutes=9999")


@test("A dropped connection says reconnecting, comes back by itself, and opens a new one")
def reconnect(stage):
    page = stage.open("/live", mode="silent")
    page.wait_for_selector("#connection[data-state=live]")
    opened = json.loads(page.evaluate("fetch('/fixture/state').then((answer) => answer.text())"))["feeds"]
    page.wait_for_selector("#connection[data-state=reconnecting]")
    assert page.locator("table.data tbody tr").count() > 0, "the old figures stay"
    page.wait_for_selector("#connection[data-state=live]")
    assert json.loads(page.evaluate("fetch('/fixture/state').then((answer) => answer.text())"))["feeds"] > opened


@test("Nobody looks: the connection rests; somebody looks again: it is live again", real=True)
def pauses(stage):
    page = live(stage)
    hide = """(isHidden) => {
        Object.defineProperty(document, "hidden", {value: isHidden, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    assert state(page) == "paused"
    page.evaluate(hide, False)
    page.wait_for_selector("#connection[data-state=live]")


@test("Below target needs the volume: one campaign is judged below, small ones are not judged")
def targets(stage):
    page = live(stage)
    row = page.locator("tbody tr", has_text="Meta Prospecting")
    assert "below target" in row.inner_text() and row.locator(".below").count() == 1
    small = page.locator("tbody tr", has_text="LinkedIn ABM")
    assert "too few to judge" in small.inner_text() and small.locator(".below").count() == 0
    assert page.locator("tbody tr .tag.bad").count() == 1
    assert page.locator(".large-funnel .readout").inner_text().startswith("Meta Prospecting is below target. CTR 1.4")


@test("The thresholds of a channel are its own: e-mail needs 5 % of clicks")
def channel_thresholds(stage):
    page = live(stage, "/live?minutes=360")
    found = page.evaluate("""import("/assets/components/funnel.js").then(({belowTarget}) => {
        const thresholds = {default: {ctr: 0.02, signup_to_activation: 0.4}, channels: {email: {ctr: 0.05}}, impressions_min: 1000, signups_min: 30};
        const row = {channel: "google", impressions: 1000, clicks: 20, signups: 30, activations: 12};
        const names = (change) => belowTarget({...row, ...change}, {thresholds}).map((fault) => fault.metric);
        return [names({}), names({clicks: 19}), names({clicks: 0, impressions: 999}), names({activations: 11}),
            names({signups: 29, activations: 0}), names({channel: "email", clicks: 49}), names({channel: "email", clicks: 50})];
    })""")
    assert found == [[], ["ctr"], [], ["signup_to_activation"], [], ["ctr"], []], found


@test("Filters narrow rows and totals of the live page")
def filters(stage):
    page = live(stage, "/live?channel=meta")
    rows = page.locator("table.data tbody tr")
    assert rows.count() == 2
    foot = page.locator("table.data tfoot td").all_inner_texts()
    column = rows.locator("td:nth-child(4)").all_inner_texts()
    assert sum(number(each) for each in column) == number(foot[2]), (column, foot)


@test("A campaign nobody created is marked on the live page too")
def not_created(stage):
    page = live(stage)
    assert page.locator("tbody tr", has_text="camp_autumn_test").locator(".tag.warn").inner_text() == "not created yet"


@test("Live figures explain themselves with target, window and n")
def explains(stage):
    page = live(stage)
    cell = page.locator("tbody tr", has_text="Meta Prospecting").locator(".below")
    cell.hover()
    page.wait_for_selector(".explain:popover-open")
    text = page.locator(".explain").inner_text()
    for part in ("CTR, Meta Prospecting, Meta Ads", "last 60 minutes", "Target", "2.00%", "impressions", "landing.events"):
        assert part in text, (part, text)
