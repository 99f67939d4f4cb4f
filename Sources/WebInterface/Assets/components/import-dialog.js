// Importing a file from a page: the dry run first, with verdicts and a preview; then, confirmed, for real.

import { html, signal } from "../kit.js";
import { get, upload } from "../api.js";
import * as format from "../format.js";
import { navigate, workspace } from "../state.js";
import { problem } from "./card.js";
import { openDialog, openDialogs } from "./dialog.js";
import { icon } from "./icon.js";

const PREVIEW_ROWS = 8;
const ACCEPTED = ".csv,.csv.gz,.gz,.tsv,.txt,text/csv";
const VERDICTS = {
    valid: ["Valid", "good"], missing_customer: ["No customer", ""], return: ["Return", ""], duplicate: ["Duplicate", "warn"],
    zero_amount: ["Zero", "warn"], cancelled: ["Cancelled", "warn"], invalid_date: ["No date", "bad"],
    missing_order: ["No order", "bad"], invalid_amount: ["No amount", "bad"], amount_too_precise: ["Too precise", "bad"],
};

const verdictTag = (verdict) => {
    const [label, tone] = VERDICTS[verdict] ?? [verdict.replaceAll("_", " "), ""];
    return html`<span class="tag ${tone}">${label}</span>`;
};

/** Lines that can be used at all, whatever they count for. */
const usableRows = (report) => report.verdicts.filter(({ verdict }) => VERDICTS[verdict]?.[1] !== "bad")
    .reduce((sum, { rows }) => sum + rows, 0);

export function chooseFile() {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ACCEPTED;
    input.addEventListener("change", () => input.files[0] && openImport(input.files[0]));
    input.click();
}

/** A file dropped anywhere on a page opens the same dialog. */
export function watchDrops() {
    let depth = 0;
    const isFile = (event) => event.dataTransfer?.types.includes("Files");
    const mark = (isOver) => document.documentElement.toggleAttribute("data-dropping", isOver);
    addEventListener("dragenter", (event) => {
        if (!isFile(event)) return;
        depth += 1;
        mark(true);
    });
    addEventListener("dragleave", (event) => {
        if (isFile(event) && (depth = Math.max(0, depth - 1)) === 0) mark(false);
    });
    addEventListener("dragover", (event) => { if (isFile(event)) event.preventDefault(); });
    addEventListener("drop", (event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        depth = 0;
        mark(false);
        const [file] = event.dataTransfer.files;
        if (file && !openDialogs()) openImport(file);
    });
}

const address = (file, isDry) => `/v1/imports?kind=orders&file_name=${encodeURIComponent(file.name)}${isDry ? "&dry_run=true" : ""}`;

export function openImport(file) {
    const stage = signal("reading"); // reading, preview, importing, done, failed
    const report = signal(null), result = signal(null), error = signal(null);
    const abort = new AbortController();
    const run = async (isDry) => {
        stage.set(isDry ? "reading" : "importing");
        try {
            const answer = await upload(address(file, isDry), file, abort.signal);
            (isDry ? report : result).set(answer);
            stage.set(isDry ? "preview" : "done");
            if (!isDry) workspace.set(await get("/v1/workspace"));
        } catch (reason) {
            if (reason.name === "AbortError") return;
            error.set(reason);
            stage.set("failed");
        }
    };
    run(true);
    const accepted = () => (report() ? usableRows(report()) : 0);
    openDialog({
        title: `Import ${file.name}`, className: "wide", onClose: () => abort.abort(),
        view: (close) => html`
            <div class="dialog-body" tabindex="-1" aria-live="polite">${() => {
                switch (stage()) {
                case "reading": return wait("Reading the file. Nothing is kept yet.");
                case "importing": return wait(`Importing ${format.plural(report().rows, "row")}`);
                case "failed": return problem(error(), report() ? () => run(false) : () => run(true));
                case "done": return outcome(result(), report());
                default: return preview(report());
                }
            }}</div>
            ${() => (stage() === "done" ? html`<div class="dialog-foot">
                <button class="button" type="button" onclick=${close}>Close</button>
                <button class="button primary" type="button" onclick=${() => {
                    close();
                    navigate(result().page ?? "/overview");
                }}>Open Overview</button></div>`
            : html`<div class="dialog-foot">
                <button class="button" type="button" onclick=${close}>Cancel</button>
                <button class="button primary" type="button" id="confirm-import" disabled="${() => stage() !== "preview" || accepted() === 0}"
                    onclick=${() => run(false)}>${() => (report() ? `Import ${format.plural(accepted(), "row")}` : "Import")}</button></div>`)}`,
    });
}

const wait = (text) => html`<div class="empty"><progress class="progress" aria-label="${text}"></progress><p>${text}</p></div>`;

function preview(report) {
    const facts = [["Rows", format.count(report.rows)], ["Orders", format.count(report.orders)],
        ["Customers", format.count(report.customers)], ["Sales", format.amount(report.sales_amount)]];
    return html`
        <dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd class="numeric">${value}</dd></div>`)}</dl>
        <p class="quiet small">${[report.kind, `separated by ${report.delimiter}`, report.date_format && `dates as ${report.date_format}`]
            .filter(Boolean).join(" · ")}</p>
        ${report.warnings?.length > 0 && html`<ul class="warnings">${report.warnings.map((text) => html`<li>${icon("alert")}${text}</li>`)}</ul>`}
        <h3>Verdicts</h3>
        <div class="table-scroll"><table class="data compact"><thead><tr><th scope="col">Verdict</th><th scope="col" class="left p2">What it means</th>
                <th scope="col">Rows</th><th scope="col">Sales</th></tr></thead>
            <tbody>${report.verdicts.map(({ verdict, explanation, rows, sales_amount: sales }) => html`<tr><th scope="row">${verdictTag(verdict)}</th>
                <td class="left p2 quiet small">${explanation}</td><td>${format.count(rows)}</td><td>${format.amount(sales)}</td></tr>`)}</tbody></table></div>
        <h3>First rows</h3>
        <div class="table-scroll preview" id="import-preview" tabindex="0" role="region" aria-label="First rows of the file"><table class="data compact plain">
            <thead><tr><th scope="col">Line</th>${report.columns.map(({ header, mapped_to: target }) => html`<th scope="col" class="left">${header}
                <span class="${target ? "mapped" : "mapped none"}">${target ? `→ ${target.replaceAll("_", " ")}` : "not used"}</span></th>`)}
                <th scope="col" class="left">Verdict</th></tr></thead>
            <tbody>${report.preview.slice(0, PREVIEW_ROWS).map(({ line, cells, verdict }) => html`<tr><td>${line}</td>${cells.map((cell) => html`
                <td class="left">${cell}</td>`)}<td class="left">${verdictTag(verdict)}</td></tr>`)}</tbody></table></div>`;
}


function outcome(result, report) {
    const isSame = result.status === "unchanged";
    return html`<div class="outcome"><span class="feed-mark ${isSame ? "warn" : "good"}">${icon(isSame ? "clock" : "check")}</span>
        <div><h3>${isSame ? result.message ?? "This file is already here. Nothing changed." : `${format.plural(usableRows(result.verdicts ? result : report), "row")} imported`}</h3>
        ${result.findings?.length > 0 && html`<ul class="bullets">${result.findings.map((text) => html`<li>${text}</li>`)}</ul>`}
        ${!isSame && html`<p class="quiet small">The pipeline is running; the pages follow when it has published.</p>`}</div></div>`;
}
