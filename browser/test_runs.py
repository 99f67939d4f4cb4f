"""Pipeline runs: list, detail, run now."""

from checks import parameters, settled, test


@test("Runs are listed newest first with status, duration and rows")
def listed(stage):
    page = settled(stage.open("/runs"))
    rows = page.locator("table[aria-label='Pipeline runs'] tbody tr")
    assert rows.count() >= 24
    cells = page.locator("table[aria-label='Pipeline runs'] tbody tr", has_text="failed").first.inner_text()
    assert "failed" in cells and "ms" in cells


@test("A run's address shows its models, checks and error")
def detail(stage):
    page = settled(stage.open("/runs"))
    page.locator("tbody tr", has_text="failed").first.click()
    page.wait_for_selector(".run-error")
    assert "unique(order_id) found 3 rows" in page.locator(".run-error").inner_text()
    assert parameters(page)["run"].startswith("0193-5f")
    page.reload()
    page.wait_for_selector(".run-error")
    assert page.locator(".model-row").count() > 0
    assert page.locator(".passed summary").inner_text() == "2 checks passed"
    assert page.locator(".check-row .tag").all_inner_texts()[:2] == ["failed", "warned"]


@test("Run now starts a run, shows its progress by itself, and ends as succeeded")
def run_now(stage):
    page = settled(stage.open("/runs"))
    page.wait_for_selector(".freshness:has-text('Last run')")
    page.click("#run-now")
    page.wait_for_selector(".freshness:has-text('Running for')")
    assert page.locator("#run-now").is_disabled()
    page.wait_for_selector("tbody tr:has-text('manual') .tag:has-text('running')")
    page.wait_for_selector("tbody tr:has-text('manual') .tag:has-text('succeeded')")
    page.wait_for_selector(".small-facts .tag:has-text('succeeded')")


@test("A run that does not exist says so beside the list", allows=["404"])
def unknown(stage):
    page = stage.open("/runs?run=nothing")
    page.wait_for_selector(".problem")
    assert "No such run" in page.locator(".problem").inner_text()
    assert page.locator("table[aria-label='Pipeline runs'] tbody tr").count() > 0


@test("The list of runs answers on any server", real=True)
def any_server(stage):
    page = settled(stage.open("/runs"))
    page.wait_for_selector("table[aria-label='Pipeline runs'] tbody tr, .empty")
