import { computed, effect, html, untrack } from "../kit.js";
import { get, query } from "../api.js";
import { addDays, addMonths } from "../dates.js";
import { channelColour, grainFor, metricOf, rowsOf, tilesFor, withCounts } from "../catalogue.js";
import { isCreated, labelOf } from "../dimensions.js";
import * as format from "../format.js";
import { funnel, finishedRuns } from "../live-feed.js";
import { resource } from "../resource.js";
import * as state from "../state.js";
import { trendChart } from "../charts/trend.js";
import { attentionFeed, attentionItems } from "../components/attention.js";
import { breakdown } from "../components/breakdown.js";
import { empty, problem, skeleton } from "../components/card.js";
import { doors, doorsOpen } from "../components/doors.js";
import { filterBar } from "../components/filter-bar.js";
import { freshness, staleness } from "../components/freshness.js";
import { diagnosis, funnelBars } from "../components/funnel.js";
import { icon } from "../components/icon.js";
import { kpiStrip } from "../components/kpi-strip.js";
import { pageHead } from "../components/page-head.js";
import { periodTable } from "../components/period-table.js";
import { sourceSwitch } from "../components/source-switch.js";
import { welcomeStrip } from "../components/welcome-strip.js";

export function overview() {
    const { isOpen, pass } = doorsOpen();
    return html`${() => (isOpen() ? doors("Overview", pass) : filled())}`;
}

/** Runs `refresh` after each pipeline run that ends while the page is open. */
const onRun = (refresh) => effect(() => {
    if (finishedRuns() > 0) untrack(refresh);
});

function filled() {
    const tiles = computed(() => tilesFor(state.workspace()));
    const metric = computed(() => (tiles().includes(state.param("metric")) ? state.param("metric") : tiles()[0]));
    const select = (name) => state.setParams({ metric: name === tiles.peek()[0] ? null : name }, { replace: true });
    const figures = resource(
        () => state.range() && tiles().length > 0 && figureQueries(withCounts(tiles())), loadFigures);
    const runs = resource(() => "runs", (_, signal) => get("/v1/runs?limit=5", signal));
    onRun(() => {
        figures.refresh();
        runs.refresh();
    });
    const asOf = () => figures.data()?.answer.as_of;
    const items = attentionItems({ runs: () => runs.data()?.runs, staleness: () => staleness(asOf()) });
    const hasItems = computed(() => items().length > 0);

    return html`
        ${pageHead("Overview", { beside: freshness(asOf) })}
        ${filterBar()}
        ${welcomeStrip()}
        <div class="cards">
            <section class="card span-12" aria-label="Key figures and trend">
                ${kpiStrip({ names: tiles, data: figures.data, isSlow: figures.isSlow, hasFailed: () => figures.error() != null,
                    staleness: () => staleness(asOf()), selected: metric, select, panel: "trend" })}
                <div class="${() => (hasItems() ? "trend with-feed" : "trend")}">
                    <div class="trend-chart" id="trend" role="tabpanel" aria-labelledby="${() => `tile-${metric()}`}">
                        ${trend(figures, metric)}
                    </div>
                    ${() => hasItems() && attentionFeed(items)}
                </div>
            </section>
            ${tables(metric)}
        </div>`;
}

/** One query per grain: by the hour there are no orders, so their metrics come by the day. */
function figureQueries(names) {
    const byGrain = Map.groupBy(names, (name) => grainFor(name, state.grain()));
    return [...byGrain].map(([grain, metrics]) => state.queryFor({ metrics, byGrain: grain, limit: 5000 }));
}

/** `{answer, totals, series, of}`: `of[metric]` has the metric's own rows, grain and answer. */
async function loadFigures(bodies, signal) {
    const parts = await Promise.all(bodies.map(async (body) => {
        const answer = await query(body, signal);
        return { body, answer, grain: body.grain, rows: rowsOf(answer) };
    }));
    const of = Object.fromEntries(parts.flatMap((part) => part.body.metrics.map((name) => [name, part])));
    const series = Object.fromEntries(Object.entries(of).map(([name, { rows }]) => [name, rows.map((row) => row[name])]));
    return { answer: parts[0].answer, totals: Object.assign({}, ...parts.map((part) => part.answer.totals)), series, of };
}

function pointsOf({ answer, rows, grain }, name) {
    const { compare_range: against, incomplete_from: open, date_range: range } = answer;
    const step = { day: addDays, month: addMonths, week: (day, n) => addDays(day, 7 * n) }[grain];
    return rows.map((row, i) => ({
        period: row.period, value: row[name], isOpen: Boolean(open) && row.period >= open,
        isPartial: row.period < range.from || Boolean(step && grain !== "day" && step(row.period, 1) > addDays(range.to, 1)),
        base: against ? row[`${name}_comparison`] : undefined,
        basePeriod: against && step && rows.length ? step(firstPeriod(against.from, grain), i) : null,
    }));
}

