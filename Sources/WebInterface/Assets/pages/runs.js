import { computed, effect, html, untrack } from "../kit.js";
import { get } from "../api.js";
import * as format from "../format.js";
import { finishedRuns, newestRun, pipeline } from "../live-feed.js";
import { resource } from "../resource.js";
import * as state from "../state.js";
import { empty, loaded, problem, skeleton } from "../components/card.js";
import { dataTable } from "../components/data-table.js";
import { now } from "../components/freshness.js";
import { icon } from "../components/icon.js";
import { pageHead } from "../components/page-head.js";
import { startRun } from "../components/start-run.js";

const LIMIT = 50;
const TONES = {
    succeeded: "good", built: "good", passed: "good", failed: "bad", running: "info", warned: "warn",
    cancelled: "warn", interrupted: "warn", discarded: "",
};

const statusTag = (status) => html`<span class="${`tag ${TONES[status] ?? ""}`}">${status === "running" && html`<span class="spinner" aria-hidden="true"></span>`}${status}</span>`;

export function runs() {
    const list = resource(() => "runs", (_, signal) => get(`/v1/runs?limit=${LIMIT}`, signal));
    // A run that begins or ends says so on the live connection; the list follows.
    effect(() => {
        const event = pipeline()?.run_id ?? newestRun()?.run_id;
        if (event || finishedRuns() > 0) untrack(list.refresh);
    });
    const chosen = computed(() => state.param("run") ?? list.data()?.runs[0]?.run_id ?? null);
    const isRunning = () => pipeline()?.status === "running" || list.data()?.runs[0]?.status === "running";
    return html`
        ${pageHead("Pipeline runs", { beside: html`<span class="freshness" role="status"><span class="${() => `dot ${isRunning() ? "good pulse" : ""}`}"></span>
            <span class="freshness-text">${() => progressText(list.data()?.runs[0])}</span></span>`,
            actions: html`<button class="button primary" type="button" id="run-now" disabled="${isRunning}" onclick=${startRun}>
                ${icon("play")}${() => (isRunning() ? "Running" : "Run now")}</button>` })}
        <div class="cards top-gap">
            ${listCard(list, chosen)}
            ${detailCard(chosen)}
        </div>`;
}

/** What goes on, in the runner's words, or how the newest run ended. */
function progressText(run) {
    const live = pipeline();
    if (live?.status === "running") {
        const lasts = `Running for ${format.duration(Math.max(0, now() - Date.parse(live.started_at)))}`;
        return live.words ? `${lasts}: ${live.words}` : lasts;
    }
    if (!run) return "No run yet";
    if (run.status === "running") return "Running";
    return `Last run ${run.status}, ${format.ago((now() - Date.parse(run.finished_at ?? run.started_at)) / 1000)}`;
}

const started = (run) => html`<time datetime="${run.started_at}">${format.instant(run.started_at, state.workspace().time_zone, true)}</time>`;

const lasted = (run) => (run.status === "running" ? format.duration(Math.max(0, now() - Date.parse(run.started_at))) : format.duration(run.duration_ms));

const figure = (title, exact, note, source) => ({ title, exact, note, rows: [["Source", source]] });

function listCard(list, chosen) {
    const rows = () => list.data()?.runs ?? [];
    const columns = [
        { id: "started", label: "Started", cell: started, sortBy: (run) => run.started_at },
        { id: "status", label: "Status", isLeft: true, cell: (run) => statusTag(run.status), sortBy: (run) => run.status },
        { id: "trigger", label: "Trigger", isLeft: true, className: "p2", cell: (run) => run.trigger, sortBy: (run) => run.trigger },
        { id: "models", label: "Models", className: "p2", cell: (run) => format.count(run.models), sortBy: (run) => run.models,
            explain: (run) => figure("Models built", format.count(run.models), "Models that the run built and tested.", "meta.model_runs") },
        { id: "rows", label: "Rows", className: "p2", cell: (run) => format.count(run.rows), sortBy: (run) => run.rows,
            explain: (run) => figure("Rows written", format.count(run.rows), "Rows that the run wrote, over all its models.", "meta.model_runs") },
        { id: "duration", label: "Duration", cell: lasted, sortBy: (run) => run.duration_ms,
            explain: (run) => figure("Duration", `${format.count(run.duration_ms)} ms`, "From the start to the publish, or to the failure.", "meta.pipeline_runs") },
    ];
    return html`<section class="card span-7" aria-labelledby="runs-title">
        <div class="card-head"><h2 id="runs-title">Runs</h2><span class="note">${() => list.data() && `Newest ${format.count(rows().length)}`}</span></div>
        ${loaded(list, { placeholder: () => html`<div class="card-body">${skeleton("table-skeleton")}</div>`, view: () => {
            const hasRows = computed(() => rows().length > 0);
            return html`${() => (hasRows() ? dataTable({
                id: "runs", label: "Pipeline runs", columns, rows, keyOf: (run) => run.run_id, order: "-started",
                pick, isPicked: (run) => run.run_id === chosen(),
            }) : empty("The pipeline has not run yet. It runs by itself as soon as there is data."))}`;
        } })}
    </section>`;
}

