// The one live connection of a page: server-sent events, reopened with growing pauses, closed
// while nobody looks. `feedState` says in a word whether what is shown is live.

import { effect, signal, untrack } from "./kit.js";
import { get } from "./api.js";

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

const LOOK_MS = 20_000, EXPECTING_MS = 700, EXPECT_FOR_MS = 60_000;

/** The newest run of the list, as last seen. */
export const newestRun = signal(null);

let lookTimer = 0, expectUntil = 0, runBefore;
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

function ended(runID) {
    if (!runID || runID === lastRun) return;
    if (lastRun || pipeline.peek()) finishedRuns.update((n) => n + 1);
    lastRun = runID;
}

/**
 * Asks for the newest run now and then: one that is over within a second may pass between two
 * messages of the connection. Often for a while after a run was asked for.
 */
async function lookForRuns() {
    clearTimeout(lookTimer);
    if (!document.hidden) {
        try {
            const { runs } = await get("/v1/runs?limit=5");
            newestRun.set(runs[0] ?? null);
            ended(runs.find((run) => run.status !== "running")?.run_id);
            if (runs[0]?.run_id !== runBefore && runs[0]?.status !== "running") expectUntil = 0;
        } catch { /* The next look, or the connection, tells. */ }
    }
    lookTimer = setTimeout(lookForRuns, Date.now() < expectUntil ? EXPECTING_MS : LOOK_MS);
}

/** A run was asked for: look closely until it is over. */
export function expectRun() {
    runBefore = newestRun.peek()?.run_id;
    expectUntil = Date.now() + EXPECT_FOR_MS;
    lookForRuns();
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
        if (data.status !== "running") ended(data.run_id);
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
    lookForRuns();
    document.addEventListener("visibilitychange", () => {
        attempt = 0;
        open();
        if (!document.hidden) lookForRuns();
    });
    addEventListener("pagehide", close);
    addEventListener("online", open);
}
