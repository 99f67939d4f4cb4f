import { html, signal } from "../kit.js";
import * as format from "../format.js";
import { isDay, shiftRange, addMonths } from "../dates.js";
import { comparison, range, setComparison, workspace } from "../state.js";
import { icon } from "./icon.js";
import { menuKeys, openPopup } from "./popup.js";

const CHOICES = [
    { id: "previous_period", label: "Previous period", note: () => format.range(shiftRange(range(), -1)) },
    { id: "previous_year", label: "Previous year", note: () => format.range({
        from: addMonths(range().from, -12), to: addMonths(range().to, -12) }) },
    { id: "none", label: "No comparison", note: () => "" },
];

export const openComparisonMenu = (anchor) => openPopup(anchor, menu, { label: "Comparison" });

function menu(close) {
    const now = comparison();
    const isCustom = typeof now === "object";
    const start = isCustom ? now : shiftRange(range(), -1);
    const from = signal(start.from), to = signal(start.to);
    const choose = (value) => {
        setComparison(value);
        close();
    };
    const field = (label, value) => html`<label class="field">${label}<input class="input" type="date" max="${workspace().today}"
        .value=${value} oninput=${(event) => value.set(event.target.value)}></label>`;
    return html`<div class="menu" role="menu" aria-label="Compare with" onkeydown=${menuKeys}>
        ${CHOICES.map(({ id, label, note }) => html`<button class="menu-item" type="button" role="menuitemradio"
            aria-checked="${String(now === id)}" onclick=${() => choose(id)}>
            ${icon("check", "tick")}<span class="grow">${label}</span><span class="muted small">${note()}</span></button>`)}
    </div>
    <form class="menu menu-custom" onsubmit=${(event) => {
        event.preventDefault();
        if (isDay(from()) && isDay(to())) choose(from() <= to() ? { from: from(), to: to() } : { from: to(), to: from() });
    }}>
        <p class="menu-title">Custom comparison</p>
        <div class="menu-fields">${field("From", from)}${field("To", to)}<button class="button" type="submit"
            disabled="${() => !isDay(from()) || !isDay(to())}">Compare</button></div>
    </form>`;
}

/** The X key: the next of the three named comparisons. */
export function cycleComparison() {
    const at = CHOICES.findIndex(({ id }) => id === comparison());
    setComparison(CHOICES[(at + 1) % CHOICES.length].id);
}
