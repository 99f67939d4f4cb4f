// Tests of the page kit and of the pure modules, run in the browser under the pages' own policy.
// Each `test("sentence", body)` is one test of browser/run.

import { computed, each, effect, flush, html, mount, onCleanup, scope, signal, svg } from "/assets/kit.js";
import * as dates from "/assets/dates.js";
import * as figures from "/assets/cohort-figures.js";
import * as format from "/assets/format.js";

export const cases = new Map();
const test = (sentence, body) => cases.set(sentence, body);
const stage = () => document.getElementById("stage");

function equal(found, expected, what = "") {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
    if (a !== b) throw new Error(`${what} expected ${b}, found ${a}`);
}

test("An effect runs again when a signal that it read changes, and not for others", () => {
    const a = signal(1), b = signal(1), seen = [];
    effect(() => seen.push(a()));
    b.set(2);
    flush();
    a.set(5);
    flush();
    equal(seen, [1, 5]);
});

test("Setting the same value wakes nobody", () => {
    const a = signal("x");
    let runs = 0;
    effect(() => { a(); runs += 1; });
    a.set("x");
    flush();
    equal(runs, 1);
});

test("A computed value that stays equal stops the change there", () => {
    const n = signal(1);
    const isBig = computed(() => n() > 10);
    let runs = 0;
    effect(() => { isBig(); runs += 1; });
    n.set(2);
    flush();
    n.set(11);
    flush();
    equal(runs, 2);
});

test("An effect that reads two values derived from one signal runs once for a change", () => {
    const n = signal(1);
    const double = computed(() => n() * 2), triple = computed(() => n() * 3), seen = [];
    effect(() => seen.push(double() + triple()));
    n.set(2);
    flush();
    equal(seen, [5, 10]);
});

test("What an effect made ends when it runs again or is disposed", () => {
    const a = signal(0), inner = signal(0), log = [];
    const dispose = effect(() => {
        const round = a();
        effect(() => log.push(`run ${round} ${inner()}`));
        onCleanup(() => log.push(`end ${round}`));
    });
    a.set(1);
    flush();
    inner.set(1);
    flush();
    dispose();
    inner.set(2);
    a.set(2);
    flush();
    equal(log, ["run 0 0", "end 0", "run 1 0", "run 1 1", "end 1"]);
});

test("A child effect does not run when its owner is about to drop it", () => {
    const item = signal({ name: "a" }), seen = [];
    effect(() => {
        if (item()) effect(() => seen.push(item().name));
    });
    item.set(null);
    flush();
    equal(seen, ["a"]);
});

test("An effect that throws does not stop the others", () => {
    const a = signal(0), seen = [];
    const swallow = (event) => event.preventDefault();
    addEventListener("error", swallow);
    effect(() => { if (a() === 1) throw new Error("planted"); });
    effect(() => seen.push(a()));
    a.set(1);
    flush();
    removeEventListener("error", swallow);
    equal(seen, [0, 1]);
});

test("An effect that keeps waking itself is stopped with an error", () => {
    const a = signal(0);
    const dispose = effect(() => { if (a() > 0) a.set(a() + 1); });
    a.set(1);
    let message = "";
    try {
        flush();
    } catch (error) {
        message = error.message;
    }
    dispose();
    equal(message, "an effect keeps waking itself");
});

test("Unmounting disposes the effects of the view and empties its place", () => {
    const a = signal(1);
    let runs = 0;
    const unmount = mount(stage(), () => html`<p>${() => { runs += 1; return a(); }}</p>`);
    unmount();
    a.set(2);
    flush();
    equal([runs, stage().childNodes.length], [1, 0]);
});

test("Text goes in as text: markup in a value stays letters", () => {
    mount(stage(), () => html`<p title="${'"><b>'}">${"<img src=x onerror=alert(1)>"}</p>`);
    equal([stage().querySelector("img"), stage().firstChild.textContent, stage().firstChild.title],
        [null, "<img src=x onerror=alert(1)>", '"><b>']);
});

test("Attributes follow signals, booleans come and go, aria booleans are words", () => {
    const isOff = signal(true);
    mount(stage(), () => html`<button class="a ${() => (isOff() ? "off" : "on")} b" disabled="${isOff}" aria-pressed="${isOff}">x</button>`);
    const button = stage().firstChild;
    equal([button.className, button.disabled, button.getAttribute("aria-pressed")], ["a off b", true, "true"]);
    isOff.set(false);
    flush();
    equal([button.className, button.disabled, button.getAttribute("aria-pressed")], ["a on b", false, "false"]);
});

