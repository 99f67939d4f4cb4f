import { html } from "../kit.js";
import * as format from "../format.js";
import { PRESETS, lengthOf } from "../dates.js";
import { DIMENSION_LABELS, labelOf } from "../dimensions.js";
import * as state from "../state.js";
import { openComparisonMenu } from "./comparison-menu.js";
import { openDatePicker } from "./date-picker.js";
import { openDimensionMenu, openFilterMenu } from "./filter-menu.js";
import { icon } from "./icon.js";
import { segments } from "./segments.js";

const opens = (open, ...rest) => (event) => open(event.currentTarget, ...rest);

/** Range, comparison, filters and grain: one bar, the same on each page that uses it. */
export function filterBar({ withComparison = true, withGrain = true, end } = {}) {
    return html`<div class="filters" role="group" aria-label="Filters">
        <button class="chip" type="button" id="range-chip" aria-haspopup="dialog" aria-expanded="false" onclick=${opens(openDatePicker)}>
            ${icon("calendar")}<span>${() => rangeLabel()}</span>${icon("chevron-down")}</button>
        ${withComparison && html`<button class="chip" type="button" id="compare-chip" aria-haspopup="dialog" aria-expanded="false"
            onclick=${opens(openComparisonMenu)}><span class="lead">vs</span><span>${() => comparisonLabel()}</span>${icon("chevron-down")}</button>`}
        ${filterChips()}
        ${withGrain ? html`<div class="end">${segments({
            label: "Grain", items: state.grains, selected: state.grain, select: state.setGrain })}</div>` : end}
    </div>`;
}

export function filterChips() {
    return html`${chip("channel", true)}${chip("campaign_id", false)}
        <button class="chip ghost" type="button" id="filter-chip" aria-haspopup="dialog" aria-expanded="false"
            onclick=${opens(openFilterMenu)}>${icon("plus")}Filter</button>
        ${() => state.filters().length > 0 && html`<button class="chip ghost" type="button" id="clear-filters"
            onclick=${state.clearFilters}>Clear</button>`}`;
}

function chip(dimension, isAlways) {
    const label = () => {
        const { operator, values } = state.filterOf(dimension);
        if (!values.length) return "All";
        const names = values.length > 2 ? `${values.length} chosen` : values.map((value) => labelOf(dimension, value)).join(", ");
        return operator === "in" ? names : `not ${names}`;
    };
    const isOn = () => state.filterOf(dimension).values.length > 0;
    return () => (isAlways || isOn()) && html`<span class="chip-pair">
        <button class="${() => (isOn() ? "chip active" : "chip")}" type="button" id="${`chip-${dimension}`}" aria-haspopup="dialog"
            aria-expanded="false" onclick=${opens(openDimensionMenu, dimension)}>
            <span class="lead">${DIMENSION_LABELS[dimension]}</span><span>${label}</span>${() => !isOn() && icon("chevron-down")}</button>
        ${() => isOn() && html`<button class="chip active" type="button" aria-label="${`Remove the ${DIMENSION_LABELS[dimension].toLowerCase()} filter`}"
            onclick=${() => state.setFilter(dimension, "in", [])}>${icon("close")}</button>`}
    </span>`;
}

export function rangeLabel() {
    if (!state.range()) return "\u00a0";
    const preset = PRESETS.find((each) => each.id === state.presetID());
    return preset && ["today", "yesterday"].includes(preset.id)
        ? `${preset.label}, ${format.shortDay(state.range().from)}` : format.range(state.range());
}

export function comparisonLabel() {
    const value = state.comparison();
    if (value === "none") return "No comparison";
    if (value === "previous_year") return "Previous year";
    if (typeof value === "object") return format.range(value);
    const days = state.range() ? lengthOf(state.range()) : 0;
    return days > 1 ? `Previous ${days} days` : "Previous day";
}
