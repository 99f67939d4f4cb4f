import { mount } from "../kit.js";

const MARGIN = 8;
let current = null;

/** Puts a floating element under its anchor, or above where there is no room, inside the window. */
export function place(element, anchor, align = "start") {
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const wanted = align === "end" ? at.right - width : align === "center" ? at.left + at.width / 2 - width / 2 : at.left;
    const left = Math.max(MARGIN, Math.min(wanted, innerWidth - width - MARGIN));
    const below = at.bottom + 6;
    const isAbove = below + height > innerHeight - MARGIN && at.top - height - 6 >= MARGIN;
    const top = isAbove ? at.top - height - 6 : Math.max(MARGIN, Math.min(below, innerHeight - height - MARGIN));
    element.style.left = `${Math.round(left)}px`;
    element.style.top = `${Math.round(top)}px`;
}

/**
 * Opens `view(close)` beside `anchor`; Escape, a click elsewhere or a second press of the anchor
 * closes it and gives the focus back. On narrow screens it is a sheet at the bottom.
 */
export function openPopup(anchor, view, { label, align } = {}) {
    if (current?.anchor === anchor) return current.close();
    const element = document.createElement("div");
    element.className = "popup sheet";
    element.popover = "auto";
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-label", label);
    (anchor.closest("dialog") ?? document.body).append(element);
    const close = () => element.hidePopover();
    const dispose = mount(element, () => view(close));
    const mine = current = { anchor, close };
    let heldFocus = false;
    element.addEventListener("beforetoggle", (event) => {
        if (event.newState !== "closed") return;
        heldFocus = element.contains(document.activeElement);
        if (heldFocus) anchor.focus({ preventScroll: true });
    });
    element.addEventListener("toggle", (event) => {
        if (event.newState !== "closed") return;
        dispose();
        element.remove();
        anchor.setAttribute("aria-expanded", "false");
        // A press on the anchor closes first and clicks after: do not open again on that click.
        setTimeout(() => { if (current === mine) current = null; }, 0);
        if (heldFocus && document.activeElement === document.body) anchor.focus({ preventScroll: true });
    });
    element.showPopover();
    anchor.setAttribute("aria-expanded", "true");
    place(element, anchor, align);
    const first = element.querySelector("[autofocus], [aria-checked='true'], [aria-current]")
        ?? element.querySelector("input, button, a[href]");
    first?.focus({ preventScroll: true });
}

/** Arrow keys, Home and End inside a menu-like list of buttons. */
export function menuKeys(event) {
    const items = [...event.currentTarget.querySelectorAll(".menu-item:not([hidden])")];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined || !items.length) return;
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
}
