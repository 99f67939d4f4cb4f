"""Cohorts: the triangle, its keys, the readout, the measures."""

from checks import parameters, settled, test


def open_cohorts(stage, path="/cohorts", **options):
    page = settled(stage.open(path, **options))
    page.wait_for_selector(".heat tbody tr")
    return page


@test("The triangle shows months as a table: M0 without colour, unfinished months dashed")
def triangle(stage):
    page = open_cohorts(stage)
    assert page.locator(".heat thead th").all_inner_texts() == ["Cohort", "Size"] + [f"M{n}" for n in range(12)]
    row = page.locator(".heat tbody tr", has_text="Jul 2026")
    classes = row.locator("td").evaluate_all("cells => cells.map((cell) => cell.className.trim())")
    assert classes[1] == "start" and classes[2] == "q9" and classes[5].endswith("open"), classes
    assert page.locator(".heat tbody tr", has_text="Nov 2026").locator("td[class*=q]").count() == 0
    assert page.locator(".heat .average td[class*=open]").count() == 0


@test("The scale's classes reach from q1 to q9")
def scale(stage):
    page = open_cohorts(stage, "/cohorts?show=all")
    names = set(page.locator(".heat td[class*=q]").evaluate_all("cells => cells.map((cell) => cell.className.split(' ')[0])"))
    assert {"q1", "q9"} <= names and all(name in {f"q{n}" for n in range(1, 10)} for name in names), names
    assert page.locator(".heat-steps i").count() == 9


@test("Arrow keys walk the cells, choose as they go, and the URL and the readout follow")
def arrow_keys(stage):
    page = open_cohorts(stage)
    assert page.locator(".heat [tabindex='0']").count() == 1
    page.locator(".heat tbody tr", has_text="Jul 2026").locator("td").nth(2).click()
    assert parameters(page) == {"cell": "2026-07.1"}
    page.keyboard.press("ArrowRight")
    assert parameters(page) == {"cell": "2026-07.2"}
    page.keyboard.press("ArrowDown")
    assert parameters(page) == {"cell": "2026-08.2"}
    assert page.locator("#readout").inner_text().startswith("Aug 2026, month 2: 23.8% of 1,044 customers ordered again")
    assert page.locator("[aria-selected=true]").count() == 1
    assert page.locator(".heat .chosen").inner_text() == "Aug 2026"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.textContent") == "Aug 2026"


@test("The readout says how far from the average, and how many people that is")
def readout(stage):
    page = open_cohorts(stage, "/cohorts?cell=2026-07.2")
    assert page.locator("#readout").inner_text() == \
        "Jul 2026, month 2: 28.4% of 928 customers ordered again, 4.2 points above average. That is 264 people."


@test("A cell explains itself on focus: definition, formula, n, source, as-of")
def explains(stage):
    page = open_cohorts(stage, "/cohorts?cell=2026-07.2")
    page.locator(".heat tbody tr", has_text="Jul 2026").locator("td").nth(2).click()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".explain:popover-open")
    text = page.locator(".explain").inner_text()
    for part in ("Jul 2026, month 2", "Formula", "264 of 928 customers", "business.cohort_retention", "As of"):
        assert part in text, (part, text)


@test("The measure switches between retention, revenue per customer and customers")
def measures(stage):
    page = open_cohorts(stage, "/cohorts?cell=2026-07.2")
    cell = page.locator(".heat tbody tr", has_text="Jul 2026").locator("td").nth(3)
    assert cell.inner_text() == "28.4"
    page.click("text=Revenue / customer")
    assert cell.inner_text().startswith("$") and parameters(page)["view"] == "revenue"
    page.click(".segments >> text=Active customers")
    assert cell.inner_text() == "264"
    assert page.locator("#triangle-title").inner_text() == "Active customers by first-order month"


@test("Twelve months are shown at first, more on demand, and the first month of the data is marked")
def spans(stage):
    page = open_cohorts(stage)
    assert page.locator(".heat tbody:last-child tr").count() == 12
    page.click(".segments >> text=All")
    assert page.locator(".heat tbody:last-child tr").count() == 25
    assert page.locator(".heat tbody:last-child th").first.inner_text() == "Nov 2024*"
    assert "The data begins in this month." in page.locator(".card-foot").inner_text()


@test("The averages are the server's")
def averages(stage):
    page = open_cohorts(stage)
    served = page.evaluate("fetch('/v1/cohorts?period=month').then((answer) => answer.json()).then((report) => report.averages)")
    shown = page.locator(".heat .average td").all_inner_texts()[2:]
    assert shown == [f"{100 * each['retention_rate']:.1f}" for each in served[:11]], shown
    assert page.locator(".kpis.five .kpi-value").first.inner_text() == f"{100 * served[0]['retention_rate']:.1f}%"


@test("The curve is drawn and told in words; a good cohort is one press away")
def curve(stage):
    page = open_cohorts(stage)
    page.wait_for_selector("[aria-labelledby=curve-title] [data-drawn] canvas", state="attached")
    assert "against the average" in page.locator("[aria-labelledby=curve-title] [role=img]").get_attribute("aria-label")
    page.locator(".extremes button").first.click()
    assert parameters(page)["cell"] == "2026-07.1"


@test("On a phone the triangle scrolls sideways and the cohort's name stays")
def sticky(stage):
    page = open_cohorts(stage, size="phone")
    name = page.locator(".heat tbody tr", has_text="Dec 2025").locator("th")
    before = name.bounding_box()["x"]
    page.evaluate("document.getElementById('heat-scroll').scrollLeft = 200")
    page.wait_for_timeout(100)
    assert abs(name.bounding_box()["x"] - before) <= 10


@test("Cohorts open on a server with any data, or say what is missing", real=True)
def any_server(stage):
    page = settled(stage.open("/cohorts"))
    page.wait_for_selector(".heat tbody tr, .empty, .doors")
