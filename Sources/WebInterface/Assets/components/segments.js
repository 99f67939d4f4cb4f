import { each, html } from "../kit.js";

/** A switch of a few choices. `items()` → `[{id, label}]`. */
export function segments({ label, items, selected, select }) {
    return html`<div class="segments" role="group" aria-label="${label}">${each(items, (item) => item.id, (item) => html`
        <button type="button" aria-pressed="${() => String(selected() === item().id)}"
            onclick=${() => select(item().id)}>${() => item().label}</button>`)}</div>`;
}
