// The cohort triangle as a real table: nine classes of blue, dashed where a month is not over,
// one tab stop, arrow keys, and the selection follows the focus.

import { computed, each, html } from "../kit.js";
import { bucket, scaleOf, valueOf } from "../cohort-figures.js";
import * as format from "../format.js";
import { explained } from "../components/explain.js";
import { gridNavigation } from "../components/grid-navigation.js";

/**
 * `report()`, `cohorts()` (those shown), `measure()`, `averages()`; `selected()` → `{cohort, month}`;
 * `select({cohort, month})`; `explain(cohort, cell)`, `explainAverage(average)`.
 */
export function heatmap({ cohorts, measure, averages, total, selected, select, explain, explainAverage }) {
    const months = computed(() => Math.max(0, ...cohorts().map((cohort) => cohort.cells.at(-1)?.month ?? 0)));
    const scale = computed(() => scaleOf(measure(), cohorts()));
    const ages = computed(() => Array.from({ length: months() + 1 }, (_, month) => month));
    return html`<div class="heat-scroll" id="heat-scroll"><table class="${() => `heat ${measure().unit}`}" role="grid" ref=${gridNavigation}
        aria-label="${() => measure().title}">
        <thead><tr><th scope="col" tabindex="-1" class="cohort">Cohort</th><th scope="col" tabindex="-1" class="size">Size</th>
            ${() => ages().map((month) => html`<th scope="col" tabindex="-1"><abbr title="${`${month} months after the first order`}">M${month}</abbr></th>`)}</tr></thead>
        <tbody class="average"><tr><th scope="row" tabindex="-1" class="cohort">Average</th>
            <td tabindex="-1" class="size">${() => format.count(total())}</td>
            ${() => ages().map((month) => averageCell(month))}</tr></tbody>
        <tbody>${each(() => cohorts(), (cohort) => cohort.cohort, (cohort) => html`<tr>
            <th scope="row" tabindex="-1" class="${() => (selected()?.cohort === cohort().cohort ? "cohort chosen" : "cohort")}">${
                () => format.month(`${cohort().cohort}-01`)}${() => cohort().is_left_censored && html`<span class="censored" aria-hidden="true">*</span>`}</th>
            <td tabindex="-1" class="size">${() => format.count(cohort().size)}</td>
            ${() => cohort().cells.map((cell) => cellOf(cohort(), cell))}
            ${() => filler(ages().length - cohort().cells.length)}
        </tr>`)}</tbody>
    </table></div>`;

    function averageCell(month) {
        const average = () => averages().find((each) => each.month === month);
        const className = () => {
            if (!average() || month === 0) return month === 0 ? "start" : "";
            return `${bucket(average().value, scale())}${average().isComplete ? "" : " open"}`;
        };
        return html`<td tabindex="-1" class="${className}"><span ref=${explained(() => average() && explainAverage(average()))}>${
            () => average() && text(month, average().value)}</span></td>`;
    }

    function text(month, value) {
        return month === 0 && measure().unit === "fraction" ? "100%" : measure().cell(value);
    }

    function cellOf(cohort, cell) {
        const at = { cohort: cohort.cohort, month: cell.month };
        const isSelected = () => selected()?.cohort === at.cohort && selected()?.month === at.month;
        const className = () => {
            if (cell.month === 0) return "start";
            return `${bucket(valueOf(measure(), cohort, cell), scale())}${cell.is_complete ? "" : " open"}`;
        };
        const choose = cell.month > 0 ? () => select(at) : null;
        return html`<td tabindex="-1" class="${className}" aria-selected="${() => (cell.month > 0 ? String(isSelected()) : null)}"
            onclick=${choose} onfocus=${choose}><span ref=${explained(() => explain(cohort, cell))}>${() => text(cell.month, valueOf(measure(), cohort, cell))}${
                !cell.is_complete && html`<span class="visually-hidden"> so far</span>`}</span></td>`;
    }
}

const filler = (count) => (count > 0 ? html`<td class="none" colspan="${count}"></td>` : null);

/** The scale's two ends with its nine steps between. */
export function heatLegend(measure, cohorts) {
    const scale = computed(() => scaleOf(measure(), cohorts()));
    return html`<span class="heat-legend"><span>${() => measure().full(scale().low)}</span>
        <span class="heat-steps" aria-hidden="true">${Array.from({ length: 9 }, (_, i) => html`<i class="${`q${i + 1}`}"></i>`)}</span>
        <span>${() => measure().full(scale().high)}</span></span>`;
}
