"""Ranges, comparisons, filters, grain: all of it in the URL."""

from checks import focused, parameters, settled, test


def chip(page, name):
    return page.locator(f"#{name}").inner_text().strip()


@test("A view's URL opens the same view again")
def round_trip(stage):
    page = settled(stage.open("/overview?from=2026-10-01&to=2026-10-31&compare=previous_year&channel=google,meta&grain=week&metric=cac&view=table&channels_order=spend"))
    assert chip(page, "range-chip") == "1 – 31 Oct 2026" and chip(page, "compare-chip") == "vs\nPrevious year"
    assert chip(page, "chip-channel") == "Channel\nGoogle Ads, Meta Ads"
    assert page.locator(".filters .segments [aria-pressed=true]").inner_text() == "Week"
    assert page.locator("[role=tab][aria-selected=true] .kpi-label").inner_text() == "CAC"
    assert page.locator("#plot-table").is_visible()
    assert page.locator("#channels-card tbody tr").count() == 2
    before = page.url
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    settled(page)
    assert page.url == before and chip(page, "chip-channel") == "Channel\nGoogle Ads, Meta Ads"


@test("Keys choose ranges, shift them, and back undoes each step", real=True)
def range_keys(stage):
    page = settled(stage.open("/overview"))
    first = chip(page, "range-chip")
    page.keyboard.press("w")
    assert parameters(page)["range"] == "7d"
    week = chip(page, "range-chip")
    page.keyboard.press("ArrowLeft")
    assert {"from", "to"} <= set(parameters(page)) and chip(page, "range-chip") != week
    page.go_back()
    assert chip(page, "range-chip") == week
    page.go_back()
    assert chip(page, "range-chip") == first
    page.keyboard.press("Shift+T")
    assert parameters(page)["range"] == "30d"


@test("The arrow that would leave the data of today does nothing")
def no_future(stage):
    page = settled(stage.open("/overview?range=mtd"))
    page.keyboard.press("ArrowRight")
    assert parameters(page) == {"range": "mtd"}


@test("i walks through the grains and x through the comparisons, which is remembered")
def grain_and_comparison(stage):
    page = settled(stage.open("/overview"))
    page.keyboard.press("i")
    assert parameters(page)["grain"] == "week"
    page.keyboard.press("x")
    assert parameters(page)["compare"] == "previous_year"
    page.keyboard.press("x")
    assert chip(page, "compare-chip") == "vs\nNo comparison"
    settled(page)
    assert page.locator("#tile-revenue .delta").count() == 0
    page.goto(stage.base + "/overview")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert chip(page, "compare-chip") == "vs\nNo comparison"


@test("The picker chooses a range by two presses on days, or by its letters")
def picker(stage):
    page = settled(stage.open("/overview"))
    page.click("#range-chip")
    page.click("#day-2026-10-05")
    page.click("#day-2026-10-09")
    page.wait_for_selector(".picker", state="detached")
    assert parameters(page) == {"from": "2026-10-05", "to": "2026-10-09"}
    assert focused(page) == "range-chip"
    page.keyboard.press("c")
    page.keyboard.press("y")
    assert parameters(page) == {"range": "ytd"}


@test("The calendar is walked with arrow keys over the month's end, not past today")
def calendar_keys(stage):
    page = settled(stage.open("/overview?from=2026-10-28&to=2026-10-30"))
    page.click("#range-chip")
    page.focus("#day-2026-10-30")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#day-2026-11-06:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("#day-2026-11-06:focus")
    page.keyboard.press("PageDown")
    assert focused(page) == "day-2026-11-06"
    assert page.locator("#day-2026-11-21").is_disabled()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#day-2026-11-05:focus")
    page.keyboard.press("Enter")
    assert parameters(page) == {"from": "2026-11-05", "to": "2026-11-06"}