function firstPeriod(day, grain) {
    if (grain === "month") return `${day.slice(0, 8)}01`;
    return day;
}

function trend(figures, metric) {
    const isTable = computed(() => state.param("view") === "table");
    const series = computed(() => {
        const part = figures.data()?.of[metric()];
        if (!part) return null;
        return { metric: metric(), grain: part.grain, points: pointsOf(part, metric()), hasComparison: Boolean(part.answer.compare_range) };
    });
    const phase = computed(() => {
        if (figures.error()) return "error";
        if (!series()) return "loading";
        if (!series().points.some((point) => point.value != null || point.base != null)) return "empty";
        return isTable() ? "table" : "chart";
    });
    const body = () => {
        switch (phase()) {
        case "error": return problem(figures.error(), figures.reload);
        case "loading": return html`<div class="plot" aria-busy="true">${() => figures.isSlow() && skeleton("plot-skeleton")}</div>`;
        case "empty": return html`<div class="plot"><div>${noValues(metric())}</div></div>`;
        case "table": return periodTable(series);
        default: return html`<div class="${() => (figures.isBusy() ? "plot is-busy" : "plot")}">${trendChart(series)}</div>`;
        }
    };
    const toggle = () => state.setParams({ view: isTable() ? null : "table" }, { replace: true });
    return html`<div class="trend-head">
            <span class="legend"><svg viewBox="0 0 14 2" aria-hidden="true"><path class="now" d="M0 1h14" stroke="currentColor"/></svg>${
                () => metricOf(metric()).label}</span>
            ${() => figures.data()?.answer.compare_range && html`<span class="legend"><svg class="was" viewBox="0 0 14 2" aria-hidden="true">
                <path d="M0 1h14"/></svg>${() => format.range(figures.data().answer.compare_range)}</span>`}
            ${() => series()?.points.some((point) => point.isOpen || point.isPartial) && html`<span class="legend p2">Dotted: not finished, or only in part in the range</span>`}
            ${() => series() && series().grain !== state.grain() && html`<span class="legend p2">By the day: orders have no hour</span>`}
            ${sourceSwitch()}
            <button class="button" type="button" id="view-as-table" aria-pressed="${() => String(isTable())}" onclick=${toggle}>
                ${() => icon(isTable() ? "chart" : "table")}<span class="label">${() => (isTable() ? "View as chart" : "View as table")}</span></button>
        </div>${body}`;
}

const noValues = (name) => empty(`No ${metricOf(name).label.toLowerCase()} in this period.`,
    html`<button class="button small" type="button" onclick=${() => state.setPreset("all")}>Show all time</button>`);

function tables(metric) {
    const hasOrders = computed(() => Boolean(state.workspace().has_orders));
    const columns = (names) => names.map(([name, className, isBar]) => ({ name, className, isBar }));
    const byOrders = [["spend", "p2"], ["revenue"], ["roas", "", true], ["cac", "p2"], ["cvr", "p3"]];
    const byEvents = [["spend", "p2"], ["impressions", "p2"], ["clicks"], ["ctr", ""], ["cpc", "p3"], ["signups", ""]];
    return html`${() => {
        const barNote = (whole) => (totals) => (hasOrders() && totals?.roas != null ? `Tick marks the ROAS of ${whole}` : "Click a row to filter");
        const shared = { columns: columns(hasOrders() ? byOrders : byEvents), metric, version: onRun,
            order: hasOrders() ? "-revenue" : "-clicks" };
        return html`
            ${breakdown({ ...shared, dimension: "channel", title: "Channels", noun: "channels", note: barNote("all channels"),
                nameCell: (value) => html`<span class="swatch ${channelColour(value)}"></span><span>${() => labelOf("channel", value)}</span>` })}
            ${liveCard()}
            ${breakdown({ ...shared, dimension: "campaign_id", title: "Campaigns", noun: "campaigns", note: barNote("all campaigns"), span: "span-12",
                columns: columns(hasOrders() ? [["spend", "p2"], ["revenue"], ["orders", "p3"], ["roas", "", true], ["cac", "p2"], ["cvr", "p3"]] : byEvents),
                nameCell: (value) => html`<span class="ellipsis">${() => labelOf("campaign_id", value)}</span>${
                    () => !isCreated(value) && html`<span class="tag warn">not created yet</span>`}` })}`;
    }}`;
}

function liveCard() {
    const name = (row) => labelOf("campaign_id", row.campaign_id);
    const sentence = computed(() => diagnosis(funnel(), name));
    return html`<section class="card span-4" aria-labelledby="live-title">
        <div class="card-head"><h2 id="live-title">Live funnel</h2><span class="note">${() => `Last ${funnel()?.window_minutes ?? 60} min, log scale`}</span>
            <a class="end" href="${() => state.pageURL("live")}">Open</a></div>
        <div class="card-body">
            ${funnelBars()}
            <p class="readout">${() => html`<strong>${sentence()[0]}</strong> ${sentence()[1]}`}</p>
        </div>
    </section>`;
}
