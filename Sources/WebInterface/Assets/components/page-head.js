import { html } from "../kit.js";
import { icon } from "./icon.js";
import { openPalette } from "./palette.js";

export function pageHead(title, { beside, actions } = {}) {
    return html`<header class="page-head"><h1>${title}</h1>${beside}
        <div class="page-actions">${actions}<button class="icon-button topbar-search" type="button" aria-label="Search or jump to"
            onclick=${openPalette}>${icon("search")}</button></div></header>`;
}
