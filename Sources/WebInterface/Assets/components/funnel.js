import { html } from "../kit.js";
import * as format from "../format.js";
import { metricOf } from "../catalogue.js";
import { funnel as live } from "../live-feed.js";
import { explained } from "./explain.js";

export const STEPS = [
    { id: "impressions", label: "Impressions", rate: null },
    { id: "clicks", label: "Clicks", rate: "ctr", of: "impressions" },
    { id: "signups", label: "Signups", rate: "click_to_signup", of: "clicks" },
    { id: "activations", label: "Activations", rate: "signup_to_activation", of: "signups" },
];

/** Part of a whole; null where there is no whole. */
export const share = (part, whole) => (whole > 0 ? part / whole : null);

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

const explain = (step, totals, message) => {
    const metric = metricOf(step.rate ?? step.id);
    const rows = [["Window", `last ${message.window_minutes} minutes`]];
    if (step.rate) rows.push(["Formula", metric.formula ?? `${step.id} / ${step.of}`, true], ["n", `${format.count(totals[step.of])} ${step.of}`]);
    rows.push(["Source", "Measured · landing.events"], ["As of", format.instant(message.as_of, null, true)]);
    const value = step.rate ? share(totals[step.id], totals[step.of]) : totals[step.id];
    return { title: metric.label, exact: format.exact(value, step.rate ? { unit: "fraction" } : { unit: "count" }), note: metric.description, rows };
};

/**
 * Bars from impression to activation; each after the first with the share of the step before.
 * The bars are logarithmic (and said to be): of 40,000 impressions 200 signups would be half a pixel.
 */
export function funnelBars(totals = () => live()?.totals) {
    const width = (step) => {
        const { impressions = 0, [step.id]: value = 0 } = totals() ?? {};
        const whole = Math.max(impressions, value);
        return value > 0 ? Math.log1p(value) / Math.log1p(whole) : 0;
    };
    return html`<ol class="funnel">${STEPS.map((step) => html`<li class="funnel-step">
        <span class="funnel-label">${step.label}</span>
        <span class="funnel-count numeric" tabindex="0" ref=${explained(() => live() && explain({ id: step.id }, totals(), live()))}>${
            () => format.count(totals()?.[step.id])}</span>
        ${step.rate ? html`<span class="funnel-rate numeric" tabindex="0" ref=${explained(() => live() && explain(step, totals(), live()))}>${
            () => format.rate(share(totals()?.[step.id], totals()?.[step.of]))}</span>` : html`<span class="funnel-rate"></span>`}
        <span class="funnel-bar" aria-hidden="true"><i --share=${() => width(step)}></i></span>
    </li>`)}</ol>`;
}

/** One sentence: where the funnel leaks most against its targets, or that it does not. */
export function diagnosis(message, label) {
    const rows = (message?.rows ?? []).map((row) => ({ row, faults: belowTarget(row, message) }));
    const faulty = rows.filter(({ faults }) => faults.length)
        .map(({ row, faults }) => ({ row, fault: faults.reduce((a, b) => (a.value / a.target < b.value / b.target ? a : b)) }))
        .sort((a, b) => a.fault.value / a.fault.target - b.fault.value / b.fault.target);
    if (!message || !message.totals?.impressions) return ["Nothing yet.", "No impressions in this window."];
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
