// ECharts draws time series and nothing else; it is fetched after the first paint. Colours are
// read from the style sheet at drawing time, so a change of theme is a redraw.

import { effect, onCleanup, signal, untrack } from "../kit.js";
import { themeVersion } from "../theme.js";

let library = null;

async function load() {
    await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));
    return (await import("../vendor/echarts/index.js")).echarts;
}

/** The colour that a custom property has now, in this theme, as a canvas understands it. */
export function colour(name) {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
}

export const fontFamily = () => getComputedStyle(document.body).fontFamily;

/** A `ref` that draws what `option(size)` answers and draws again when the signals it reads change. */
export const drawn = (option, { onClick } = {}) => (element) => {
    const ready = signal(null), failure = signal(null), width = signal(0);
    (library ??= load()).then(ready.set, (error) => {
        library = null;
        failure.set(error);
    });
    let chart = null;
    effect(() => {
        if (failure()) element.textContent = "The chart library could not be loaded. “View as table” has the figures.";
        themeVersion();
        if (!ready() || !width()) return;
        const next = option({ width: width(), echarts: ready() });
        if (!chart) {
            chart = ready().init(element, null, { renderer: "canvas" });
            if (onClick) chart.on("click", (event) => untrack(() => onClick(event)));
        }
        chart.resize();
        chart.setOption(next, true);
        element.dataset.drawn = "";
    });
    const observer = new ResizeObserver(([entry]) => width.set(Math.round(entry.contentRect.width)));
    observer.observe(element);
    onCleanup(() => {
        observer.disconnect();
        chart?.dispose();
    });
};

/** What all charts share: no animation, hairline grid, 11 px axes. */
export function baseOption() {
    const text = { color: colour("ink-3"), fontSize: 11, fontFamily: fontFamily() };
    return {
        animation: false,
        textStyle: { fontFamily: fontFamily() },
        grid: { left: 4, right: 18, top: 10, bottom: 4, containLabel: true },
        xAxis: {
            type: "category", boundaryGap: false, axisTick: { show: false },
            axisLine: { lineStyle: { color: colour("line-strong") } },
            axisLabel: { ...text, margin: 10, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" },
        },
        yAxis: {
            type: "value", axisLine: { show: false }, axisTick: { show: false },
            splitLine: { lineStyle: { color: colour("line"), width: 1 } },
            axisLabel: { ...text, margin: 8 },
        },
        tooltip: {
            trigger: "axis", confine: true, padding: 0, borderWidth: 0, backgroundColor: "transparent",
            extraCssText: "box-shadow:none", transitionDuration: 0,
            axisPointer: { type: "line", lineStyle: { color: colour("line-strong"), type: "solid" } },
        },
    };
}
