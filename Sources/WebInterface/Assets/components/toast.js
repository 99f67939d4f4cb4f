import { html } from "../kit.js";

const SHOWN_MS = 6000;

/** Says something in passing; read out to screen readers. */
export function toast(text, tone = "") {
    const area = document.getElementById("toasts");
    const note = html`<p class="toast ${tone}">${text}</p>`;
    area.append(note);
    if (!area.matches(":popover-open")) area.showPopover();
    setTimeout(() => {
        note.remove();
        if (!area.childElementCount) area.hidePopover();
    }, SHOWN_MS);
}
