import { each, html } from "../kit.js";
import * as format from "../format.js";
import { metricOf } from "../catalogue.js";
import { sparkline } from "../charts/sparkline.js";
import { skeleton } from "./card.js";
import { delta } from "./delta.js";
import { explainMetric, explained } from "./explain.js";

/**
 * The tiles that are the chart's tabs. `names()` are metrics, `data()` is `{answer, totals, series}`
 * or null, `selected()` a name, `select(name)` chooses one.
 */
export function kpiStrip({ names, data, isSlow, hasFailed, staleness, selected, select, panel }) {
    const keys = (event) => {
        const list = names();
        const at = list.indexOf(event.target.closest("[role=tab]")?.dataset.metric);
        const step = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 1, ArrowUp: at - 1,
            Home: 0, End: list.length - 1 }[event.key];
        if (step === undefined || at < 0) return;
        event.preventDefault();
        event.stopPropagation();
        const next = list[(step + list.length) % list.length];
        select(next);
        document.getElementById(`tile-${next}`)?.focus();
    };
    return html`<div class="kpis" role="tablist" aria-label="Key figures" onkeydown=${keys}>
        ${each(names, (name) => name, (name) => tile(name(), { data, isSlow, hasFailed, staleness, selected, select, panel }))}
    </div>`;
}

function tile(name, { data, isSlow, hasFailed, staleness, selected, select, panel }) {
    const isOn = () => selected() === name;
    const value = () => {
        if (data()) return format.kpi(data().totals[name], metricOf(name));
        if (hasFailed()) return "–";
        return isSlow() ? skeleton("w-80") : "\u00a0";
    };
    const change = () => data()?.totals[name] != null && data().totals[`${name}_comparison`] != null
        && delta(data().totals[name], data().totals[`${name}_comparison`], metricOf(name));
    return html`<button class="kpi" type="button" role="tab" id="${`tile-${name}`}" data-metric="${name}"
        aria-selected="${() => String(isOn())}" tabindex="${() => (isOn() ? 0 : -1)}" aria-controls="${panel}"
        onclick=${() => select(name)}>
        <span class="kpi-label"><span>${() => metricOf(name).label}</span>${() => data() && staleness() && html`
            <span class="stale-mark">${staleness()}</span>`}</span>
        <span class="kpi-value" ref=${explained(() => data() && explainMetric(name, data().totals, data().answer))}>${value}</span>
        <span class="kpi-foot">${change}<span class="grow"></span>${() => data() && sparkline(data().series[name])}</span>
    </button>`;
}
