// Lines over months since the first order: each cohort pale, the chosen one strong, the average
// dashed, a month in progress dotted.

import { html } from "../kit.js";
import { baseOption, colour, drawn } from "./echarts.js";

/**
 * `data()` → `{label, months: [n…], pale: [[value…]…], chosen: {name, points: [{month, value, isComplete}]}, average: [{month, value}],
 * mark: {month, value, text}, axis(value), exact(value)}`.
 */
export function curve(data, { onPick } = {}) {
    return html`<div role="img" aria-label="${() => data().summary}" ref=${drawn(() => option(data()), {
        onClick: (event) => onPick?.(data().months[event.dataIndex]) })}></div>`;
}

const at = (points, months) => months.map((month) => points?.find((point) => point.month === month)?.value ?? null);

function option({ months, pale, chosen, average, mark, axis, exact, startsAtZero = true }) {
    const base = baseOption();
    const accent = colour("accent"), faint = colour("line-strong"), grey = colour("ink-2");
    const line = (extra) => ({ type: "line", showSymbol: false, symbol: "circle", symbolSize: 6, silent: true, emphasis: { disabled: true }, ...extra });
    const done = chosen?.points.filter((point) => point.isComplete) ?? [];
    const open = chosen?.points.filter((point, i, all) => !point.isComplete || !(all[i + 1]?.isComplete ?? true)) ?? [];
    return {
        ...base,
        grid: { ...base.grid, top: 12, right: 16 },
        xAxis: { ...base.xAxis, data: months.map((month) => `M${month}`), axisLabel: { ...base.xAxis.axisLabel, interval: months.length > 8 ? 1 : 0 } },
        yAxis: { ...base.yAxis, min: startsAtZero ? 0 : undefined, scale: !startsAtZero, axisLabel: { ...base.yAxis.axisLabel, formatter: axis } },
        tooltip: { ...base.tooltip, formatter: ([first]) => tooltip(months[first.dataIndex], { chosen, average, exact }) },
        series: [
            ...pale.map((values) => line({ data: values, lineStyle: { color: faint, width: 1 }, z: 1 })),
            line({ name: "average", data: at(average, months), lineStyle: { color: grey, width: 1.5, type: [4, 3] }, itemStyle: { color: grey }, z: 3 }),
            line({ name: "open", data: at(open, months), lineStyle: { color: accent, width: 1.8, type: [2, 3] }, itemStyle: { color: accent }, z: 4 }),
            line({ name: "chosen", data: at(done, months), lineStyle: { color: accent, width: 2 }, itemStyle: { color: accent }, z: 5,
                markPoint: mark && { silent: true, symbol: "circle", symbolSize: 10, data: [{ coord: [`M${mark.month}`, mark.value] }],
                    itemStyle: { color: "transparent", borderColor: accent, borderWidth: 2 },
                    label: { show: true, position: "right", distance: 8, formatter: mark.text, color: colour("ink"), fontSize: 12, fontWeight: 600 } } }),
        ],
    };
}

function tooltip(month, { chosen, average, exact }) {
    const point = chosen?.points.find((each) => each.month === month), mean = average?.find((each) => each.month === month);
    return html`<div class="tooltip"><div class="tooltip-title">Month ${month}</div>
        ${point && html`<div class="tooltip-row"><span class="tooltip-line"></span>${chosen.name}<b>${exact(point.value)}</b></div>`}
        ${mean && html`<div class="tooltip-row was"><span class="tooltip-line was"></span>Average<b>${exact(mean.value)}</b></div>`}
        ${point && !point.isComplete && html`<div class="tooltip-note">Month in progress</div>`}</div>`;
}
