// "Needs attention": only what is really so now, each with one thing to do about it.

import { computed, each, html } from "../kit.js";
import * as format from "../format.js";
import { metricOf } from "../catalogue.js";
import { labelOf } from "../dimensions.js";
import { funnel } from "../live-feed.js";
import { pageURL } from "../state.js";
import { belowTarget } from "./funnel.js";
import { icon } from "./icon.js";

const SHOWN_MAX = 4;

/** `runs()` is the list of pipeline runs, newest first; `staleness()` the data's age in words, or null. */
export function attentionItems({ runs, staleness }) {
    return computed(() => {
        const items = [];
        const last = runs()?.find((run) => run.status !== "running");
        if (last?.status === "failed") {
            items.push({ id: `run-${last.run_id}`, tone: "bad", icon: "alert", title: "The last pipeline run failed",
                text: last.error ?? "Figures are those of the run before.", kind: "Pipeline",
                action: "Open run", href: pageURL("runs", { run: last.run_id }) });
        }
        if (staleness()) {
            items.push({ id: "stale", tone: "warn", icon: "clock", title: `Figures are from ${staleness()}`,
                text: "No pipeline run has published since.", kind: "Data", action: "See runs", href: pageURL("runs") });
        }
        for (const row of funnel()?.rows ?? []) {
            const [fault] = belowTarget(row, funnel());
            if (!fault) continue;
            items.push({ id: `live-${row.campaign_id}-${row.channel}`, tone: "bad", icon: "down-trend",
                title: `${labelOf("campaign_id", row.campaign_id)} is below target`,
                text: `${metricOf(fault.metric).label} ${format.rate(fault.value)} in the last ${funnel().window_minutes} minutes, target ${format.rate(fault.target)}.`,
                kind: labelOf("channel", row.channel), action: "Open live funnel", href: pageURL("live") });
        }
        const unknown = (funnel()?.rows ?? []).filter((row) => row.campaign_exists === false && row.campaign_id !== "(none)");
        if (unknown.length) {
            const names = [...new Set(unknown.map((row) => row.campaign_id))];
            items.push({ id: "unknown", tone: "warn", icon: "alert", title: `${format.plural(names.length, "campaign")} not created yet`,
                text: `Events arrive for ${names.slice(0, 2).join(", ")}${names.length > 2 ? " and others" : ""}; they count under the id that they name.`,
                kind: "Data quality", action: "See them live", href: pageURL("live") });
        }
        return items;
    });
}

export function attentionFeed(items) {
    return html`<section class="feed" aria-labelledby="attention-title">
        <div class="feed-head"><h2 id="attention-title">Needs attention</h2><span class="badge">${() => items().length}</span></div>
        <ul>${each(() => items().slice(0, SHOWN_MAX), (item) => item.id, (item) => html`<li class="feed-item">
            <span class="${`feed-mark ${item().tone}`}">${icon(item().icon)}</span>
            <h3>${() => item().title}</h3>
            <p class="feed-text">${() => item().text}</p>
            <p class="feed-foot"><span>${() => item().kind}</span><a href="${() => item().href}">${() => item().action}</a></p>
        </li>`)}</ul>
    </section>`;
}
