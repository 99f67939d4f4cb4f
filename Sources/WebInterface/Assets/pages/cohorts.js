import { computed, effect, html, untrack } from "../kit.js";
import { get } from "../api.js";
import { MEASURES, averagesOf, valueOf } from "../cohort-figures.js";
import * as format from "../format.js";
import { finishedRuns } from "../live-feed.js";
import { resource } from "../resource.js";
import * as state from "../state.js";
import { curve } from "../charts/curve.js";
import { heatLegend, heatmap } from "../charts/heatmap.js";
import { empty, loaded, skeleton } from "../components/card.js";
import { cohortSummary } from "../components/cohort-summary.js";
import { cohortExtremes, cumulativeRevenue } from "../components/cohort-more.js";
import { doors, doorsOpen } from "../components/doors.js";
import { freshness } from "../components/freshness.js";
import { chooseFile } from "../components/import-dialog.js";
import { pageHead } from "../components/page-head.js";
import { segments } from "../components/segments.js";

const SPANS = [{ id: "12", label: "12 months" }, { id: "24", label: "24 months" }, { id: "all", label: "All" }];
const VIEWS = Object.entries(MEASURES).map(([id, { label }]) => ({ id, label }));

export function cohorts() {
    const { isOpen, pass } = doorsOpen();
    return html`${() => (isOpen() ? doors("Cohorts", pass) : filled())}`;
}

function filled() {
    const report = resource(() => "cohorts", (_, signal) => get("/v1/cohorts?period=month", signal));
    effect(() => {
        if (finishedRuns() > 0) untrack(report.refresh);
    });
    const view = computed(() => (MEASURES[state.param("view")] ? state.param("view") : "retention"));
    const span = computed(() => (SPANS.some(({ id }) => id === state.param("show")) ? state.param("show") : "12"));
    const measure = () => MEASURES[view()];
    const shown = computed(() => {
        const all = report.data()?.cohorts ?? [];
        return span() === "all" ? all : all.slice(-Number(span()));
    });
    const isEmpty = computed(() => report.data()?.cohorts.length === 0);
    const context = { report, view, measure, shown, selected: selection(shown), select };
    return html`
        ${pageHead("Cohorts", { beside: freshness(() => report.data()?.as_of) })}
        <div class="filters" role="group" aria-label="View">
            ${segments({ label: "Cohorts shown", items: () => SPANS, selected: span,
                select: (id) => state.setParams({ show: id === "12" ? null : id }) })}
            <div class="end">${segments({ label: "Measure", items: () => VIEWS, selected: view,
                select: (id) => state.setParams({ view: id === "retention" ? null : id }) })}</div>
        </div>
        ${() => (isEmpty() ? html`<div class="card">${empty("No orders yet. Cohorts are made of customers' orders.",
            html`<button class="button" type="button" onclick=${chooseFile}>Import a CSV of orders</button>`)}</div>`
        : html`<div class="cards">
            ${cohortSummary(context)}
            ${triangle(context)}
            ${curveCard(context)}
            ${cumulativeRevenue(context)}
            ${cohortExtremes(context)}
        </div>`)}`;
}

const select = ({ cohort, month }) => state.setParams({ cell: `${cohort}.${month}` }, { replace: true });

/** The chosen cell: of the URL, or else the second-newest cohort's latest complete month. */
function selection(shown) {
    return computed(() => {
        const [name, month] = (state.param("cell") ?? "").split(".");
        const asked = shown().find((cohort) => cohort.cohort === name);
        if (asked?.cells.some((cell) => cell.month === Number(month) && cell.month > 0)) return { cohort: name, month: Number(month) };
        const cohort = shown().findLast((each) => each.cells.filter((cell) => cell.month > 0 && cell.is_complete).length >= Math.min(3, shown().length - 2))
            ?? shown().findLast((each) => each.cells.some((cell) => cell.month > 0));
        const cell = cohort?.cells.findLast((each) => each.month > 0 && each.is_complete) ?? cohort?.cells.find((each) => each.month > 0);
        return cell ? { cohort: cohort.cohort, month: Math.min(cell.month, 2) } : null;
    });
}

const monthName = (cohort) => format.month(`${cohort}-01`);

function explainCell({ report, measure }, cohort, cell) {
    return {
        title: `${monthName(cohort.cohort)}, month ${cell.month}`,
        exact: measure().exact(valueOf(measure(), cohort, cell)), note: measure().definition,
        rows: [
            ["Formula", measure().formula, true],
            ["n", `${format.count(cell.active_customers)} of ${format.plural(cohort.size, "customer")}`],
            !cell.is_complete && ["So far", "The month is not over; it is left out of averages."],
            cohort.is_left_censored && ["*", "The data begins in this month: some of these customers may have ordered before."],
            ...source(report),
        ].filter(Boolean),
    };
}

const source = (report) => [["Source", "Measured · business.cohort_retention"],
    ["As of", report.data().as_of ? format.instant(report.data().as_of, state.workspace().time_zone, true) : format.fullDay(report.data().as_of_date)]];

