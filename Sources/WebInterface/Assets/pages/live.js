import { computed, html } from "../kit.js";
import { channelColour, metricOf } from "../catalogue.js";
import { isCreated, labelOf } from "../dimensions.js";
import * as format from "../format.js";
import { feedState, funnel, lastWordAt } from "../live-feed.js";
import * as state from "../state.js";
import { empty, skeleton } from "../components/card.js";
import { dataTable } from "../components/data-table.js";
import { doors, doorsOpen } from "../components/doors.js";
import { explained } from "../components/explain.js";
import { filterChips } from "../components/filter-bar.js";
import { now } from "../components/freshness.js";
import { belowTarget, diagnosis, explainStep, funnelBars, rateOver, share, sumsOf, thresholdsFor } from "../components/funnel.js";
import { icon } from "../components/icon.js";
import { pageHead } from "../components/page-head.js";
import { segments } from "../components/segments.js";

const WINDOW_MIN = 5, WINDOW_MAX = 360, WINDOW_DEFAULT = 60;
const WINDOWS = [5, 15, 30, 60, 180, 360].map((minutes) => ({ id: minutes, label: minutes < 180 ? `${minutes} min` : `${minutes / 60} h` }));

export const windowMinutes = computed(() => {
    const wanted = Math.round(Number(state.page() === "live" ? state.param("minutes") : NaN));
    return Number.isFinite(wanted) && wanted > 0 ? Math.max(WINDOW_MIN, Math.min(WINDOW_MAX, wanted)) : WINDOW_DEFAULT;
});

const setWindow = (minutes) => state.setParams({ minutes: minutes === WINDOW_DEFAULT ? null : minutes });

export function liveFunnel() {
    const { isOpen, pass } = doorsOpen();
    return html`${() => (isOpen() ? doors("Live funnel", pass) : filled())}`;
}

function filled() {
    const matches = (row) => state.filters().every(({ dimension, operator, values }) => values.includes(row[dimension]) === (operator === "in"));
    const rows = computed(() => (funnel()?.rows ?? []).filter(matches));
    return html`
        ${pageHead("Live funnel", { beside: connection() })}
        <div class="filters" role="group" aria-label="Filters">
            ${filterChips()}
            <div class="end window">${segments({ label: "Window", items: () => WINDOWS, selected: windowMinutes, select: setWindow })}
                <label class="window-field"><span class="visually-hidden">Window in minutes, 5 to 360</span>
                    <input class="input" type="number" min="${WINDOW_MIN}" max="${WINDOW_MAX}" id="window-minutes" .value=${() => String(windowMinutes())}
                        onchange=${(event) => event.target.checkValidity() && setWindow(Math.round(event.target.valueAsNumber))}> min</label></div>
        </div>
        <div class="${() => (isOld() ? "cards is-old" : "cards")}">
            ${tiles(rows)}
            <section class="card span-8" aria-labelledby="funnel-title">
                <div class="card-head"><h2 id="funnel-title">From impression to activation</h2><span class="note">${
                    () => `Last ${windowText()}, log scale`}</span></div>
                <div class="card-body large-funnel">${funnelBars(() => (funnel() ? rows() : null))}
                    <p class="readout" aria-live="polite">${() => sentence(rows())}</p></div>
            </section>
            ${channelsCard(rows)}
            ${campaignsCard(rows)}
        </div>`;
}

const windowText = () => (windowMinutes() % 60 || windowMinutes() < 120 ? `${windowMinutes()} minutes` : `${windowMinutes() / 60} hours`);
const isOld = () => ["stale", "reconnecting"].includes(feedState()) && funnel();

function sentence(rows) {
    if (!funnel()) return "Waiting for the first figures.";
    const [lead, rest] = diagnosis({ ...funnel(), rows }, (row) => labelOf("campaign_id", row.campaign_id));
    return html`<strong>${lead}</strong> ${rest}`;
}

/** Live, reconnecting or stale, in a word and a colour. */
function connection() {
    const words = { live: "Live", connecting: "Connecting", reconnecting: "Reconnecting", stale: "Stale", paused: "Paused" };
    const tones = { live: "good pulse", reconnecting: "warn", stale: "warn" };
    const age = () => (lastWordAt() ? Math.max(0, (now() - lastWordAt()) / 1000) : null);
    const text = () => {
        if (feedState() === "live" || age() == null) return words[feedState()];
        return `${words[feedState()]}, figures of ${format.ago(age())}`;
    };
    return html`<span class="${() => (isOld() ? "freshness stale" : "freshness")}" id="connection" data-state="${feedState}" role="status">
        <span class="${() => `dot ${tones[feedState()] ?? ""}`}"></span><span>${text}</span></span>`;
}

function tiles(rows) {
    const counts = ["impressions", "clicks", "signups", "activations"];
    const rates = [["ctr", "clicks", "impressions"], ["signup_to_activation", "activations", "signups"]];
    const tile = (step, label, value) => html`<div class="kpi"><span class="kpi-label">${label}</span>
        <span class="kpi-value" tabindex="0" ref=${explained(() => funnel() && explainStep(step, rows(), funnel()))}>${
            () => (funnel() ? value() : skeleton("w-80"))}</span></div>`;
    const count = (id) => tile({ id }, () => metricOf(id).label, () => format.kpi(sumsOf(rows())[id], { unit: "count" }));
    const rate = ([metric, part, whole]) => tile({ id: part, rate: metric, of: whole }, () => metricOf(metric).label,
        () => format.rate(rateOver(rows(), { id: part, of: whole })));
    return html`<section class="card span-12" aria-label="Totals of the window"><div class="kpis plain">
        ${count(counts[0])}${count(counts[1])}${rate(rates[0])}${count(counts[2])}${count(counts[3])}${rate(rates[1])}</div></section>`;
}

