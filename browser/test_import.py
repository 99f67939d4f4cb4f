"""Importing from a page: dry run, verdicts, confirmation; the empty workspace's doors."""

import base64

from checks import settled, test, violations

GOOD = b"Date,Customer ID,Order ID,Sales\n2026-10-01,1,11,20.50\n2026-10-02,2,12,30.00\n2026-10-03,2,13,-5.00\n2026-10-04,3,14,abc\n"
BAD = b"name,phone\nann,1\n"


def drop(page, name, data, target="body"):
    page.evaluate("""([name, data, target]) => {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name));
        for (const type of ["dragenter", "dragover", "drop"]) {
            document.querySelector(target).dispatchEvent(new DragEvent(type, {dataTransfer: transfer, bubbles: true, cancelable: true}));
        }
    }""", [name, base64.b64encode(data).decode(), target])


@test("A CSV dropped on any page shows what it would do, and is imported only when confirmed")
def import_file(stage):
    page = settled(stage.open("/cohorts"))
    posts = []
    page.on("request", lambda request: posts.append(request.url) if "/v1/imports" in request.url else None)
    drop(page, "orders.csv", GOOD)
    page.wait_for_selector("#import-preview")
    text = page.locator("dialog").inner_text()
    assert "Import orders.csv" in text and "Valid" in text and "Return" in text and "The amount is missing, or no number." in text
    assert page.locator("#import-preview tbody tr").count() == 4
    assert "→ order date" in page.locator("#import-preview thead").inner_text()
    assert len(posts) == 1 and "dry_run=true" in posts[0] and "file_name=orders.csv" in posts[0]
    found = violations(page, "dialog")
    assert not found, found
    assert page.locator("#confirm-import").inner_text() == "Import 3 rows"
    page.click("#confirm-import")
    page.wait_for_selector(".outcome")
    assert len(posts) == 2 and "dry_run" not in posts[1]
    assert "3 rows imported" in page.locator(".outcome").inner_text()
    assert page.locator(".bullets li").count() == 3
    page.click("text=Open Overview")
    page.wait_for_selector("html[data-ready=overview]", state="attached")
    assert page.url.endswith("/overview?range=all")


@test("A file that is not orders is refused with what is missing, and nothing can be confirmed", allows=["422"])
def refused(stage):
    page = settled(stage.open("/overview"))
    drop(page, "phones.csv", BAD)
    page.wait_for_selector("dialog .problem")
    text = page.locator("dialog").inner_text()
    assert "These are not orders" in text and "No column is a date." in text
    assert page.locator("#confirm-import").is_disabled()


@test("Cancelling an import sends nothing more")
def cancelled(stage):
    page = settled(stage.open("/overview"))
    drop(page, "orders.csv", GOOD)
    page.wait_for_selector("#import-preview")
    page.click("dialog >> text=Cancel")
    page.wait_for_selector("dialog", state="detached")


@test("An empty workspace has three doors: a file, an event, the demo")
def doors(stage):
    page = stage.open("/overview", mode="empty")
    page.wait_for_selector(".doors")
    assert page.locator(".door h2").all_inner_texts() == ["Drop a file of orders", "Send an event", "See the demo"]
    with page.expect_file_chooser() as chooser:
        page.click("#drop-zone")
    chooser.value.set_files({"name": "orders.csv", "mimeType": "text/csv", "buffer": GOOD})
    page.wait_for_selector("#import-preview")
    page.keyboard.press("Escape")
    for path in ("/live", "/cohorts"):
        page.goto(stage.base + path)
        page.wait_for_selector(".doors")


@test("The curl line can be copied and run as it stands, and the counter ticks when its event arrives")
def curl(stage):
    import subprocess
    page = stage.open("/overview", mode="empty")
    page.wait_for_selector(".counter .dot.pulse")
    before = int(page.locator("#events-total").inner_text())
    page.locator(".door", has_text="Send an event").locator("button").click()
    line = page.evaluate("navigator.clipboard.readText()")
    assert line.startswith(f"curl {stage.base}/v1/events") and '"event_type":"click"' in line
    answer = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=10, check=True).stdout
    assert '"accepted": 1' in answer or '"accepted":1' in answer, answer
    page.wait_for_selector(f"#events-total:has-text('{before + 1}')")
    assert "just now" in page.locator(".counter").inner_text()
    page.wait_for_timeout(400)
    assert page.locator(".doors").count() == 1, "a first event leaves the doors open"
    page.click("text=See it live")
    page.wait_for_selector("html[data-ready=live]", state="attached")
    page.wait_for_selector("#connection")
