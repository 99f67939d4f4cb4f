// The one live connection of a page: server-sent events, reopened with growing pauses, closed
// while nobody looks. `feedState` says in a word whether what is shown is live.

import { effect, signal, untrack } from "./kit.js";

const RETRY_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
const SILENCE_MS = 20_000; // The server speaks every 2 s; this long without a word is stale.

/** "connecting", "live", "reconnecting", "stale" or "paused". */
export const feedState = signal("connecting");
export const funnel = signal(null);
/** The run that goes on (`status` "running", `words` say how far), or the last that ended while this page was open. */
export const pipeline = signal(null);
/** Goes up when a pipeline run has ended: what was loaded before may be older. */
export const finishedRuns = signal(0);
export const lastWordAt = signal(0);

let source = null, attempt = 0, retryTimer = 0, silenceTimer = 0, lastRun = null, wanted = 60;

function close() {
    clearTimeout(retryTimer);
    clearTimeout(silenceTimer);
    source?.close();
    source = null;
}

function heard() {
    attempt = 0;
    lastWordAt.set(Date.now());
    feedState.set("live");
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(() => {
        feedState.set("stale");
        retry(); // A silent connection may be a dead one.
    }, SILENCE_MS);
}

function retry() {
    source?.close();
    source = null;
    clearTimeout(retryTimer);
    const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
    attempt += 1;
    retryTimer = setTimeout(open, pause);
}

function receive(apply) {
    return (event) => {
        let data;
        try {
            data = JSON.parse(event.data);
        } catch {
            return; // Half a message, as when the server stops: the reconnect brings a whole one.
        }
        heard();
        apply(data);
    };
}

function open() {
    close();
    if (document.hidden) return feedState.set("paused");
    if (!["stale", "reconnecting"].includes(feedState.peek())) feedState.set("connecting");
    source = new EventSource(`/v1/live?minutes=${wanted}`);
    source.addEventListener("funnel", receive((data) => {
        if (data.window_minutes === undefined || data.window_minutes === wanted) funnel.set(data);
    }));
    source.addEventListener("pipeline", receive((data) => {
        pipeline.set(data);
        if (data.status === "running" || data.run_id === lastRun) return;
        lastRun = data.run_id;
        finishedRuns.update((n) => n + 1);
    }));
    source.addEventListener("error", () => {
        clearTimeout(silenceTimer);
        if (feedState.peek() !== "stale") feedState.set("reconnecting");
        retry();
    });
}

/** Opens the connection and keeps it open for the window that `minutes()` asks for. */
export function startFeed(minutes) {
    effect(() => {
        wanted = minutes();
        untrack(() => {
            if (funnel.peek()?.window_minutes !== wanted) funnel.set(null);
            attempt = 0;
            open();
        });
    });
    document.addEventListener("visibilitychange", () => {
        attempt = 0;
        open();
    });
    addEventListener("pagehide", close);
    addEventListener("online", open);
}
