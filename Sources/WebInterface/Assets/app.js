// Starts the pages: the frame at once, then the workspace and the catalogue, then the page's own data.

import { computed, effect, html, mount, onCleanup, signal, untrack } from "./kit.js";
import { get } from "./api.js";
import { loadCatalogue } from "./catalogue.js";
import { loadDimensions } from "./dimensions.js";
import { setCurrency } from "./format.js";
import { startKeyboard } from "./keyboard.js";
import { funnel, finishedRuns, startFeed } from "./live-feed.js";
import { startShell } from "./shell.js";
import * as state from "./state.js";
import { startTheme } from "./theme.js";
import { problem } from "./components/card.js";
import { startExplaining } from "./components/explain.js";
import { watchDrops } from "./components/import-dialog.js";
import { cohorts } from "./pages/cohorts.js";
import { liveFunnel, windowMinutes } from "./pages/live.js";
import { missing } from "./pages/missing.js";
import { overview } from "./pages/overview.js";
import { runs } from "./pages/runs.js";

const VIEWS = { overview, live: liveFunnel, cohorts, runs, missing };
const TITLES = { overview: "Overview", live: "Live funnel", cohorts: "Cohorts", runs: "Pipeline runs", missing: "No such page" };
const isReady = signal(false), failure = signal(null);

async function start() {
    failure.set(null);
    try {
        const [workspace] = await Promise.all([get("/v1/workspace"), loadCatalogue(), loadDimensions()]);
        setCurrency(workspace.base_currency_code);
        state.workspace.set(workspace);
        isReady.set(true);
    } catch (error) {
        failure.set(error);
    }
}

startTheme();
startShell();
startKeyboard();
startExplaining();
watchDrops();

effect(() => {
    const title = TITLES[state.page()];
    document.title = `${title} · ${state.workspace()?.name ?? "Bellwether"}`;
});

mount(document.getElementById("page"), () => html`${() => {
    if (failure()) return html`<div class="card">${problem(failure(), start)}</div>`;
    if (!isReady()) return html`<div class="page-head"><h1>${TITLES[state.page()]}</h1></div>`;
    const view = VIEWS[state.page()];
    onCleanup(() => delete document.documentElement.dataset.ready);
    queueMicrotask(() => { document.documentElement.dataset.ready = state.page(); });
    return untrack(view);
}}`);

effect(() => {
    if (!isReady()) return;
    untrack(() => startFeed(windowMinutes));
});

// What the workspace holds changes with the first event, the first import, and each publish.
const firstEvents = computed(() => (isReady() && !state.workspace().has_events ? funnel()?.events_total ?? 0 : 0));
effect(() => {
    if (finishedRuns() === 0 && firstEvents() === 0) return;
    untrack(() => Promise.all([get("/v1/workspace").then(state.workspace.set), loadDimensions()]).catch(() => {
        // The page keeps what it has; the next publish asks again.
    }));
});

start();
