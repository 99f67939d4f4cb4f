"""Overview: tiles as tabs, trend, tables, explanations."""

from checks import number, parameters, settled, test

TILES = ["revenue", "spend", "roas", "orders", "cvr", "cac"]


def ask(page, body):
    """Asks the server itself, from the page."""
    return page.evaluate("""(body) => fetch("/v1/query", {method: "POST", headers: {"Content-Type": "application/json"},
        body: JSON.stringify(body)}).then((answer) => answer.json())""", body)


@test("Six tiles show the figures of the query, rounded, and the exact ones on hover", real=True)
def tiles(stage):
    page = settled(stage.open("/overview?range=28d&compare=previous_period"))
    shown = page.locator("[role=tab]")
    names = shown.evaluate_all("tabs => tabs.map((tab) => tab.dataset.metric)")
    if not stage.is_real:
        assert names == TILES, names
    with page.expect_request("**/v1/query") as caught:
        page.reload()
    range_ = caught.value.post_data_json["date_range"]
    page.wait_for_selector("html[data-ready]", state="attached")
    settled(page)
    answer = ask(page, {"metrics": names, "dimensions": [], "filters": [], "date_range": range_})
    for name in names:
        value = answer["totals"][name]
        tile = page.locator(f"#tile-{name} .kpi-value")
        if value is None:
            assert tile.inner_text() == "–", name
            continue
        tile.hover()
        page.wait_for_selector(".explain:popover-open")
        said = number(page.locator(".explain-exact").inner_text())
        is_rate = "%" in page.locator(".explain-exact").inner_text()
        assert abs(said - value * (100 if is_rate else 1)) < 1e-4 * max(1, abs(said)), (name, said, value)
        text = page.locator(".explain").inner_text()
        assert "Formula" in text and "Source" in text and "As of" in text, text
        page.mouse.move(5, 5)
        page.keyboard.press("Escape")


@test("Tiles are the chart's tabs: arrows choose, Home and End reach the ends, the URL follows", real=True)
def tabs(stage):
    page = settled(stage.open("/overview"))
    names = page.locator("[role=tab]").evaluate_all("tabs => tabs.map((tab) => tab.dataset.metric)")
    page.focus(f"#tile-{names[0]}")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"#tile-{names[1]}").get_attribute("aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == f"tile-{names[1]}"
    assert parameters(page)["metric"] == names[1]
    page.keyboard.press("End")
    assert parameters(page)["metric"] == names[-1]
    page.keyboard.press("ArrowRight")
    assert "metric" not in parameters(page)
    page.keyboard.press("ArrowLeft")
    assert page.locator("[role=tab][tabindex='0']").count() == 1
    assert page.locator("#trend").get_attribute("aria-labelledby") == f"tile-{names[-1]}"


@test("A change has an arrow, a sign and a colour by polarity")
def deltas(stage):
    page = settled(stage.open("/overview"))
    found = {name: page.locator(f"#tile-{name} .delta") for name in TILES}
    assert found["revenue"].inner_text().endswith("+9.5%"), found["revenue"].inner_text()
    assert found["roas"].inner_text().endswith("−1.2%")
    assert found["cvr"].inner_text().endswith("−0.01 pt")
    classes = {name: item.get_attribute("class") for name, item in found.items()}
    assert classes == {"revenue": "delta good", "spend": "delta neutral", "roas": "delta bad", "orders": "delta good",
                       "cvr": "delta bad", "cac": "delta bad"}, classes
    assert found["cac"].locator("svg").count() == 1 and found["cac"].locator(".visually-hidden").inner_text() == "up"


@test("Without orders the tiles are those of events")
def event_tiles(stage):
    page = settled(stage.open("/overview", mode="events"))
    names = page.locator("[role=tab]").evaluate_all("tabs => tabs.map((tab) => tab.dataset.metric)")
    assert names == ["spend", "impressions", "clicks", "ctr", "cpc", "signups"]


@test("A number explains itself on keyboard focus, and Escape takes the explanation away")
def explained_by_focus(stage):
    page = settled(stage.open("/overview"))
    page.focus("#tile-revenue")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".explain:popover-open .explain-title:has-text('ROAS')")
    text = page.locator(".explain").inner_text()
    for part in ("ROAS", "Period", "23 Oct – 19 Nov 2026", "Compared", "Formula", "revenue / spend", "n", "spend", "Source", "Measured", "As of"):
        assert part in text, (part, text)
    assert page.locator("#tile-roas").get_attribute("aria-describedby") == "explanation"
    page.keyboard.press("Escape")
    assert not page.locator(".explain").is_visible()


@test("The trend is drawn, says itself in words, and can be read as a table", real=True)
def trend(stage):
    page = settled(stage.open("/overview"))
    page.wait_for_selector("#trend-canvas[data-drawn] canvas", state="attached")
    label = page.locator("#trend-canvas").get_attribute("aria-label")
    assert "lowest" in label and "highest" in label, label
    page.click("#view-as-table")
    assert parameters(page)["view"] == "table"
    rows = page.locator("#plot-table tbody tr")
    assert rows.count() >= 1
    page.click("#view-as-table")
    page.wait_for_selector("#trend-canvas")