function explainAverage({ report, measure }, average) {
    return {
        title: `All cohorts, month ${average.month}`, exact: measure().exact(average.value), note: measure().definition,
        rows: [
            ["Formula", "ratio of sums over cohorts that have the month complete", true],
            ["n", `${format.count(average.active)} of ${format.plural(average.customers, "customer")}`],
            !average.isComplete && ["So far", "No cohort has this month complete."], ...source(report),
        ].filter(Boolean),
    };
}

function triangle(context) {
    const { report, measure, shown } = context;
    const hasCensored = () => shown().some((cohort) => cohort.is_left_censored);
    return html`<section class="card span-8" aria-labelledby="triangle-title">
        <div class="card-head"><h2 id="triangle-title">${() => measure().title}</h2><span class="end">${
            () => shown().length > 0 && heatLegend(measure, shown)}</span></div>
        ${loaded(report, { placeholder: () => html`<div class="card-body">${skeleton("heat-skeleton")}</div>`, view: () => html`
            ${heatmap({
                ...context, cohorts: shown, averages: () => averagesOf(context.view(), report.data()),
                total: () => report.data().cohorts.reduce((sum, cohort) => sum + cohort.size, 0),
                explain: (cohort, cell) => explainCell(context, cohort, cell), explainAverage: (average) => explainAverage(context, average),
            })}
            <p class="card-foot">Dashed: the month is not over. Averages are over all cohorts, complete months only.${
                () => hasCensored() && " * The data begins in this month."}</p>` })}
    </section>`;
}

function curveCard(context) {
    const { report, measure, shown, selected } = context;
    const cohort = () => shown().find((each) => each.cohort === selected()?.cohort);
    const cell = () => cohort()?.cells.find((each) => each.month === selected().month);
    const averages = computed(() => (report.data() ? averagesOf(context.view(), report.data()) : []));
    const data = computed(() => {
        const last = Math.max(1, ...shown().map((each) => each.cells.at(-1)?.month ?? 0));
        const months = Array.from({ length: last }, (_, i) => i + 1);
        const line = (each) => each.cells.filter(({ month }) => month > 0)
            .map((point) => ({ month: point.month, value: valueOf(measure(), each, point), isComplete: point.is_complete }));
        const name = cohort() ? monthName(cohort().cohort) : "";
        return {
            months, chosen: cohort() && { name, points: line(cohort()) },
            average: averages().filter((each) => each.isComplete),
            pale: shown().filter((each) => each !== cohort()).map((each) => months.map((month) => {
                const point = line(each).find((one) => one.month === month);
                return point?.isComplete ? point.value : null;
            })),
            mark: cell() && { month: cell().month, value: valueOf(measure(), cohort(), cell()), text: measure().full(valueOf(measure(), cohort(), cell())) },
            axis: (value) => format.axis(value, { unit: measure().unit }), exact: measure().exact,
            summary: `${measure().curve}: ${name} against the average of all cohorts, by months since the first order`,
        };
    });
    return html`<section class="card span-4" aria-labelledby="curve-title">
        <div class="card-head"><h2 id="curve-title">${() => measure().curve}</h2></div>
        ${loaded(report, { placeholder: () => html`<div class="card-body">${skeleton("heat-skeleton")}</div>`, view: () => html`
            <div class="card-body curve-body">
                <div class="legends"><span class="legend"><svg viewBox="0 0 14 2" aria-hidden="true"><path class="now" d="M0 1h14" stroke="currentColor"/></svg>${
                    () => data().chosen?.name}</span>
                    <span class="legend"><svg class="was" viewBox="0 0 14 2" aria-hidden="true"><path d="M0 1h14"/></svg>Average</span>
                    <span class="legend">Dotted: month in progress</span></div>
                <div class="plot">${curve(data, { onPick: (month) => cohort()?.cells.some((each) => each.month === month)
                    && select({ cohort: cohort().cohort, month }) })}</div>
                <p class="readout" id="readout" aria-live="polite">${() => (cell() ? readout(context, cohort(), cell(), averages()) : "Choose a cell to read it out.")}</p>
            </div>` })}
    </section>`;
}

/** The chosen cell in words. */
function readout({ view, measure }, cohort, cell, averages) {
    const value = valueOf(measure(), cohort, cell);
    const average = averages.find((each) => each.month === cell.month);
    const change = average?.isComplete ? format.change(value, average.value, { unit: measure().unit, polarity: "up" }, 1) : null;
    const against = change && (change.direction === 0 ? "the same as the average"
        : `${change.text.replace(/^[+−]/, "").replace(" pt", " points")} ${change.direction > 0 ? "above" : "below"} average`);
    const lead = `${monthName(cohort.cohort)}, month ${cell.month}: ${measure().full(value)}`;
    const tail = { retention: ` of ${format.count(cohort.size)} customers ordered again`, revenue: " for each customer of the cohort",
        customers: ` of ${format.count(cohort.size)} customers` }[view()];
    return html`<strong>${lead}</strong>${tail}${against && `, ${against}`}. ${view() === "retention" && `That is ${format.plural(cell.active_customers, "person", "people")}.`}${
        !cell.is_complete && " The month is not over."}`;
}
