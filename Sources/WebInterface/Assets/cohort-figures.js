// What the cohort page shows, from the triangle of `/v1/cohorts`: counts and sums per cohort and
// month since the first order. Averages are ratios of sums over complete cells, as the server's.

import * as format from "./format.js";

/**
 * The three ways to look at a cell: its value, and the sums that make an average of several
 * (`over` / `under`). `scale` names the metric unit for formatting.
 */
export const MEASURES = {
    retention: {
        label: "Retention", title: "Retention by first-order month", curve: "Retention curve",
        over: (cell) => cell.active_customers, under: (cohort) => cohort.size,
        cell: (value) => format.rate(value, 1).replace("%", ""), full: (value) => format.rate(value, 1),
        exact: (value) => format.exact(value, { unit: "fraction" }), unit: "fraction",
        definition: "The share of a cohort that orders in the month. The first order does not count as retention.",
        formula: "customers with an order in month n / customers of the cohort",
    },
    revenue: {
        label: "Revenue / customer", title: "Revenue per customer by first-order month", curve: "Revenue per customer",
        over: (cell) => cell.total_sales, under: (cohort) => cohort.size,
        cell: (value) => format.amount(value), full: (value) => format.amount(value),
        exact: (value) => format.exact(value, { unit: "money" }), unit: "money",
        definition: "What a cohort's orders of the month bring, for each customer that the cohort began with.",
        formula: "sales in month n / customers of the cohort",
    },
    customers: {
        label: "Active customers", title: "Active customers by first-order month", curve: "Active customers",
        over: (cell) => cell.active_customers, under: () => 1,
        cell: (value) => format.count(Math.round(value)), full: (value) => format.count(Math.round(value)),
        exact: (value) => format.exact(value, { unit: "number" }), unit: "count",
        definition: "Customers of the cohort with an order in the month.", formula: "count of distinct customers",
    },
};

export const valueOf = (measure, cohort, cell) => measure.over(cell) / measure.under(cohort);

const cellAt = (cohort, month) => cohort.cells.find((cell) => cell.month === month);

/**
 * The average of a month over cohorts: over complete cells where there is one, else over what there is
 * (`isComplete` false). Null where no cohort is that old.
 */
export function averageOf(measure, cohorts, month) {
    const found = cohorts.map((cohort) => [cohort, cellAt(cohort, month)]).filter(([, cell]) => cell);
    const complete = found.filter(([, cell]) => cell.is_complete);
    const used = complete.length ? complete : found;
    if (!used.length) return null;
    const sum = (read) => used.reduce((total, pair) => total + read(pair), 0);
    const under = sum(([cohort]) => measure.under(cohort));
    return under > 0 ? {
        month, value: sum(([, cell]) => measure.over(cell)) / under, isComplete: complete.length > 0,
        customers: sum(([cohort]) => cohort.size), active: sum(([, cell]) => cell.active_customers), cohorts: used.length,
    } : null;
}

/** The server's averages of retention; the other measures are averaged the same way here. */
export function averagesOf(name, report) {
    const last = Math.max(0, ...report.cohorts.map((cohort) => cohort.cells.at(-1)?.month ?? 0));
    return Array.from({ length: last + 1 }, (_, month) => {
        const served = name === "retention" && report.averages.find((each) => each.month === month);
        if (!served) return averageOf(MEASURES[name], report.cohorts, month);
        return { month, value: served.retention_rate, isComplete: served.is_complete, customers: served.cohort_size, active: served.active_customers };
    }).filter(Boolean);
}

/** The newest twelve cohorts (or as many as there are twice) against those before, at one age. */
export function recentAgainstBefore(measure, cohorts, month) {
    const old = cohorts.filter((cohort) => cellAt(cohort, month)?.is_complete);
    const count = Math.min(12, Math.floor(old.length / 2));
    if (count < 3) return null;
    return { count, recent: averageOf(measure, old.slice(-count), month)?.value, before: averageOf(measure, old.slice(-2 * count, -count), month)?.value };
}

/** Sales per customer from the first order up to each month: `[{month, value, isComplete}]`. */
export function cumulative(cohort) {
    let total = 0;
    return cohort.cells.map((cell) => {
        total += cell.total_sales;
        return { month: cell.month, value: total / cohort.size, isComplete: cell.is_complete };
    });
}

/** The same over all cohorts that have the month complete. */
export function cumulativeOfAll(cohorts) {
    const last = Math.max(0, ...cohorts.map((cohort) => cohort.cells.at(-1)?.month ?? 0));
    return Array.from({ length: last + 1 }, (_, month) => {
        const old = cohorts.filter((cohort) => cellAt(cohort, month)?.is_complete);
        if (!old.length) return null;
        const sales = old.reduce((sum, cohort) => sum + cohort.cells.filter((cell) => cell.month <= month)
            .reduce((total, cell) => total + cell.total_sales, 0), 0);
        const customers = old.reduce((sum, cohort) => sum + cohort.size, 0);
        return { month, value: sales / customers, isComplete: true, customers };
    }).filter(Boolean);
}

/** Lowest and highest complete value after the first month: the ends of the colour scale. */
export function scaleOf(measure, cohorts) {
    const values = cohorts.flatMap((cohort) => cohort.cells
        .filter((cell) => cell.month > 0 && cell.is_complete).map((cell) => valueOf(measure, cohort, cell)));
    return values.length ? { low: Math.min(...values), high: Math.max(...values) } : { low: 0, high: 0 };
}

/** The class of a value on the scale, q1 to q9. */
export function bucket(value, { low, high }) {
    if (high <= low) return "q5";
    return `q${Math.max(1, Math.min(9, 1 + Math.floor((value - low) / (high - low) * 9)))}`;
}
