import { computed, html } from "../kit.js";
import * as format from "../format.js";
import { metricOf } from "../catalogue.js";
import { funnel as live } from "../live-feed.js";
import { workspace } from "../state.js";
import { explained } from "./explain.js";

export const STEPS = [
    { id: "impressions", label: "Impressions", rate: null },
    { id: "clicks", label: "Clicks", rate: "ctr", of: "impressions" },
    { id: "signups", label: "Signups", rate: "click_to_signup", of: "clicks" },
    { id: "activations", label: "Activations", rate: "signup_to_activation", of: "signups" },
];

/** Part of a whole; null where there is no whole. */
export const share = (part, whole) => (whole > 0 ? part / whole : null);

/**
 * A step's rate over rows: the sums' ratio over channels that have the denominator at all, as the
 * catalogue defines CTR (clicks in e-mails or search results had no impression of ours).
 */
export function rateOver(rows, { id, of }) {
    const wholes = new Map();
    for (const row of rows) wholes.set(row.channel, (wholes.get(row.channel) ?? 0) + row[of]);
    const counted = rows.filter((row) => wholes.get(row.channel) > 0);
    const sum = (name) => counted.reduce((total, row) => total + row[name], 0);
    return share(sum(id), sum(of));
}

export const sumsOf = (rows) => Object.fromEntries(STEPS.map(({ id }) => [id, rows.reduce((sum, row) => sum + row[id], 0)]));

/** The thresholds for a channel: its own where it has some. */
export function thresholdsFor(message, channel) {
    const { default: common = {}, channels = {} } = message?.thresholds ?? {};
    return { ...common, ...channels[channel] };
}

/** The rates of a row that are under target; only above the volumes from which a rate means something. */
export function belowTarget(row, message) {
    const thresholds = thresholdsFor(message, row.channel);
    const { impressions_min: impressions = Infinity, signups_min: signups = Infinity } = message?.thresholds ?? {};
    const rates = [
        { metric: "ctr", value: share(row.clicks, row.impressions), isMeasured: row.impressions >= impressions },
        { metric: "signup_to_activation", value: share(row.activations, row.signups), isMeasured: row.signups >= signups },
    ];
    return rates.filter(({ metric, value, isMeasured }) => isMeasured && value != null && value < thresholds[metric])
        .map((rate) => ({ ...rate, target: thresholds[rate.metric] }));
}

/** The explanation of a step's count over rows, or of its rate where it has one. */
export function explainStep(step, over, message, scope = "", target = null) {
    const metric = metricOf(step.rate ?? step.id);
    const rows = [["Window", `last ${message.window_minutes} minutes`]];
    if (target != null) rows.push(["Target", format.rate(target)]);
    if (step.rate) rows.push(["Formula", metric.formula ?? `${step.id} / ${step.of}`, true], ["n", `${format.count(sumsOf(over)[step.of])} ${step.of}`]);
    rows.push(["Source", "Measured · landing.events"], ["As of", format.instant(message.as_of, workspace()?.time_zone, true)]);
    const value = step.rate ? rateOver(over, step) : sumsOf(over)[step.id];
    return { title: scope ? `${metric.label}, ${scope}` : metric.label, note: metric.description, rows,
        exact: format.exact(value, { unit: step.rate ? "fraction" : "count" }) };
}

/**
 * Bars from impression to activation; each after the first with the share of the step before.
 * The bars are logarithmic (and said to be): of 40,000 impressions 200 signups would be half a pixel.
 */
export function funnelBars(rows = () => live()?.rows) {
    const totals = computed(() => (rows() ? sumsOf(rows()) : null));
    const rate = (step) => rows() && rateOver(rows(), step);
    const width = (step) => {
        const { impressions = 0, [step.id]: value = 0 } = totals() ?? {};
        const whole = Math.max(impressions, value);
        return value > 0 ? Math.log1p(value) / Math.log1p(whole) : 0;
    };
    return html`<ol class="funnel">${STEPS.map((step) => html`<li class="funnel-step">
        <span class="funnel-label">${step.label}</span>
        <span class="funnel-count numeric" tabindex="0" ref=${explained(() => live() && explainStep({ id: step.id }, rows(), live()))}>${
            () => format.count(totals()?.[step.id])}</span>
        ${step.rate ? html`<span class="funnel-rate numeric" tabindex="0" ref=${explained(() => live() && explainStep(step, rows(), live()))}>${
            () => format.rate(rate(step))}</span>` : html`<span class="funnel-rate"></span>`}
        <span class="funnel-bar" aria-hidden="true"><i --share=${() => width(step)}></i></span>
    </li>`)}</ol>`;
}

/** One sentence: where the funnel leaks most against its targets, or that it does not. */
export function diagnosis(message, label) {
    const rows = (message?.rows ?? []).map((row) => ({ row, faults: belowTarget(row, message) }));
    const faulty = rows.filter(({ faults }) => faults.length)
        .map(({ row, faults }) => ({ row, fault: faults.reduce((a, b) => (a.value / a.target < b.value / b.target ? a : b)) }))
        .sort((a, b) => a.fault.value / a.fault.target - b.fault.value / b.fault.target);
    if (!rows.some(({ row }) => row.impressions > 0)) return rows.some(({ row }) => row.clicks > 0)
        ? ["Too little to judge.", "No impressions in this window."] : ["Nothing yet.", "No events in this window."];
    if (faulty.length) {
        const { row, fault } = faulty[0];
        const rest = faulty.length > 1 ? ` ${format.plural(faulty.length - 1, "more campaign")} below target.` : "";
        return [`${label(row)} is below target.`,
            `${metricOf(fault.metric).label} ${format.rate(fault.value)}, target ${format.rate(fault.target)}.${rest}`];
    }
    const measured = rows.filter(({ row }) => row.impressions >= (message.thresholds?.impressions_min ?? Infinity));
    return measured.length ? ["On target.", `All ${format.plural(measured.length, "campaign")} with enough volume reach their targets.`]
        : ["Too little volume to judge.", `Rates are judged from ${format.count(message.thresholds?.impressions_min)} impressions on.`];
}
