import { computed, each, html, signal } from "../kit.js";
import { channelColour } from "../catalogue.js";
import { DIMENSION_LABELS, isCreated, labelOf, valuesOf } from "../dimensions.js";
import { FILTERS, filterOf, setFilter } from "../state.js";
import { icon } from "./icon.js";
import { menuKeys, openPopup } from "./popup.js";

/** "+ Filter": first the dimension, then its values. */
export function openFilterMenu(anchor) {
    const chosen = signal(null);
    const choose = (dimension) => {
        chosen.set(dimension);
        setTimeout(() => document.getElementById("filter-search")?.focus(), 0);
    };
    openPopup(anchor, () => html`${() => (chosen() ? menu(chosen()) : html`
        <div class="menu" role="menu" aria-label="Filter by" onkeydown=${menuKeys}>${FILTERS.map((dimension) => html`
            <button class="menu-item" type="button" role="menuitem" onclick=${() => choose(dimension)}>${
                DIMENSION_LABELS[dimension]}${icon("chevron-right", "end")}</button>`)}</div>`)}`, { label: "Add a filter" });
}

/** The values of a dimension; each press applies at once. */
export function openDimensionMenu(anchor, dimension) {
    openPopup(anchor, () => menu(dimension), { label: `Filter by ${DIMENSION_LABELS[dimension].toLowerCase()}` });
}

function menu(dimension) {
    const search = signal("");
    const filter = () => filterOf(dimension);
    const shown = computed(() => {
        const wanted = search().trim().toLowerCase();
        const offered = valuesOf(dimension).map(({ value }) => value);
        const all = [...new Set([...filter().values, ...offered])];
        return all.filter((value) => !wanted || `${labelOf(dimension, value)} ${value}`.toLowerCase().includes(wanted))
            .sort((a, b) => labelOf(dimension, a).localeCompare(labelOf(dimension, b)));
    });
    const toggle = (value) => {
        const { operator, values } = filter();
        setFilter(dimension, operator, values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
    };
    const mode = (operator, label) => html`<button type="button" aria-pressed="${() => String(filter().operator === operator)}"
        onclick=${() => setFilter(dimension, operator, filter().values)} disabled="${() => !filter().values.length}">${label}</button>`;
    return html`<div class="menu filter-menu">
        <div class="menu-fields">
            <input class="input grow" type="search" id="filter-search" aria-label="${`Find a ${DIMENSION_LABELS[dimension].toLowerCase()}`}" placeholder="Find"
                autocomplete="off" spellcheck="false" oninput=${(event) => search.set(event.target.value)}>
            <div class="segments" role="group" aria-label="Keep or leave out">${mode("in", "is")}${mode("not_in", "is not")}</div>
        </div>
        <div class="menu-scroll" id="filter-values" role="group" aria-label="${DIMENSION_LABELS[dimension]}" onkeydown=${menuKeys}>
            ${each(shown, (value) => value, (value) => html`<button class="menu-item" type="button" role="checkbox"
                aria-checked="${() => String(filter().values.includes(value()))}" onclick=${() => toggle(value())}>
                ${icon("check", "tick")}${dimension === "channel" && html`<span class="swatch ${channelColour(value())}"></span>`}
                <span class="grow ellipsis">${() => labelOf(dimension, value())}</span>
                ${() => dimension === "campaign_id" && !isCreated(value()) && html`<span class="tag warn">not created yet</span>`}
            </button>`)}
            ${() => shown().length === 0 && html`<p class="menu-title">Nothing by that name.</p>`}
        </div>
    </div>`;
}
