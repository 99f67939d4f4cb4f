import { html, signal } from "../kit.js";
import { icon } from "./icon.js";

/** A command to copy. `text` may be a function. */
export function codeLine(text) {
    const isCopied = signal(false);
    const value = () => (typeof text === "function" ? text() : text);
    const copy = async () => {
        await write(value());
        isCopied.set(true);
        setTimeout(() => isCopied.set(false), 2000);
    };
    return html`<div class="code-line"><code>${value}</code><button class="button small" type="button" onclick=${copy}>
        ${() => icon(isCopied() ? "check" : "copy")}<span aria-live="polite">${() => (isCopied() ? "Copied" : "Copy")}</span></button></div>`;
}

async function write(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // Plain http on another host has no clipboard.
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
}