test("Handlers, properties, CSS variables and refs bind without inline script or style", () => {
    let clicks = 0, element;
    mount(stage(), () => html`<p><input .value=${"typed"} onclick=${() => { clicks += 1; }} --share=${0.5} ref=${(node) => { element = node; }}></p>`);
    element.click();
    equal([clicks, element.value, element.style.getPropertyValue("--share"), element.getAttributeNames()], [1, "typed", "0.5", ["style"]]);
});

test("Reading a signal in a handler does not tie it to the effect that runs meanwhile", () => {
    const clicks = signal(0);
    let runs = 0, button;
    mount(stage(), () => html`<button ref=${(node) => { button = node; }} onclick=${() => clicks()}>x</button>`);
    effect(() => { runs += 1; button.click(); });
    clicks.set(1);
    flush();
    equal(runs, 1);
});

test("Table rows and SVG parts are made in their own namespaces", () => {
    mount(stage(), () => html`<table><tbody>${[1, 2].map((n) => html`<tr><td>${n}</td></tr>`)}</tbody></table><svg>${svg`<circle r="3"/>`}</svg>`);
    equal([stage().querySelectorAll("td").length, stage().querySelector("circle").namespaceURI], [2, "http://www.w3.org/2000/svg"]);
});

test("Nothing, false and null are drawn as nothing; zero is drawn", () => {
    mount(stage(), () => html`<p>${null}${false}${undefined}${true}${0}</p>`);
    equal(stage().textContent, "0");
});

test("A region that is drawn again keeps the focus of the element with the same id", () => {
    const n = signal(1);
    mount(stage(), () => html`<div>${() => html`<button id="kept">${n()}</button>`}</div>`);
    document.getElementById("kept").focus();
    n.set(2);
    flush();
    equal([document.activeElement.id, document.activeElement.textContent], ["kept", "2"]);
});

test("A region that is drawn again keeps the selection in a field and the scroll of a box", () => {
    const n = signal(1);
    mount(stage(), () => html`<div>${() => html`<input id="field" value="abcdef"><div id="box">${n()}<p class="tall">x</p></div>`}</div>`);
    const box = () => document.getElementById("box");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("#box{height:40px;overflow:auto}.tall{height:400px}");
    document.adoptedStyleSheets = [sheet];
    document.getElementById("field").focus();
    document.getElementById("field").setSelectionRange(2, 4);
    box().scrollTop = 120;
    n.set(2);
    flush();
    const field = document.activeElement;
    equal([field.id, field.selectionStart, field.selectionEnd, box().scrollTop], ["field", 2, 4, 120]);
});

test("A text that changes keeps its text node", () => {
    const n = signal("a");
    mount(stage(), () => html`<p>${n}</p>`);
    const before = [...stage().firstChild.childNodes].find((node) => node.nodeType === 3);
    n.set("b");
    flush();
    equal([before.isConnected, before.data], [true, "b"]);
});

const listOf = (items) => () => html`<ul>${each(items, (item) => item.id, (item) => html`<li><input id="${() => `in-${item().id}`}"><b>${() => item().text}</b></li>`)}</ul>`;

test("A keyed list keeps the elements of keys that stay, in the new order", () => {
    const items = signal([{ id: 1, text: "a" }, { id: 2, text: "b" }, { id: 3, text: "c" }]);
    mount(stage(), listOf(items));
    const rows = [...stage().querySelectorAll("li")];
    items.set([{ id: 3, text: "c" }, { id: 1, text: "A" }, { id: 4, text: "d" }]);
    flush();
    const after = [...stage().querySelectorAll("li")];
    equal(after.map((row) => row.textContent), ["c", "A", "d"]);
    equal([after[0] === rows[2], after[1] === rows[0], rows[1].isConnected], [true, true, false]);
});

test("A row of a keyed list that moves keeps focus and what is typed", () => {
    const items = signal([{ id: 1, text: "a" }, { id: 2, text: "b" }]);
    mount(stage(), listOf(items));
    const field = document.getElementById("in-2");
    field.focus();
    field.value = "typed";
    field.setSelectionRange(1, 3);
    items.set([{ id: 2, text: "b" }, { id: 1, text: "a" }]);
    flush();
    equal([document.activeElement === field, field.value, field.selectionStart], [true, "typed", 1]);
});

