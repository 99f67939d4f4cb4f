import { html } from "../kit.js";
import { empty } from "../components/card.js";
import { pageHead } from "../components/page-head.js";

export const missing = () => html`${pageHead("No such page")}
    <div class="card">${empty("Nothing lives at this address.", html`<a class="button" href="/overview">Open Overview</a>`)}</div>`;
