import { html } from "../kit.js";
import { MEASURES, cumulativeOfAll, recentAgainstBefore } from "../cohort-figures.js";
import * as format from "../format.js";
import { problem, skeleton } from "./card.js";
import { delta } from "./delta.js";
import { explained } from "./explain.js";

const RATE = { unit: "fraction", polarity: "up" };

/** Five figures of the triangle: retention after 1, 3 and 6 months, what customers bring, how many came. */
export function cohortSummary({ report }) {
    const cohorts = () => report.data().cohorts;
    const retention = (month) => ({
        label: `Month ${month} retention`, average: () => report.data().averages.find((each) => each.month === month),
        value() {
            return this.average() ? format.rate(this.average().retention_rate, 1) : "–";
        },
        foot() {
            const years = recentAgainstBefore(MEASURES.retention, cohorts(), month);
            return years && html`${delta(years.recent, years.before, RATE, 1)}<span class="vs">${`vs ${years.count} cohorts before`}</span>`;
        },
        explain() {
            const average = this.average();
            return average && {
                title: this.label, exact: format.exact(average.retention_rate, RATE), note: MEASURES.retention.definition,
                rows: [["Formula", MEASURES.retention.formula, true],
                    ["n", `${format.count(average.active_customers)} of ${format.plural(average.cohort_size, "customer")}`],
                    !average.is_complete && ["So far", "No cohort has this month complete."], ...source(report)].filter(Boolean),
            };
        },
    });
    const halfYear = {
        label: "6-month revenue", point: () => cumulativeOfAll(cohorts()).find(({ month }) => month === 6),
        value() {
            return this.point() ? format.amount(this.point().value) : "–";
        },
        foot() {
            return this.point() && html`<span class="muted small">${`per customer, of ${format.count(this.point().customers)}`}</span>`;
        },
        explain() {
            return this.point() && {
                title: "6-month revenue per customer", exact: format.exact(this.point().value, { unit: "money" }),
                note: "Sales from the first order to the end of month 6, for each customer; over cohorts that old.",
                rows: [["Formula", "sum of sales in months 0 to 6 / customers", true], ["n", format.plural(this.point().customers, "customer")], ...source(report)],
            };
        },
    };
    const newest = {
        label: "New customers", whole: () => cohorts().filter((cohort) => cohort.cells[0]?.is_complete),
        value() {
            return format.count(this.whole().at(-1)?.size);
        },
        foot() {
            const [before, last] = this.whole().slice(-2);
            return last && html`${delta(last.size, before.size, { unit: "count", polarity: "up" })}<span class="vs">${
                format.month(`${last.cohort}-01`)}</span>`;
        },
        explain() {
            const last = this.whole().at(-1);
            return last && { title: `New customers, ${format.month(`${last.cohort}-01`)}`, exact: format.count(last.size),
                note: "Customers whose first order is in the month; the newest month that is over.",
                rows: [["Formula", "count of distinct customers by first order", true], ...source(report)] };
        },
    };
    const tiles = [retention(1), retention(3), retention(6), halfYear, newest];
    const isReady = () => report.data() && cohorts().length > 0;
    return html`<section class="card span-12" aria-label="Summary">
        ${() => (report.error() ? problem(report.error(), report.reload) : html`<div class="kpis five">${tiles.map((tile) => html`<div class="kpi">
            <span class="kpi-label">${tile.label}</span>
            <span class="kpi-value" tabindex="0" ref=${explained(() => isReady() && tile.explain())}>${
                () => (isReady() ? tile.value() : report.isSlow() ? skeleton("w-80") : "\u00a0")}</span>
            <span class="kpi-foot"><span>${() => isReady() && tile.foot()}</span></span></div>`)}</div>`)}
    </section>`;
}

const source = (report) => [["Source", "Measured · business.cohort_retention"], ["As of", format.fullDay(report.data().as_of_date)]];