test("A row that leaves a keyed list disposes its effects, the others keep theirs", () => {
    const items = signal([{ id: 1 }, { id: 2 }]), tick = signal(0), seen = [];
    mount(stage(), () => html`<ul>${each(items, (item) => item.id, (item) => {
        effect(() => seen.push(`${item().id}:${tick()}`));
        return html`<li></li>`;
    })}</ul>`);
    items.set([{ id: 2 }]);
    flush();
    seen.length = 0;
    tick.set(1);
    flush();
    equal(seen, ["2:1"]);
});

test("A list with the same key twice says so", () => {
    let message = "";
    try {
        mount(stage(), listOf(signal([{ id: 1 }, { id: 1 }])));
    } catch (error) {
        message = error.message;
    }
    equal(message, "two items with the key 1");
});

test("A list inside a region that is replaced is disposed with it", () => {
    const isShown = signal(true), items = signal([{ id: 1 }]), seen = [];
    mount(stage(), () => html`<div>${() => isShown() && html`<ul>${each(items, (item) => item.id, (item) => {
        effect(() => seen.push(item().id));
        return html`<li></li>`;
    })}</ul>`}</div>`);
    isShown.set(false);
    flush();
    items.set([{ id: 7 }]);
    flush();
    equal([seen, stage().querySelector("ul")], [[1], null]);
});

test("A scope ends what was made in it", () => {
    const a = signal(0), seen = [];
    const [, dispose] = scope(() => effect(() => seen.push(a())));
    dispose();
    a.set(1);
    flush();
    equal(seen, [0]);
});

const money = { unit: "money", is_additive: true, polarity: "up" }, price = { unit: "money", is_additive: false, polarity: "down" };
const fraction = { unit: "fraction", polarity: "up" }, count = { unit: "count", polarity: "up" };

test("Tiles are compact from 10,000 of money and 100,000 of a count on", () => {
    format.setCurrency("USD");
    equal([format.kpi(927_059, money), format.kpi(9_999.49, money), format.kpi(9_999.5, money), format.kpi(999_949, money), format.kpi(999_950, money)],
        ["$927.1k", "$9,999", "$10.0k", "$999.9k", "$1.00M"]);
    equal([format.kpi(13.428, price), format.kpi(99_999, count), format.kpi(100_000, count), format.kpi(0.0299, fraction), format.kpi(5.84, { unit: "ratio" })],
        ["$13.43", "99,999", "100.0k", "2.99%", "5.84×"]);
});

test("Tables show whole money, prices to the cent, and a dash for what does not exist", () => {
    equal([format.cell(57_568.4, money), format.cell(24.409, price), format.cell(null, money), format.cell(undefined, count), format.cell(0, count), format.cell(NaN, count)],
        ["$57,568", "$24.41", "–", "–", "0", "–"]);
});

test("Minus is the minus sign, and what rounds to zero has none", () => {
    equal([format.cell(-57_568, money), format.kpi(-0.001, price), format.change(90, 100, money).text, format.exact(-0.5, { unit: "number" })],
        ["−$57,568", "$0.00", "−10.0%", "−0.5"]);
});

test("Rates change in points, the rest in percent, and nothing changes against nothing", () => {
    equal(format.change(0.0299, 0.0305, fraction), { text: "−0.06 pt", direction: -1, tone: "bad" });
    equal(format.change(112.3, 100, money), { text: "+12.3%", direction: 1, tone: "good" });
    equal(format.change(13.43, 12.96, price), { text: "+3.6%", direction: 1, tone: "bad" });
    equal(format.change(117, 100, { unit: "money", polarity: "neutral" }), { text: "+17.0%", direction: 1, tone: "neutral" });
    equal([format.change(5, 0, money).text, format.change(5, null, money).text, format.change(1, 1, money)], ["–", "–", { text: "0.0%", direction: 0, tone: "neutral" }]);
});

test("Exact values keep every digit that is known", () => {
    equal([format.exact(927_059.123456, money), format.exact(0.029912345, fraction), format.exact(11_814, count)], ["$927,059.123456", "2.991235%", "11,814"]);
});

test("Money follows the workspace's currency", () => {
    format.setCurrency("EUR");
    const text = format.kpi(12_345, money);
    format.setCurrency("USD");
    equal(text, "€12.3k");
});

test("Ranges name each part once", () => {
    equal([format.range({ from: "2026-10-23", to: "2026-11-19" }), format.range({ from: "2026-11-02", to: "2026-11-19" }), format.range({ from: "2025-12-30", to: "2026-01-02" }), format.range({ from: "2026-11-19", to: "2026-11-19" })],
        ["23 Oct – 19 Nov 2026", "2 – 19 Nov 2026", "30 Dec 2025 – 2 Jan 2026", "19 Nov 2026"]);
});

