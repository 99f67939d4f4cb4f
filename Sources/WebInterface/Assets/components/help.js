import { html, signal } from "../kit.js";
import { PRESETS } from "../dates.js";
import { openDialog } from "./dialog.js";

const KEY = "bellwether.single-keys";
export const singleKeys = signal(true);
try {
    singleKeys.set(localStorage.getItem(KEY) !== "off");
} catch { /* Storage is off: the keys are on. */ }

function setSingleKeys(isOn) {
    singleKeys.set(isOn);
    try {
        localStorage.setItem(KEY, isOn ? "on" : "off");
    } catch { /* Storage is off: the choice lasts until the page is left. */ }
}

/** T stays with the theme, so its range has Shift. */
const rangeKey = ({ key }) => (key === "T" ? ["Shift", "T"] : [key]);

const GROUPS = [
    ["Anywhere", [
        [["Ctrl", "K"], "Search or jump to"], [["/"], "Search"], [["?"], "These shortcuts"], [["t"], "Light or dark"], [["Esc"], "Close, clear filters"],
    ]],
    ["Go to", [
        [["g", "o"], "Overview"], [["g", "f"], "Live funnel"], [["g", "h"], "Cohorts"], [["g", "r"], "Pipeline runs"], [["R"], "Realtime"],
    ]],
    ["Look at", [
        [["←", "→"], "Period before, after"], [["I"], "Next grain"], [["X"], "Next comparison"], [["C"], "Custom range"],
        [["←", "→"], "Tiles, cells: move"],
    ]],
    ["Ranges", PRESETS.map((preset) => [rangeKey(preset), preset.label])],
];

export function openHelp() {
    openDialog({ title: "Keyboard shortcuts", className: "wide", view: () => html`
        <div class="dialog-body">
            <div class="shortcuts">${GROUPS.map(([title, rows]) => html`<section><h3>${title}</h3><dl>${rows.map(([keys, text]) => html`
                <div><dt>${text}</dt><dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd></div>`)}</dl></section>`)}</div>
        </div>
        <div class="dialog-foot"><label class="check grow"><input type="checkbox" id="single-keys" .checked=${singleKeys}
            onchange=${(event) => setSingleKeys(event.target.checked)}>Single-key shortcuts</label></div>` });
}
