// An empty workspace has three doors: a file, an event, the demo.

import { computed, effect, html, signal, untrack } from "../kit.js";
import * as format from "../format.js";
import { feedState, funnel } from "../live-feed.js";
import { pageURL, workspace } from "../state.js";
import { codeLine } from "./code-line.js";
import { icon } from "./icon.js";
import { chooseFile } from "./import-dialog.js";
import { pageHead } from "./page-head.js";

const isEmpty = () => Boolean(workspace() && !workspace().has_events && !workspace().has_orders) && !(funnel()?.events_total > 0);

/**
 * Whether a page shows the doors: it was opened on an empty workspace, and since then neither orders
 * came nor did anybody press on. A first event ticks the counter and leaves the doors open.
 */
export function doorsOpen() {
    const wasEmpty = signal(untrack(isEmpty));
    return { isOpen: computed(() => wasEmpty() && !workspace().has_orders), pass: () => wasEmpty.set(false) };
}

export function doors(title, pass) {
    const first = signal(null);
    effect(() => {
        const total = funnel()?.events_total;
        if (total === undefined) return;
        if (first.peek() === null) first.set(total);
    });
    const total = () => funnel()?.events_total ?? workspace()?.events_count ?? 0;
    const arrived = () => total() - (first() ?? total());
    const hasArrived = () => total() > 0;
    return html`
        ${pageHead(title)}
        <div class="welcome">
            <p class="welcome-lead">Nothing is here yet. Three ways to begin:</p>
            <div class="doors">
                <section class="card door" aria-labelledby="door-file">
                    <span class="door-mark">${icon("file")}</span>
                    <h2 id="door-file">Drop a file of orders</h2>
                    <p>A CSV with date, customer, order and sales. You see what it would do before anything is kept.</p>
                    <button class="drop-zone" type="button" id="drop-zone" onclick=${chooseFile}>
                        ${icon("upload")}<span>Drop a CSV here or <span class="link">choose one</span></span></button>
                </section>
                <section class="card door" aria-labelledby="door-event">
                    <span class="door-mark">${icon("terminal")}</span>
                    <h2 id="door-event">Send an event</h2>
                    <p>This line works as it stands. Paste it into a terminal and watch the counter.</p>
                    ${codeLine(curlLine)}
                    <p class="counter" aria-live="polite"><span class="${() => `dot ${hasArrived() ? "good" : feedState() === "live" ? "good pulse" : ""}`}"></span>
                        <span><strong class="numeric" id="events-total">${() => format.count(total())}</strong> ${() => (total() === 1 ? "event" : "events")}${
                            () => (arrived() > 0 ? `, ${format.count(arrived())} just now` : hasArrived() ? "" : ", waiting for the first")}</span>
                        ${() => hasArrived() && html`<a href="${() => pageURL("live")}" onclick=${pass}>See it live</a>`}</p>
                </section>
                <section class="card door" aria-labelledby="door-demo">
                    <span class="door-mark">${icon("spark")}</span>
                    <h2 id="door-demo">See the demo</h2>
                    <p>A whole shop: 24 months of orders, 90 days of advertising, live traffic. It has a data folder of its own.</p>
                    ${codeLine("make demo")}
                    <p class="quiet small">Or, with the program built: <code>bellwether demo</code></p>
                </section>
            </div>
        </div>`;
}

/** One click event, stamped when the page was opened, of a campaign that is easy to find again. */
const curlLine = (() => {
    const id = `hello-${Math.floor(Math.random() * 1e9).toString(36)}`;
    const event = {
        event_id: id, ts: new Date().toISOString(), event_type: "click", user_id: "me",
        campaign_id: "hello", channel: "google", cost: 0.42,
    };
    return `curl ${location.origin}/v1/events \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(event)}'`;
})();
