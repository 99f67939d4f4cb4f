import { html, signal } from "../kit.js";
import { currentParams, workspace } from "../state.js";
import { codeLine } from "./code-line.js";
import { openDialog } from "./dialog.js";
import { icon } from "./icon.js";

const KEY = "bellwether.welcome-closed";
const closed = signal(false);
try {
    closed.set(sessionStorage.getItem(KEY) === "yes");
} catch { /* Storage is off: the strip shows on each page load. */ }

const STORY_ICONS = { meta: "down-trend", holiday: "up-trend", peak: "up-trend", spend: "alert" };
const iconOf = (id) => STORY_ICONS[Object.keys(STORY_ICONS).find((key) => id.includes(key))] ?? "spark";

/** In the demo: that it is one, what to look at in it, and the way to one's own data. */
export function welcomeStrip() {
    const isShown = () => workspace()?.is_demo && !closed();
    return () => isShown() && html`<section class="banner" aria-label="About this demo">
        <p><strong>This is a demo shop</strong> <span class="quiet">with simulated customers.${
            workspace().stories.length ? " Things to find in it:" : ""}</span></p>
        <div class="stories">${workspace().stories.map(({ id, title, path }) => html`
            <a class="story" href="${path}" aria-current="${() => (isTold(path) ? "true" : null)}">${icon(iconOf(id))}${title}</a>`)}</div>
        <div class="end"><button class="button small" type="button" onclick=${ownData}>Start with my own data</button>
            <button class="icon-button" type="button" aria-label="Close this strip" onclick=${dismiss}>${icon("close")}</button></div>
        ${() => told() && html`<p class="story-detail" id="story-detail">${told().detail}</p>`}
    </section>`;
}

/** Whether the view is the one that a story's link opens. */
const isTold = (path) => {
    const [wanted, now] = [new URL(path, location.href).searchParams, currentParams()];
    return [...wanted].every(([name, value]) => now.get(name) === value);
};
const told = () => workspace().stories.find(({ path }) => isTold(path));

function dismiss() {
    closed.set(true);
    try {
        sessionStorage.setItem(KEY, "yes");
    } catch { /* Storage is off: it stays closed until the page is left. */ }
    document.getElementById("main").focus();
}

export function ownData() {
    openDialog({ title: "Start with your own data", view: () => html`<div class="dialog-body prose">
        <p>The demo lives in a data folder of its own. Your data gets another one, empty at first:</p>
        ${codeLine(".build/release/bellwether serve")}
        <p>Then open the address that it prints. There you can drop a CSV of orders on the page, send events with one
            <code>curl</code> line, or import from the command line:</p>
        ${codeLine(".build/release/bellwether import orders orders.csv")}
    </div>` });
}
