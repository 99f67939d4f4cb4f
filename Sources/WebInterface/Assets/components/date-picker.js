import { computed, html, signal } from "../kit.js";
import * as format from "../format.js";
import { PRESETS, addDays, addMonths, endOfMonth, isDay, startOfMonth, startOfWeek } from "../dates.js";
import { anchorDay, isHistory, presetID, range, setPreset, setRange, workspace } from "../state.js";
import { icon } from "./icon.js";
import { menuKeys, openPopup } from "./popup.js";

export const openDatePicker = (anchor) => openPopup(anchor, picker, { label: "Date range" });

function picker(close) {
    const from = signal(range().from), to = signal(range().to);
    const isPicking = signal(false); // One end is set, the other not yet.
    const shown = signal(startOfMonth(addMonths(startOfMonth(range().to), -1)));
    const last = workspace().today;
    const apply = (next) => {
        setRange(next);
        close();
    };
    const pick = (day) => {
        if (!isPicking()) {
            from.set(day);
            to.set(day);
            isPicking.set(true);
            return;
        }
        isPicking.set(false);
        const [start, end] = [from(), day].sort();
        apply({ from: start, to: end });
    };
    const choosePreset = (id) => {
        setPreset(id);
        close();
    };
    const presetKeys = (event) => {
        if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
        const preset = PRESETS.find(({ key }) => key.toLowerCase() === event.key.toLowerCase());
        if (!preset) return;
        event.preventDefault();
        event.stopPropagation();
        choosePreset(preset.id);
    };
    const field = (label, value) => html`<label class="field">${label}<input class="input" type="date" max="${last}" .value=${value}
        oninput=${(event) => value.set(event.target.value)}></label>`;
    return html`<div class="picker" onkeydown=${presetKeys}>
        <div class="picker-presets" role="menu" aria-label="Named ranges" onkeydown=${menuKeys}>
            ${PRESETS.map(({ id, label, key }) => html`<button class="menu-item" type="button" role="menuitemradio"
                aria-checked="${String(presetID() === id)}" aria-keyshortcuts="${key}" onclick=${() => choosePreset(id)}>
                ${icon("check", "tick")}<span class="grow">${label}</span><kbd aria-hidden="true">${key}</kbd></button>`)}
        </div>
        <form class="picker-custom" onsubmit=${(event) => {
            event.preventDefault();
            const [start, end] = [from(), to()].sort();
            if (isDay(start) && isDay(end)) apply({ from: start, to: end });
        }}>
            <div class="picker-months">${[0, 1].map((offset) => monthView(computed(() => addMonths(shown(), offset)), {
                offset, shown, from, to, last, pick, isPicking }))}</div>
            <div class="picker-fields">${field("From", from)}${field("To", to)}
                <button class="button primary" type="submit" disabled="${() => !isDay(from()) || !isDay(to())}">Apply</button></div>
            ${isHistory() && html`<p class="picker-note">The data ends on ${format.fullDay(addDays(anchorDay(), -1))}; named ranges count back from there.</p>`}
        </form>
    </div>`;
}

function monthView(month, { offset, shown, from, to, last, pick, isPicking }) {
    const move = (step) => shown.update((day) => addMonths(day, step));
    const weeks = computed(() => {
        const first = startOfWeek(month());
        return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(first, week * 7 + day)));
    });
    const dayButton = (day) => {
        if (day < month() || day > endOfMonth(month())) return null;
        const [start, end] = [from(), to()].sort();
        const isEdge = day === start || day === end;
        const className = [isEdge ? "edge" : day > start && day < end && "inside", day === last && "today"].filter(Boolean).join(" ");
        return html`<button type="button" id="${`day-${day}`}" class="${className}" disabled="${day > last}" tabindex="${day === end ? 0 : -1}"
            aria-label="${format.fullDay(day)}" aria-pressed="${String(isEdge)}" onclick=${() => pick(day)}>${Number(day.slice(8))}</button>`;
    };
    const keys = (event) => {
        const day = event.target.id?.slice(4);
        if (!isDay(day)) return;
        const next = { ArrowLeft: () => addDays(day, -1), ArrowRight: () => addDays(day, 1), ArrowUp: () => addDays(day, -7),
            ArrowDown: () => addDays(day, 7), PageUp: () => addMonths(day, -1), PageDown: () => addMonths(day, 1) }[event.key]?.();
        if (!next || next > last) return;
        event.preventDefault();
        event.stopPropagation();
        if (next < shown() || next > endOfMonth(addMonths(shown(), 1))) move(next < shown() ? -1 : 1);
        // The other month is drawn in the next turn.
        setTimeout(() => document.getElementById(`day-${next}`)?.focus(), 0);
    };
    return html`<div onkeydown=${keys}>
        <div class="month-head">
            <button class="icon-button" type="button" aria-label="Month before" onclick=${() => move(-1)} hidden="${offset === 1}">${icon("chevron-left")}</button>
            <span aria-live="polite">${() => format.month(month())}</span>
            <button class="icon-button" type="button" aria-label="Month after" onclick=${() => move(1)} hidden="${offset === 0 && innerWidth > 760}">${icon("chevron-right")}</button>
        </div>
        <table class="calendar"><thead><tr>${["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
            <tbody>${() => (isPicking(), weeks()).map((week) => html`<tr>${week.map((day) => html`<td>${dayButton(day)}</td>`)}</tr>`)}</tbody></table>
    </div>`;
}
