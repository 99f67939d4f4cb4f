import { html, signal } from "../kit.js";
import * as format from "../format.js";
import { feedState } from "../live-feed.js";
import { workspace } from "../state.js";

const STALE_AFTER_S = 15 * 60; // Event models run every minute; fifteen missed runs are a fault.
const WORDS = { connecting: "Connecting", reconnecting: "Reconnecting", stale: "No word from the server", paused: "Paused" };

/** Seconds since the page began, as a signal: what shows ages follows it. */
export const now = signal(Date.now());
setInterval(() => { if (!document.hidden) now.set(Date.now()); }, 1000);

const ageOf = (iso) => (now() - Date.parse(iso)) / 1000;

/** "9 h ago" where figures of a live workspace are too old; else null. */
export function staleness(asOf) {
    if (!asOf || !workspace()?.has_events) return null;
    return ageOf(asOf) > STALE_AFTER_S ? format.ago(ageOf(asOf)) : null;
}

/** The dot beside a page's title: live or not, and how old the figures are. */
export function freshness(asOf) {
    const tone = () => {
        if (staleness(asOf())) return "warn";
        return { live: "good pulse", connecting: "", paused: "" }[feedState()] ?? "warn";
    };
    const text = () => {
        const age = asOf() && format.ago(ageOf(asOf()));
        if (staleness(asOf())) return `Updated ${age}`;
        const word = feedState() === "live" ? "Live" : WORDS[feedState()];
        return age ? `${word}, updated ${age}` : word;
    };
    return html`<span class="${() => (staleness(asOf()) ? "freshness stale" : "freshness")}">
        <span class="${() => `dot ${tone()}`}"></span><span class="freshness-text">${text}</span></span>`;
}
