import { html } from "../kit.js";
import * as format from "../format.js";

const words = { 1: "up", "-1": "down", 0: "unchanged" };

/** A change: arrow, sign and colour say the same; without a comparison a dash. */
export function delta(value, base, metric, digits) {
    const { text, direction, tone } = format.change(value, base, metric, digits);
    const points = direction > 0 ? "4,0 8,7 0,7" : "0,0 8,0 4,7";
    return html`<span class="delta ${tone}">${direction !== 0 && html`
        <svg viewBox="0 0 8 7" aria-hidden="true"><polygon points="${points}"/></svg>
        <span class="visually-hidden">${words[direction]}</span>`}${text}</span>`;
}
