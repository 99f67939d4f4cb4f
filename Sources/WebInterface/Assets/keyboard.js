// The keyboard map. Single keys rest in fields and dialogs, and can be switched off (help, "?").

import { PRESETS } from "./dates.js";
import * as state from "./state.js";
import { toggleTheme } from "./theme.js";
import { cycleComparison } from "./components/comparison-menu.js";
import { openDialogs } from "./components/dialog.js";
import { openHelp, singleKeys } from "./components/help.js";
import { openPalette } from "./components/palette.js";

const SEQUENCE_MS = 1200;
const GO = { o: "overview", f: "live", h: "cohorts", r: "runs" };
let goUntil = 0;

const isTyping = (node) => node.closest?.("input, textarea, select, [contenteditable]");
const isBusy = () => openDialogs() || document.querySelector(":popover-open:not(.toasts, .explain)");
const hasRange = () => state.page() === "overview" && state.range();

function nextGrain() {
    const list = state.grains();
    const at = list.findIndex(({ id }) => id === state.grain());
    if (list.length) state.setGrain(list[(at + 1) % list.length].id);
}

const KEYS = {
    "?": openHelp, "/": openPalette, t: toggleTheme, r: () => state.navigate(state.pageURL("live")),
};

const RANGE_KEYS = {
    ArrowLeft: () => state.moveRange(-1),
    ArrowRight: () => {
        if (state.range().to < state.workspace().today) state.moveRange(1);
    },
    i: nextGrain, x: cycleComparison, c: () => document.getElementById("range-chip")?.click(),
};
for (const { id, key } of PRESETS) {
    if (key !== "T") RANGE_KEYS[key.toLowerCase()] = () => state.setPreset(id);
}

export function startKeyboard() {
    document.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
            event.preventDefault();
            openPalette();
            return;
        }
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isBusy()) return;
        if (event.key === "Escape" && state.filters().length) return state.clearFilters();
        if (!singleKeys()) return;
        const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
        const isSequence = Date.now() < goUntil;
        goUntil = 0;
        let run;
        if (isSequence) run = GO[key] && (() => state.navigate(state.pageURL(GO[key])));
        else if (event.key === "T" && hasRange()) run = () => state.setPreset("30d");
        else if (key === "g") goUntil = Date.now() + SEQUENCE_MS;
        else run = KEYS[key] ?? (hasRange() ? RANGE_KEYS[key] : null);
        if (!run) return;
        event.preventDefault();
        run();
    });
}