test("Durations and ages choose a readable unit", () => {
    equal([format.duration(286), format.duration(4_812), format.duration(125_000), format.duration(null)], ["286 ms", "4.8 s", "2 min 05 s", "–"]);
    equal([format.ago(4), format.ago(59.6), format.ago(540), format.ago(32_500), format.ago(172_800)], ["4 s ago", "1 min ago", "9 min ago", "9 h ago", "2 days ago"]);
});

test("Instants are told in the workspace's zone", () => {
    equal([format.instant("2026-11-20T10:00:00Z", "Europe/Berlin"), format.clock("2026-11-20T10:00:05Z", "America/New_York")], ["20 Nov 2026, 11:00", "05:00:05"]);
});

const rangeOf = (id, today = "2026-11-20") => {
    const { from, to } = dates.presetRange(id, today, "2024-11-01");
    return `${from} ${to}`;
};

test("Named ranges leave out today except those to date", () => {
    equal(["today", "yesterday", "7d", "28d", "30d", "91d", "mtd", "last-month", "ytd", "6mo", "12mo", "all", "24h"].map((id) => rangeOf(id)), [
        "2026-11-20 2026-11-20", "2026-11-19 2026-11-19", "2026-11-13 2026-11-19", "2026-10-23 2026-11-19", "2026-10-21 2026-11-19",
        "2026-08-21 2026-11-19", "2026-11-01 2026-11-20", "2026-10-01 2026-10-31", "2026-01-01 2026-11-20", "2026-05-01 2026-10-31",
        "2025-11-01 2026-10-31", "2024-11-01 2026-11-20", "2026-11-19 2026-11-20"]);
});

test("A shifted range keeps its length; whole months move by months", () => {
    equal(dates.shiftRange({ from: "2026-10-23", to: "2026-11-19" }, -1), { from: "2026-09-25", to: "2026-10-22" });
    equal(dates.shiftRange({ from: "2026-02-01", to: "2026-02-28" }, -1), { from: "2026-01-01", to: "2026-01-31" });
    equal(dates.shiftRange({ from: "2025-11-01", to: "2026-10-31" }, -1), { from: "2024-11-01", to: "2025-10-31" });
});

test("Months end on their last day, in leap years too", () => {
    equal([dates.addMonths("2024-01-31", 1), dates.addMonths("2026-01-31", 1), dates.endOfMonth("2024-02-10"), dates.addMonths("2026-01-15", -2)],
        ["2024-02-29", "2026-02-28", "2024-02-29", "2025-11-15"]);
    equal([dates.isDay("2026-02-30"), dates.isDay("2026-02-28"), dates.isDay("x"), dates.weekday("2026-11-20"), dates.isoWeek("2027-01-01")], [false, true, false, 4, 53]);
});

const cohort = (name, size, rates, open) => ({ cohort: name, size, is_left_censored: false, cells: rates.map((active, month) => ({
    month, active_customers: active, retention_rate: active / size, total_sales: active * 10, is_complete: month < open })) });

test("Averages are ratios of sums over complete cells, else of what there is", () => {
    const all = [cohort("2026-01", 100, [100, 30, 20], 3), cohort("2026-02", 300, [300, 60, 9], 2)];
    const retention = figures.MEASURES.retention;
    equal(figures.averageOf(retention, all, 1), { month: 1, value: 0.225, isComplete: true, customers: 400, active: 90, cohorts: 2 });
    equal(figures.averageOf(retention, all, 2).value, 0.2, "the unfinished cell is left out:");
    equal(figures.averageOf(retention, [all[1]], 2).isComplete, false);
    equal(figures.averageOf(retention, all, 5), null);
});

test("Buckets reach from q1 to q9 over the complete cells", () => {
    const scale = { low: 0.1, high: 0.4 };
    equal([figures.bucket(0.1, scale), figures.bucket(0.25, scale), figures.bucket(0.4, scale), figures.bucket(0.05, scale), figures.bucket(1, { low: 1, high: 1 })],
        ["q1", "q5", "q9", "q1", "q5"]);
});

test("Cumulative revenue adds up months per customer", () => {
    equal(figures.cumulative(cohort("2026-01", 100, [100, 30, 20], 3)).map(({ value }) => value), [10, 13, 15]);
});
