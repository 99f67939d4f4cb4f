import { html } from "../kit.js";

const WIDTH = 68, HEIGHT = 20, PAD = 3;

/** A trend in little: a gap stays a gap, the last point is ringed. Decoration beside its number. */
export function sparkline(values) {
    const known = (values ?? []).filter((value) => value != null);
    if (known.length < 2) return html`<svg class="spark" viewBox="0 0 68 20" aria-hidden="true"></svg>`;
    const low = Math.min(...known), span = Math.max(...known) - low || 1;
    const step = (WIDTH - PAD) / (values.length - 1);
    const point = (value, i) => [(i * step).toFixed(1), (HEIGHT - PAD - (value - low) / span * (HEIGHT - 2 * PAD)).toFixed(1)];
    let path = "", isDown = false, last = null;
    values.forEach((value, i) => {
        if (value == null) {
            isDown = false;
            return;
        }
        last = point(value, i);
        path += `${isDown ? "L" : "M"}${last.join(" ")}`;
        isDown = true;
    });
    return html`<svg class="spark" viewBox="0 0 68 20" preserveAspectRatio="none" aria-hidden="true">
        <path d="${path}" vector-effect="non-scaling-stroke"/><circle cx="${last[0]}" cy="${last[1]}" r="1.8"/></svg>`;
}
