// Every number explains itself, on hover and on keyboard focus: what it is, how it is computed,
// how many things it was counted over, from where, and as of when.

import { html, mount } from "../kit.js";
import * as format from "../format.js";
import { countedOver, metricOf } from "../catalogue.js";
import { workspace } from "../state.js";
import { place } from "./popup.js";

const SHOW_AFTER_MS = 350, HIDE_AFTER_MS = 160;
const readers = new WeakMap();
let tip, shownFor = null, timer = 0, dispose = () => {};

/** A `ref` that gives an element its explanation: `read()` → `{title, exact, note, rows: [[term, text]]}`. */
export const explained = (read) => (element) => {
    readers.set(element, read);
    element.dataset.explained = "";
};

/**
 * The explanation of a metric's value in an answer of `/v1/query`:
 * `row` holds the value, its comparison and the metric that it was counted over.
 */
export function explainMetric(name, row, answer, scope = "") {
    const metric = metricOf(name);
    const over = countedOver(name);
    const base = row?.[`${name}_comparison`];
    const change = format.change(row?.[name], base, metric);
    const rows = [];
    if (answer?.date_range) rows.push(["Period", format.range(answer.date_range)]);
    if (answer?.compare_range) {
        const against = change.direction || change.tone !== "none" ? ` (${change.text})` : "";
        rows.push(["Compared", `${format.exact(base, metric)}, ${format.range(answer.compare_range)}${against}`]);
    }
    if (metric.formula) rows.push(["Formula", metric.formula, true]);
    if (over && row?.[over] !== undefined) {
        rows.push(["n", `${format.exact(row[over], metricOf(over))} ${metricOf(over).label.toLowerCase()}`]);
    }
    const tables = metric.source_tables?.join(", ");
    rows.push(["Source", [answer?.source === "reported" ? "Reported" : "Measured", tables].filter(Boolean).join(" · ")]);
    if (answer?.as_of) rows.push(["As of", format.instant(answer.as_of, workspace()?.time_zone, true)]);
    return {
        title: scope ? `${metric.label}, ${scope}` : metric.label,
        exact: format.exact(row?.[name], metric), note: metric.description, rows,
    };
}

function view({ title, exact, note, rows = [] }) {
    return html`
        <p class="explain-title">${title}</p>
        ${exact != null && html`<p class="explain-exact">${exact}</p>`}
        ${note && html`<p class="explain-note">${note}</p>`}
        ${rows.length > 0 && html`<dl>${rows.map(([term, text, isCode]) => html`
            <dt>${term}</dt><dd>${isCode ? html`<code>${text}</code>` : text}</dd>`)}</dl>`}`;
}

const targetOf = (node) => {
    const own = node.closest?.("[data-explained]");
    if (own) return own;
    return node.matches?.("[role='tab'], td, th") ? node.querySelector("[data-explained]") : null;
};

function show(element, describes = element) {
    const info = readers.get(element)?.();
    if (!info || !element.isConnected) return;
    hide();
    dispose = mount(tip, () => view(info));
    (element.closest("dialog") ?? document.body).append(tip);
    tip.showPopover();
    place(tip, element, element.closest("td, th") && !element.closest(".left") ? "end" : "start");
    describes.setAttribute("aria-describedby", tip.id);
    shownFor = { element, describes };
}

function hide() {
    clearTimeout(timer);
    if (!shownFor) return;
    shownFor.describes.removeAttribute("aria-describedby");
    shownFor = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
    dispose();
}

const later = (run, delay) => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
};

export function startExplaining() {
    tip = document.createElement("div");
    tip.id = "explanation";
    tip.className = "popup explain";
    tip.popover = "manual";
    tip.setAttribute("role", "tooltip");
    document.body.append(tip);

    document.addEventListener("pointerover", (event) => {
        if (event.pointerType === "touch") return;
        if (tip.contains(event.target)) return clearTimeout(timer);
        const element = event.target.closest?.("[data-explained]");
        if (element && element !== shownFor?.element) later(() => show(element), shownFor ? 80 : SHOW_AFTER_MS);
        else if (!element && shownFor) later(hide, HIDE_AFTER_MS);
        else if (!element) clearTimeout(timer);
        else clearTimeout(timer);
    });
    document.addEventListener("focusin", (event) => {
        const element = targetOf(event.target);
        if (element && event.target.matches(":focus-visible")) later(() => show(element, event.target), 120);
        else if (shownFor && !tip.contains(event.target)) later(hide, HIDE_AFTER_MS);
    });
    document.addEventListener("focusout", () => { if (shownFor) later(hide, HIDE_AFTER_MS); });
    document.addEventListener("click", (event) => {
        const element = event.target.closest?.("[data-explained]");
        const isTouch = event.pointerType === "touch";
        if (isTouch && element && !element.closest("button, a, tr.pick")) show(element);
        else if (!tip.contains(event.target)) hide();
    });
    document.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && shownFor) {
            event.stopPropagation();
            hide();
        }
    }, true);
    addEventListener("scroll", hide, { capture: true, passive: true });
    addEventListener("popstate", hide);
}
