"""Accessibility by axe, no sideways scrolling, no console errors: each page, width and theme."""

from checks import overflow, settled, test, violations

PAGES = ["overview", "live", "cohorts", "runs"]


def look(name, size):
    @test(f"{name.capitalize()} at {'1440' if size == 'desktop' else '390'} px has no axe violation in light and dark, and fits", real=True)
    def check(stage):
        page = settled(stage.open(f"/{name}", size=size))
        if name in ("overview", "live"):
            page.wait_for_selector(".funnel-count:not(:has-text('–'))")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            found = violations(page)
            assert not found, (theme, found)
        assert overflow(page) <= 0, overflow(page)


for name in PAGES:
    for size in ("desktop", "phone"):
        look(name, size)


@test("Dialogs and menus have no axe violation")
def layers(stage):
    page = settled(stage.open("/overview"))
    for press, name in ((lambda: page.keyboard.press("?"), "dialog[open]"), (lambda: page.keyboard.press("/"), "dialog[open]"),
                        (lambda: page.click("#range-chip"), ".popup.sheet"), (lambda: page.click("#compare-chip"), ".popup.sheet"),
                        (lambda: page.click("#chip-channel"), ".popup.sheet")):
        press()
        page.wait_for_selector(name)
        found = violations(page, name)
        assert not found, found
        page.keyboard.press("Escape")
        page.wait_for_selector(name, state="detached")


@test("The empty workspace and the trend's table have no axe violation, also on a phone")
def empty(stage):
    page = stage.open("/overview", mode="empty", size="phone")
    page.wait_for_selector(".counter")
    found = violations(page)
    assert not found and overflow(page) <= 0, (found, overflow(page))
    page = settled(stage.open("/overview?view=table", mode="demo", size="phone", theme="dark"))
    found = violations(page)
    assert not found and overflow(page) <= 0, (found, overflow(page))


@test("Between the widths of a phone and a desk nothing scrolls sideways")
def widths(stage):
    for name in PAGES:
        page = settled(stage.open(f"/{name}", size="tablet"))
        for width in (1180, 1024, 761, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0, (name, width, overflow(page))
