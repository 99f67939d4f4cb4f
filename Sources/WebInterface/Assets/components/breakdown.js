// A table of one dimension beside the KPI tiles: channels, campaigns.

import { computed, html } from "../kit.js";
import { query } from "../api.js";
import * as format from "../format.js";
import { grainFor, metricOf, rowsOf, withCounts } from "../catalogue.js";
import { labelOf } from "../dimensions.js";
import { resource } from "../resource.js";
import * as state from "../state.js";
import { sparkline } from "../charts/sparkline.js";
import { loaded, empty, skeleton } from "./card.js";
import { dataTable } from "./data-table.js";
import { delta } from "./delta.js";
import { explainMetric } from "./explain.js";

const ROWS_MAX = 200, SERIES_MAX = 5000;

/**
 * `columns` are metric columns `{name, className, isBar}`; `metric()` is the chosen tile, which the
 * trend and change columns follow; `nameCell(value)` draws the first cell.
 */
export function breakdown({ dimension, title, note, columns, metric, version, nameCell, order, noun, span = "span-8" }) {
    const names = computed(() => withCounts([...new Set([...columns.map((column) => column.name), metric()])]));
    const table = resource(
        () => state.range() && state.queryFor({ metrics: names(), dimensions: [dimension], limit: ROWS_MAX }),
        async (body, signal) => {
            const answer = await query(body, signal);
            return { answer, rows: rowsOf(answer) };
        });
    const series = resource(
        () => state.range() && state.queryFor({ metrics: [metric()], dimensions: [dimension], byGrain: grainFor(metric(), state.grain()), limit: SERIES_MAX }),
        async (body, signal) => {
            const rows = rowsOf(await query({ ...body, compare: undefined }, signal));
            const periods = [...new Set(rows.map((row) => row.period))].sort();
            const lines = new Map();
            for (const row of rows) {
                if (!lines.has(row[dimension])) lines.set(row[dimension], periods.map(() => null));
                lines.get(row[dimension])[periods.indexOf(row.period)] = row[body.metrics[0]];
            }
            return lines;
        });
    version(() => {
        table.refresh();
        series.refresh();
    });

    const answer = () => table.data()?.answer;
    const totals = () => answer()?.totals;
    const column = ({ name, className = "", isBar }) => ({
        id: name, label: metricOf(name).label, className,
        cell: (row) => (isBar ? barCell(row[name], name, totals()?.[name]) : format.cell(row[name], metricOf(name))),
        sortBy: (row) => row[name],
        total: () => format.cell(totals()?.[name], metricOf(name)),
        explain: (row) => explainMetric(name, row, answer(), labelOf(dimension, row[dimension])),
        explainTotal: () => explainMetric(name, totals(), answer(), `all ${noun}`),
    });
    const changeOf = (row) => delta(row?.[metric()], row?.[`${metric()}_comparison`], metricOf(metric()));
    const allColumns = [
        { id: "name", label: noun === "channels" ? "Channel" : "Campaign", cell: (row) => nameCell(row[dimension]),
            sortBy: (row) => labelOf(dimension, row[dimension]), total: () => `All ${noun}` },
        ...columns.map(column),
        { id: "trend", label: "Trend", className: "p3",
            cell: (row) => sparkline(series.data()?.get(row[dimension])) },
        { id: "change", label: "Change", className: "p2", cell: changeOf, total: () => changeOf(totals()),
            sortBy: (row) => relativeChange(row, metric()), explain: (row) => explainMetric(metric(), row, answer(), labelOf(dimension, row[dimension])),
            explainTotal: () => explainMetric(metric(), totals(), answer(), `all ${noun}`) },
    ];
    const pick = (row, isExcluding) => {
        const value = row[dimension];
        const { operator, values } = state.filterOf(dimension);
        if (isExcluding) return state.setFilter(dimension, "not_in", operator === "not_in" ? [...values, value] : [value]);
        const isOnly = operator === "in" && values.length === 1 && values[0] === value;
        state.setFilter(dimension, "in", isOnly ? [] : [value]);
    };
    const isPicked = (row) => {
        const { operator, values } = state.filterOf(dimension);
        return operator === "in" && values.includes(row[dimension]);
    };
    const view = () => {
        const hasRows = computed(() => table.data()?.rows.length > 0);
        return html`${() => (hasRows() ? dataTable({
            id: noun, label: title, columns: allColumns, rows: () => table.data().rows, keyOf: (row) => row[dimension],
            hasTotals: () => table.data().rows.length > 1, order, pick, isPicked,
        }) : empty(`No ${noun} in this period${state.filters().length ? " with these filters" : ""}.`))}`;
    };
    return html`<section class="card ${span}" aria-labelledby="${`${noun}-title`}" id="${`${noun}-card`}">
        <div class="card-head"><h2 id="${`${noun}-title`}">${title}</h2><span class="note p2">${() => note(totals())}</span></div>
        ${loaded(table, { placeholder: () => skeletonRows(6), view })}
    </section>`;
}

const relativeChange = (row, name) => {
    const [now, base] = [row[name], row[`${name}_comparison`]];
    if (now == null || base == null) return null;
    if (metricOf(name).unit === "fraction") return now - base;
    return base === 0 ? null : (now - base) / Math.abs(base);
};

/** A ratio with a bar; the tick in its middle is the whole, twice the whole is its end. */
function barCell(value, name, whole) {
    return html`<span class="bar-cell">${format.cell(value, metricOf(name))}${value != null && whole > 0 && html`
        <span class="${value < whole ? "bar under p2" : "bar p2"}" aria-hidden="true"><i --share=${Math.max(0, Math.min(1, value / whole / 2))}></i></span>`}</span>`;
}

const skeletonRows = (count) => html`<div class="skeleton-rows">${Array.from({ length: count }, () => html`
    <div class="skeleton-row">${skeleton("w-120")}<span class="grow"></span>${[1, 2, 3, 4].map(() => skeleton("w-40"))}</div>`)}</div>`;
