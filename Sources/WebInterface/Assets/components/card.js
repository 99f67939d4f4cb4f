import { computed, html, untrack } from "../kit.js";
import { icon } from "./icon.js";

const DETAILS_MAX = 10;

/** What failed, in the server's words, with one way out; other cards keep working. */
export function problem(error, retry) {
    return html`<div class="problem" role="alert">
        <p class="problem-title">${icon("ban")}${error.title ?? "This could not be loaded"}</p>
        <p class="problem-detail">${error.message}${error.requestID && html`<span class="muted nowrap request">Request ${error.requestID}</span>`}</p>
        ${error.errors?.length > 0 && html`<ul class="bullets">${error.errors.slice(0, DETAILS_MAX).map(({ pointer, detail }) => html`
            <li>${pointer && html`<code>${pointer}</code>: `}${detail}</li>`)}</ul>`}
        ${retry && html`<button class="button small" type="button" onclick=${retry}>Retry</button>`}
    </div>`;
}

export const skeleton = (className) => html`<span class="skeleton ${className}" aria-hidden="true"></span>`;

export const empty = (sentence, action) => html`<div class="empty"><p>${sentence}</p>${action}</div>`;

/**
 * The body of a card that follows a resource: skeleton of the final geometry after 200 ms, old data
 * dimmed while new data loads, an error inline. `view` is built once and reads the resource's data.
 */
export function loaded(resource, { placeholder, view }) {
    const phase = computed(() => (resource.error() ? "error" : resource.data() == null ? "loading" : "ready"));
    return () => {
        switch (phase()) {
        case "error": return problem(resource.error(), resource.reload);
        case "loading": return html`<div aria-busy="true">${() => resource.isSlow() && placeholder?.()}</div>`;
        default: return html`<div class="${() => (resource.isBusy() ? "is-busy" : "")}"
            aria-busy="${() => String(resource.isBusy())}">${untrack(view)}</div>`;
        }
    };
}
