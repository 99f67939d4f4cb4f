import { computed, each, html, mount, signal } from "../kit.js";
import { PRESETS } from "../dates.js";
import { DIMENSION_LABELS, labelOf, valuesOf } from "../dimensions.js";
import * as state from "../state.js";
import { setTheme } from "../theme.js";
import { openDialogs } from "./dialog.js";
import { openHelp } from "./help.js";
import { icon } from "./icon.js";
import { chooseFile } from "./import-dialog.js";
import { startRun } from "./start-run.js";
import { toast } from "./toast.js";

const SHOWN_MAX = 12;

const pages = () => [...document.querySelectorAll(".sidebar [data-page]")].map((link) => ({
    label: link.textContent.trim(), kind: "Page", icon: link.querySelector("use").getAttribute("href").slice(3),
    run: () => state.navigate(state.pageURL(link.dataset.page)),
}));

const actions = () => [
    { label: "Run the pipeline now", kind: "Action", icon: "play", run: startRun },
    { label: "Import a CSV of orders", kind: "Action", icon: "upload", run: chooseFile },
    { label: "Copy a link to this view", kind: "Action", icon: "link", run: async () => {
        await navigator.clipboard?.writeText(location.href);
        toast("Link copied");
    } },
    { label: "Clear filters", kind: "Action", icon: "close", run: state.clearFilters },
    { label: "Keyboard shortcuts", kind: "Help", icon: "help", run: openHelp },
    ...["light", "dark", "auto"].map((name) => ({ label: `Theme: ${name}`, kind: "Theme",
        icon: { light: "sun", dark: "moon", auto: "auto" }[name], run: () => setTheme(name) })),
];

const ranges = () => PRESETS.map(({ id, label }) => ({ label, kind: "Range", icon: "calendar", run: () => state.setPreset(id) }));

const values = () => state.FILTERS.flatMap((dimension) => valuesOf(dimension).map(({ value }) => ({
    label: labelOf(dimension, value), kind: DIMENSION_LABELS[dimension], icon: "funnel", words: value,
    run: () => state.setFilter(dimension, "in", [value]),
})));

/** Ctrl or Cmd K: jump to a page, a range, a filter or an action by typing a bit of its name. */
export function openPalette() {
    if (openDialogs()) return;
    const back = document.activeElement;
    const element = document.createElement("dialog");
    element.className = "dialog palette";
    element.setAttribute("aria-label", "Search or jump to");
    document.body.append(element);
    const search = signal(""), at = signal(0);
    const all = [...pages(), ...actions(), ...ranges(), ...values()].map((item, i) => ({ ...item, id: `palette-${i}` }));
    const found = computed(() => {
        const words = search().toLowerCase().split(/\s+/).filter(Boolean);
        return all.filter((item) => words.every((word) => `${item.label} ${item.kind} ${item.words ?? ""}`.toLowerCase().includes(word)))
            .slice(0, SHOWN_MAX);
    });
    const choose = (item) => {
        element.close();
        item?.run();
    };
    const keys = (event) => {
        const last = found().length - 1;
        const next = { ArrowDown: at() >= last ? 0 : at() + 1, ArrowUp: at() <= 0 ? last : at() - 1 }[event.key];
        if (next !== undefined) {
            event.preventDefault();
            at.set(next);
            setTimeout(() => document.getElementById(found()[next]?.id)?.scrollIntoView({ block: "nearest" }), 0);
        } else if (event.key === "Enter") {
            event.preventDefault();
            choose(found()[at()]);
        }
    };
    const dispose = mount(element, () => html`
        <div class="palette-search">${icon("search")}<input type="text" role="combobox" aria-label="Search or jump to" aria-expanded="true"
            aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant="${() => found()[at()]?.id}" autocomplete="off" spellcheck="false"
            placeholder="Search or jump to" autofocus onkeydown=${keys} oninput=${(event) => {
                search.set(event.target.value);
                at.set(0);
            }}></div>
        <ul class="palette-list" id="palette-list" role="listbox" aria-label="Results">${each(found, (item) => item.id, (item, index) => html`
            <li class="menu-item" role="option" id="${item().id}" aria-selected="${() => String(index() === at())}" onclick=${() => choose(item())}>
                ${icon(item().icon)}<span class="grow ellipsis">${item().label}</span><span class="muted small">${item().kind}</span></li>`)}</ul>
        ${() => found().length === 0 && html`<p class="menu-title palette-none">Nothing by that name.</p>`}`);
    element.addEventListener("close", () => {
        dispose();
        element.remove();
        if (back?.isConnected && document.activeElement === document.body) back.focus({ preventScroll: true });
    });
    element.addEventListener("click", (event) => { if (event.target === element) element.close(); });
    element.showModal();
}