@test("A comparison with a range of one's own is in the URL")
def custom_comparison(stage):
    page = settled(stage.open("/overview"))
    page.click("#compare-chip")
    fields = page.locator(".menu-custom input")
    fields.nth(0).fill("2026-07-01")
    fields.nth(1).fill("2026-07-28")
    page.click(".menu-custom button")
    settled(page)
    assert parameters(page)["compare"] == "2026-07-01..2026-07-28"
    assert "1 – 28 Jul 2026" in page.locator(".trend-head").inner_text()


@test("Menus move with arrow keys and close with Escape")
def menu_keys(stage):
    page = settled(stage.open("/overview"))
    page.focus("#compare-chip")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=menuitemradio][aria-checked=true]:focus")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert parameters(page)["compare"] == "previous_year"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator(".popup").count() <= 1 and focused(page) == "compare-chip"


@test("A press on a row filters by it, again takes it back, with Shift leaves it out")
def row_filter(stage):
    page = settled(stage.open("/overview"))
    row = page.locator("#channels-card tbody tr", has_text="Meta Ads")
    row.locator("td").nth(1).click()
    settled(page)
    assert parameters(page) == {"channel": "meta"}
    assert page.locator("#campaigns-card tbody tr").count() == 2
    assert page.locator("#channels-card tbody button").get_attribute("aria-pressed") == "true"
    page.locator("#channels-card tbody button").click()
    settled(page)
    assert parameters(page) == {}
    page.locator("#channels-card tbody tr", has_text="Meta Ads").locator("td").nth(1).click(modifiers=["Shift"])
    settled(page)
    assert parameters(page) == {"not_channel": "meta"}
    assert chip(page, "chip-channel") == "Channel\nnot Meta Ads"
    assert page.locator("#channels-card tbody tr", has_text="Meta Ads").count() == 0


@test("The filter menu keeps its place and what is typed while values are chosen")
def filter_menu(stage):
    page = settled(stage.open("/overview"))
    page.click("#filter-chip")
    page.click("[role=menuitem] >> text=Campaign")
    field = page.locator(".filter-menu input")
    field.fill("meta")
    assert page.locator("#filter-values [role=checkbox]").all_inner_texts() == ["Meta Prospecting", "Meta Retargeting"]
    page.click("#filter-values >> text=Meta Prospecting")
    page.click("#filter-values >> text=Meta Retargeting")
    assert field.input_value() == "meta"
    assert parameters(page) == {"campaign_id": "camp_meta_prospecting,camp_meta_retargeting"}
    page.click(".filter-menu >> text=is not")
    assert parameters(page) == {"not_campaign_id": "camp_meta_prospecting,camp_meta_retargeting"}


@test("Escape clears the filters, and so does the cross on a chip")
def clearing(stage):
    page = settled(stage.open("/overview?channel=google&campaign_id=camp_google_brand"))
    page.click("[aria-label='Remove the campaign filter']")
    assert parameters(page) == {"channel": "google"}
    page.keyboard.press("Escape")
    assert parameters(page) == {}


@test("Where the data ended long ago, ranges count back from its last day, and the picker says so")
def history(stage):
    page = settled(stage.open("/overview", mode="history"))
    assert chip(page, "range-chip") == "24 Oct – 20 Nov 2026"
    assert page.locator("#tile-revenue .kpi-value").inner_text().startswith("$")
    page.click("#range-chip")
    assert "The data ends on 20 Nov 2026" in page.locator(".picker-note").inner_text()


@test("Requests carry what the bar says", real=True)
def requests(stage):
    page = settled(stage.open("/overview"))
    with page.expect_request(lambda request: request.url.endswith("/v1/query") and '"grain":"day"' in request.post_data) as caught:
        page.goto(stage.base + "/overview?from=2026-10-05&to=2026-10-18&channel=google&compare=none")
    body = caught.value.post_data_json
    assert body["date_range"] == {"from": "2026-10-05", "to": "2026-10-18"}
    assert body["filters"] == [{"dimension": "channel", "operator": "in", "values": ["google"]}]
    assert "compare" not in body