/** Shows a run; where the detail stands below the list, goes to it. */
function pick(run) {
    state.setParams({ run: run.run_id });
    if (innerWidth <= 1180) setTimeout(() => document.getElementById("run-card")?.scrollIntoView({ block: "start" }), 0);
}

function detailCard(chosen) {
    const detail = resource(chosen, (id, signal) => get(`/v1/runs/${encodeURIComponent(id)}`, signal));
    effect(() => {
        if (pipeline()?.run_id === chosen() && pipeline()) untrack(detail.refresh);
    });
    const isShown = () => chosen() != null;
    return html`<section class="card span-5" id="run-card" aria-labelledby="run-title" hidden="${() => !isShown()}">
        <div class="card-head"><h2 id="run-title">Run</h2><span class="note numeric ellipsis">${chosen}</span></div>
        ${() => (detail.error() ? problem(detail.error(), detail.reload) : !detail.data() ? html`<div class="card-body">${() => detail.isSlow() && skeleton("table-skeleton")}</div>`
            : html`<div class="${() => (detail.isBusy() ? "is-busy" : "")}">${() => detailView(detail.data())}</div>`)}
    </section>`;
}

function detailView({ run, models, checks }) {
    const faults = checks.filter((check) => verdict(check) !== "passed").sort((a, b) => rank(a) - rank(b));
    const passed = checks.filter((check) => verdict(check) === "passed");
    const slowest = Math.max(1, ...models.map((model) => model.duration_ms ?? 0));
    return html`
        <dl class="facts small-facts">
            <div><dt>Status</dt><dd>${statusTag(run.status)}</dd></div>
            <div><dt>Duration</dt><dd class="numeric">${() => lasted(run)}</dd></div>
            <div><dt>Rows</dt><dd class="numeric">${format.count(run.rows)}</dd></div>
            <div><dt>Trigger</dt><dd>${run.trigger}</dd></div>
        </dl>
        ${run.error && html`<div class="run-error" role="note">${icon("alert")}<p>${run.error}</p></div>`}
        ${faults.length > 0 && html`<h3 class="sub">Checks that did not pass <span class="badge">${faults.length}</span></h3>
            <ul class="checks">${faults.map(checkRow)}</ul>`}
        ${models.length > 0 && html`<h3 class="sub">Models <span class="badge">${models.length}</span></h3>
            <ol class="models">${models.map((model) => modelRow(model, slowest))}</ol>`}
        ${passed.length > 0 && html`<details class="passed"><summary>${format.plural(passed.length, "check")} passed</summary>
            <ul class="checks">${passed.map(checkRow)}</ul></details>`}`;
}

/** A failed check whose severity is a warning publishes all the same. */
const verdict = ({ status, severity }) => (status === "failed" && severity !== "error" ? "warned" : status);
const rank = (check) => ({ failed: 0, warned: 1 }[verdict(check)] ?? 2);

const checkRow = (check) => html`<li class="check-row">${statusTag(verdict(check))}<div class="grow"><p><code>${check.check}</code> <span class="muted">${check.model}</span></p>
    ${check.detail && verdict(check) !== "passed" && html`<p class="quiet small">${check.detail}</p>`}</div>
    <span class="numeric small quiet nowrap">${check.observed != null && [format.exact(check.observed, null), check.threshold != null && `limit ${format.exact(check.threshold, null)}`].filter(Boolean).join(", ")}</span></li>`;

const modelRow = (model, slowest) => html`<li class="model-row">
    <span class="model-name"><span class="${`dot ${TONES[model.status] === "info" ? "good pulse" : TONES[model.status] ?? ""}`}"></span><span class="ellipsis">${model.model}</span>
        ${model.status !== "built" && html`<span class="${`tag ${TONES[model.status] ?? ""}`}">${model.status}</span>`}</span>
    <span class="numeric quiet small">${format.count(model.rows)} rows</span><span class="numeric small model-time">${format.duration(model.duration_ms)}</span>
    <span class="bar" aria-hidden="true"><i --share=${(model.duration_ms ?? 0) / slowest}></i></span>
    ${model.reason && html`<p class="model-reason">${model.reason}</p>`}
    ${model.error && html`<p class="model-error">${model.error}</p>`}</li>`;
