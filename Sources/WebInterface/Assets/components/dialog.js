import { html, mount } from "../kit.js";
import { icon } from "./icon.js";

/** A modal dialog: `view(close)` → its content under the head. Focus returns to where it was. */
export function openDialog({ title, className = "", view, onClose }) {
    const element = document.createElement("dialog");
    const back = document.activeElement;
    element.className = `dialog ${className}`;
    element.setAttribute("aria-labelledby", "dialog-title");
    document.body.append(element);
    const close = () => element.close();
    const dispose = mount(element, () => html`
        <div class="dialog-head">
            <h2 id="dialog-title">${title}</h2>
            <button class="icon-button" type="button" aria-label="Close" onclick=${close}>${icon("close")}</button>
        </div>
        ${view(close)}`);
    element.addEventListener("close", () => {
        dispose();
        element.remove();
        onClose?.();
        if (back?.isConnected) back.focus({ preventScroll: true });
    });
    element.addEventListener("click", (event) => { if (event.target === element) close(); });
    element.showModal();
    const body = element.querySelector(".dialog-body");
    if (body) body.tabIndex = -1; // The text has the focus first, not the button that closes it.
    (element.querySelector("[autofocus]") ?? body)?.focus?.();
    return close;
}

export const openDialogs = () => document.querySelectorAll("dialog[open]").length;