@test("The table of the trend has each day, its comparison and its change")
def trend_table(stage):
    page = settled(stage.open("/overview?view=table&range=7d"))
    rows = page.locator("#plot-table tbody tr")
    assert rows.count() == 7
    assert [cell.split("\n")[0] for cell in rows.first.locator("th, td").all_inner_texts()][0] == "Fri 13 Nov 2026"
    assert page.locator("#plot-table thead th").all_inner_texts() == ["Period", "Revenue", "Comparison", "Change"]


@test("By the hour, what comes from orders is shown by the day and says so")
def by_the_hour(stage):
    page = settled(stage.open("/overview?range=24h&view=table"))
    assert page.locator("#plot-table tbody tr").count() == 2
    assert "By the day: orders have no hour" in page.locator(".trend-head").inner_text()
    page.click("#tile-cvr")
    assert page.locator("#plot-table tbody tr").count() == 48
    assert page.locator("#plot-table tbody th").first.inner_text() == "Thu 19 Nov, 00:00"
    assert page.locator("#tile-revenue .kpi-value").inner_text().startswith("$")


@test("A period that is not over is marked in the table and in the legend")
def incomplete(stage):
    page = settled(stage.open("/overview?range=mtd"))
    assert "Dotted: not finished, or only in part" in page.locator(".trend-head").inner_text()
    page.click("#view-as-table")
    assert page.locator("#plot-table tbody th").last.inner_text() == "Fri 20 Nov 2026not finished"


@test("Tables sort by a press on the head, absent values last, and the order is in the URL")
def sorting(stage):
    page = settled(stage.open("/overview"))
    table = page.locator("#channels-card table")
    assert table.locator("thead [aria-sort=descending]").inner_text() == "Revenue"
    table.locator("thead button", has_text="Spend").click()
    spend = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert spend[-2:] == ["–", "–"] and number(spend[0]) == max(number(each) for each in spend[:-2]), spend
    assert parameters(page)["channels_order"] == "-spend"
    table.locator("thead button", has_text="Spend").click()
    spend = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert spend[-2:] == ["–", "–"] and number(spend[0]) == min(number(each) for each in spend[:-2]), spend
    assert table.locator("thead [aria-sort=ascending]").inner_text() == "Spend"


@test("The totals row is the server's total, not a sum of what is shown")
def totals(stage):
    page = settled(stage.open("/overview"))
    foot = page.locator("#channels-card tfoot").inner_text().split()
    answer = ask(page, {"metrics": ["roas", "revenue"], "dimensions": [], "filters": [],
                        "date_range": {"from": "2026-10-23", "to": "2026-11-19"}})
    assert f"{answer['totals']['roas']:.2f}×" in foot and f"${answer['totals']['revenue']:,.0f}" in foot, foot


@test("What does not exist is a dash: organic search has no spend and no ROAS")
def dashes(stage):
    page = settled(stage.open("/overview"))
    row = page.locator("#channels-card tbody tr", has_text="Organic search")
    assert row.locator("td").nth(0).inner_text() == "–" and row.locator("td").nth(2).inner_text() == "–"


@test("Campaigns that nobody created are marked, the others carry their names")
def not_created(stage):
    page = settled(stage.open("/overview"))
    row = page.locator("#campaigns-card tbody tr", has_text="camp_autumn_test")
    assert row.locator(".tag").inner_text() == "not created yet"
    assert page.locator("#campaigns-card tbody .tag").count() == 1
    assert page.locator("#campaigns-card tbody th", has_text="Google Brand").count() == 1


@test("Cells are one tab stop; arrow keys walk, explain and reach the totals")
def cells(stage):
    page = settled(stage.open("/overview"))
    table = page.locator("#channels-card table")
    assert table.locator("[tabindex='0']").count() == 1
    table.locator("tbody tr:nth-child(4) th button").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".explain:popover-open .explain-title:has-text('Revenue, Google Ads')")
    page.keyboard.press("Control+End")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.textContent") == "All channels"
    assert table.locator("[tabindex='0']").count() == 1


@test("What needs attention is listed with one thing to do, and its place is the chart's when nothing does")
def attention(stage):
    page = settled(stage.open("/overview"))
    page.wait_for_selector("#attention-title")
    titles = page.locator(".feed-item h3").all_inner_texts()
    assert titles == ["Meta Prospecting is below target", "1 campaign not created yet"], titles
    assert page.locator(".feed-item a").first.get_attribute("href") == "/live"
    failed = settled(stage.open("/overview", mode="failed"))
    failed.wait_for_selector("text=The last pipeline run failed")
    assert "unique(order_id) found 3 rows" in failed.locator(".feed-item").first.inner_text()


@test("The demo says that it is one, links its stories, and tells how to start with one's own data")
def demo(stage):
    page = settled(stage.open("/overview", mode="demo"))
    page.click("text=Spend that does not convert")
    settled(page)
    assert parameters(page) == {"campaign_id": "camp_autumn_test", "metric": "spend"}
    assert page.locator("#story-detail").inner_text() == "A campaign that costs and sells nothing"
    page.click("text=Start with my own data")
    assert "bellwether serve" in page.locator("dialog[open]").inner_text()
    page.keyboard.press("Escape")
    page.click("[aria-label='Close this strip']")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.locator("text=This is a demo shop").count() == 0


@test("A month of which the range holds only a part is marked so")
def partial(stage):
    page = settled(stage.open("/overview?from=2026-08-10&to=2026-10-31&grain=month&view=table"))
    names = page.locator("#plot-table tbody th").all_inner_texts()
    assert names == ["Aug 2026in part", "Sep 2026", "Oct 2026"], names
