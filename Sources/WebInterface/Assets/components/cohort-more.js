import { computed, each, html } from "../kit.js";
import { MEASURES, averageOf, cumulative, cumulativeOfAll, valueOf } from "../cohort-figures.js";
import * as format from "../format.js";
import { curve } from "../charts/curve.js";
import { loaded, skeleton } from "./card.js";
import { icon } from "./icon.js";

const MONEY = { unit: "money", is_additive: false };
const name = (cohort) => format.month(`${cohort.cohort}-01`);

/** What a customer brings in from the first order on: the chosen cohort against all. */
export function cumulativeRevenue({ report, shown, selected }) {
    const data = computed(() => {
        const chosen = shown().find((cohort) => cohort.cohort === selected()?.cohort);
        const last = Math.max(1, ...shown().map((cohort) => cohort.cells.at(-1)?.month ?? 0));
        return {
            months: Array.from({ length: last + 1 }, (_, month) => month), pale: [],
            chosen: chosen && { name: name(chosen), points: cumulative(chosen) },
            average: cumulativeOfAll(report.data()?.cohorts ?? []).filter(({ month }) => month <= last),
            axis: (value) => format.axis(value, MONEY), exact: (value) => format.exact(value, MONEY),
            summary: `Cumulative revenue per customer: ${chosen ? name(chosen) : "all cohorts"} against all cohorts`,
        };
    });
    return html`<section class="card span-8" aria-labelledby="cumulative-title">
        <div class="card-head"><h2 id="cumulative-title">Cumulative revenue per customer</h2><span class="note">From the first order on</span></div>
        ${loaded(report, { placeholder: () => html`<div class="card-body">${skeleton("plot-skeleton")}</div>`, view: () => html`<div class="card-body curve-body">
            <div class="legends"><span class="legend"><svg viewBox="0 0 14 2" aria-hidden="true"><path class="now" d="M0 1h14" stroke="currentColor"/></svg>${
                () => data().chosen?.name}</span>
                <span class="legend"><svg class="was" viewBox="0 0 14 2" aria-hidden="true"><path d="M0 1h14"/></svg>All cohorts</span></div>
            <div class="plot short">${curve(data)}</div></div>` })}
    </section>`;
}

/** The cohorts that stay most and least after one month and after three. */
export function cohortExtremes({ report, shown, select }) {
    const items = computed(() => (report.data() ? [1, 3].flatMap((month) => extremes(shown(), report.data().cohorts, month)) : []));
    return html`<section class="card span-4" aria-labelledby="extremes-title">
        <div class="card-head"><h2 id="extremes-title">Best and weakest cohorts</h2></div>
        <ul class="extremes">${each(items, (item) => item.id, (item) => html`<li class="feed-item">
            <span class="${`feed-mark ${item().tone}`}">${icon(item().tone === "good" ? "up-trend" : "down-trend")}</span>
            <h3>${() => item().title}</h3><p class="feed-text">${() => item().text}</p>
            <p class="feed-foot"><button class="link" type="button" onclick=${() => {
                select(item().cell);
                document.getElementById("triangle-title").scrollIntoView({ block: "nearest" });
            }}>Show in the table</button></p></li>`)}</ul>
        ${() => report.data() && items().length === 0 && html`<div class="empty"><p>It takes three finished cohorts to compare.</p></div>`}
    </section>`;
}

function extremes(shown, all, month) {
    const measure = MEASURES.retention;
    const known = shown.map((cohort) => [cohort, cohort.cells.find((cell) => cell.month === month)])
        .filter(([cohort, cell]) => cell?.is_complete && !cohort.is_left_censored)
        .map(([cohort, cell]) => ({ cohort, value: valueOf(measure, cohort, cell) })).sort((a, b) => b.value - a.value);
    if (known.length < 3) return [];
    const average = averageOf(measure, all, month).value;
    return [[known[0], "good", "stays best"], [known.at(-1), "bad", "stays least"]].map(([{ cohort, value }, tone, words]) => ({
        id: `${tone}-${month}`, tone, cell: { cohort: cohort.cohort, month },
        title: `${name(cohort)} ${words} after ${month === 1 ? "a month" : "three months"}`,
        text: `${format.rate(value, 1)} of ${format.plural(cohort.size, "customer")}, ${format.change(value, average, { unit: "fraction" }, 1).text} against the average.`,
    }));
}