function channelsCard(rows) {
    const channels = computed(() => {
        const sums = new Map();
        for (const row of rows()) sums.set(row.channel, (sums.get(row.channel) ?? 0) + row.clicks);
        return [...sums].map(([channel, clicks]) => ({ channel, clicks })).sort((a, b) => b.clicks - a.clicks);
    });
    const most = () => Math.max(1, ...channels().map(({ clicks }) => clicks));
    const all = () => channels().reduce((sum, { clicks }) => sum + clicks, 0);
    return html`<section class="card span-4" aria-labelledby="channels-title">
        <div class="card-head"><h2 id="channels-title">Clicks by channel</h2></div>
        <div class="card-body">${() => (channels().length ? html`<ol class="bars">${channels().map(({ channel, clicks }) => html`<li>
            <span class="bars-label"><span class="swatch ${channelColour(channel)}"></span>${labelOf("channel", channel)}</span>
            <span class="numeric bars-count">${format.count(clicks)}</span><span class="numeric bars-share">${format.rate(share(clicks, all()), 1)}</span>
            <span class="bar ${channelColour(channel)}" aria-hidden="true"><i --share=${clicks / most()}></i></span></li>`)}</ol>`
        : empty("No clicks in this window."))}</div>
    </section>`;
}

function campaignsCard(rows) {
    const faultOf = (row, metric) => belowTarget(row, funnel()).find((fault) => fault.metric === metric);
    const rateCell = (metric, part, whole) => (row) => {
        const value = format.rate(share(row[part], row[whole]));
        return faultOf(row, metric) ? html`<span class="below">${icon("arrow-down")}<span class="visually-hidden">below target </span>${value}</span>` : value;
    };
    const count = (id, className) => ({ id, label: metricOf(id).label, className, cell: (row) => format.count(row[id]), sortBy: (row) => row[id],
        total: () => format.count(sumsOf(rows())[id]), explain: (row) => explainStep({ id }, [row], funnel(), where(row)),
        explainTotal: () => explainStep({ id }, rows(), funnel()) });
    const rate = (metric, part, whole, className) => ({ id: metric, label: metricOf(metric).label, className, cell: rateCell(metric, part, whole),
        sortBy: (row) => share(row[part], row[whole]), total: () => format.rate(rateOver(rows(), { id: part, of: whole })),
        explain: (row) => explainStep({ id: part, rate: metric, of: whole }, [row], funnel(), where(row), thresholdsFor(funnel(), row.channel)[metric]),
        explainTotal: () => explainStep({ id: part, rate: metric, of: whole }, rows(), funnel()) });
    const where = (row) => `${labelOf("campaign_id", row.campaign_id)}, ${labelOf("channel", row.channel)}`;
    const columns = [
        { id: "name", label: "Campaign", sortBy: (row) => labelOf("campaign_id", row.campaign_id), total: () => "All campaigns", cell: campaignCell },
        { id: "channel", label: "Channel", isLeft: true, className: "p2", sortBy: (row) => labelOf("channel", row.channel), cell: (row) => html`
            <span class="name-cell"><span class="swatch ${channelColour(row.channel)}"></span>${labelOf("channel", row.channel)}</span>` },
        { id: "status", label: "Status", isLeft: true, className: "p2", sortBy: (row) => belowTarget(row, funnel()).length, cell: status },
        count("impressions", "p2"), count("clicks"), rate("ctr", "clicks", "impressions"), count("signups", "p3"),
        rate("click_to_signup", "signups", "clicks", "p3"), count("activations", "p3"), rate("signup_to_activation", "activations", "signups", "p2"),
    ];
    const hasRows = computed(() => rows().length > 0);
    return html`<section class="card span-12" aria-labelledby="rows-title">
        <div class="card-head"><h2 id="rows-title">Campaigns and channels</h2><span class="note">${
            () => funnel() && `Judged from ${format.count(funnel().thresholds?.impressions_min)} impressions and ${format.count(funnel().thresholds?.signups_min)} signups on`}</span></div>
        ${() => (hasRows() ? dataTable({ id: "live", label: "Live funnel by campaign and channel", columns, rows, keyOf: (row) => `${row.campaign_id} ${row.channel}`,
            hasTotals: () => rows().length > 1, order: "-clicks" })
        : funnel() ? empty(state.filters().length ? "Nothing in this window with these filters." : "No events in this window.",
            windowMinutes() < WINDOW_MAX && html`<button class="button small" type="button" onclick=${() => setWindow(WINDOW_MAX)}>Show 6 hours</button>`)
            : html`<div class="card-body">${skeleton("table-skeleton")}</div>`)}
    </section>`;
}

function campaignCell(row) {
    if (row.campaign_id === "(none)") {
        return html`<span class="name-cell">${labelOf("channel", row.channel)}<span class="muted p2">no campaign</span></span>`;
    }
    const isMissing = row.campaign_exists === false || !isCreated(row.campaign_id);
    return html`<span class="name-cell"><span class="ellipsis">${labelOf("campaign_id", row.campaign_id)}</span>${
        isMissing && html`<span class="tag warn">not created yet</span>`}</span>`;
}

function status(row) {
    const faults = belowTarget(row, funnel());
    if (faults.length) return html`<span class="tag bad">below target</span>`;
    const { impressions_min: impressions = Infinity, signups_min: signups = Infinity } = funnel()?.thresholds ?? {};
    return row.impressions >= impressions || row.signups >= signups ? html`<span class="tag good">on target</span>` : html`<span class="muted small">too few to judge</span>`;
}
