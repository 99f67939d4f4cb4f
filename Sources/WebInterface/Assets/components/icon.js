import { html } from "../kit.js";

/** An icon of the sprite in index.html; decoration only, so name the thing beside it. */
export function icon(name, extra = "") {
    return html`<svg class="icon ${extra}" aria-hidden="true"><use href="${`#i-${name}`}"/></svg>`;
}
