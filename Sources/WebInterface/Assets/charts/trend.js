// The main chart: this period solid, the comparison dashed and pale, what is not over yet dotted.

import { html } from "../kit.js";
import * as format from "../format.js";
import { metricOf } from "../catalogue.js";
import { baseOption, colour, drawn } from "./echarts.js";

/**
 * `series()` → `{metric, grain, points: [{period, value, base, isOpen}], compareFrom}`;
 * `isOpen` marks a period that is not finished, `isPartial` one of which the range holds only a part.
 */
export function trendChart(series) {
    return html`<div role="img" id="trend-canvas" aria-label="${() => summary(series())}"
        ref=${drawn((size) => option(series(), size))}></div>`;
}

/** The chart in a sentence: what it shows, its lowest and highest point. */
export function summary({ metric: name, grain, points }) {
    const metric = metricOf(name);
    const known = points.filter((point) => point.value != null);
    if (!known.length) return `${metric.label}: no values in this period`;
    const by = (compare) => known.reduce((best, point) => (compare(point.value, best.value) ? point : best));
    const say = (point) => `${format.cell(point.value, metric)} (${format.period(point.period, grain, true)})`;
    return `${metric.label} by ${grain}, ${known.length} points: lowest ${say(by((a, b) => a < b))}, highest ${say(by((a, b) => a > b))}`;
}

const line = (extra) => ({ type: "line", symbol: "circle", symbolSize: 6, showSymbol: false, connectNulls: false, ...extra });

function option({ metric: name, grain, points, hasComparison }, { width }) {
    const metric = metricOf(name);
    const base = baseOption();
    const accent = colour("accent");
    const firstOpen = points.findIndex((point, i) => point.isOpen || (point.isPartial && i > 0));
    const solidEnd = firstOpen < 0 ? points.length : firstOpen;
    const solid = points.map((point, i) => (i < solidEnd ? point.value : null));
    const open = points.map((point, i) => (firstOpen >= 0 && i >= firstOpen - 1 ? point.value : null));
    const isLone = points.filter((point) => point.value != null).length === 1;
    const main = { color: accent, width: 2 };
    const step = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(width / 84))));
    return {
        ...base,
        xAxis: {
            ...base.xAxis, data: points.map((point) => format.period(point.period, grain)),
            axisLabel: { ...base.xAxis.axisLabel, interval: (i) => i % step === Math.floor(step / 2) },
        },
        yAxis: {
            ...base.yAxis, scale: true, splitNumber: 6,
            axisLabel: { ...base.yAxis.axisLabel, formatter: (value) => format.axis(value, metric) },
        },
        tooltip: { ...base.tooltip, formatter: ([first]) => tooltip(points[first.dataIndex], metric, grain) },
        series: [
            hasComparison && line({
                name: "was", data: points.map((point) => point.base ?? null), z: 2, itemStyle: { color: colour("ink-3") },
                lineStyle: { color: colour("ink-3"), width: 1.3, type: [4, 4], opacity: .75 },
            }),
            line({ name: "open", data: open, z: 3, lineStyle: { ...main, type: [3, 4] }, itemStyle: { color: accent },
                showSymbol: isLone && firstOpen >= 0 }),
            line({ name: "now", data: solid, z: 4, lineStyle: main, itemStyle: { color: accent }, showSymbol: isLone }),
        ].filter(Boolean),
    };
}

function tooltip(point, metric, grain) {
    const row = (kind, label, value) => html`<div class="tooltip-row ${kind}">
        <span class="tooltip-line ${kind}"></span>${label}<b>${format.exact(value, metric)}</b></div>`;
    return html`<div class="tooltip">
        <div class="tooltip-title">${format.period(point.period, grain, true)}</div>
        ${row("", metric.label, point.value)}
        ${point.base !== undefined && row("was", point.basePeriod ? format.period(point.basePeriod, grain, true) : "Comparison", point.base)}
        ${(point.isOpen || point.isPartial) && html`<div class="tooltip-note">${point.isOpen ? "Not finished yet" : "Only in part in the range"}</div>`}
    </div>`;
}
