import { each, html } from "../kit.js";
import * as format from "../format.js";
import { metricOf } from "../catalogue.js";
import { delta } from "./delta.js";
import { explained } from "./explain.js";
import { gridNavigation } from "./grid-navigation.js";

/** The chart as a table: what the eye gets from the lines, for reading out and copying. */
export function periodTable(series) {
    const metric = () => metricOf(series().metric);
    const value = (read) => html`<span ref=${explained(() => ({ title: metric().label, exact: format.exact(read(), metric()) }))}>${
        () => format.cell(read(), metric())}</span>`;
    return html`<div class="plot-table" id="plot-table"><table class="data" role="grid" aria-label="${() => `${metric().label} by ${series().grain}`}"
        ref=${gridNavigation}>
        <thead><tr><th scope="col" tabindex="-1">Period</th><th scope="col" tabindex="-1">${() => metric().label}</th>
            ${() => series().hasComparison && html`<th scope="col" tabindex="-1">Comparison</th><th scope="col" tabindex="-1">Change</th>`}</tr></thead>
        <tbody>${each(() => series().points, (point) => point.period, (point) => html`<tr>
            <th scope="row" tabindex="-1">${() => format.period(point().period, series().grain, true)}${
                () => (point().isOpen || point().isPartial) && html`<span class="tag after">${point().isOpen ? "not finished" : "in part"}</span>`}</th>
            <td tabindex="-1">${value(() => point().value)}</td>
            ${() => series().hasComparison && html`<td tabindex="-1">${value(() => point().base)}</td>
                <td tabindex="-1">${() => delta(point().value, point().base, metric())}</td>`}
        </tr>`)}</tbody></table></div>`;
}
