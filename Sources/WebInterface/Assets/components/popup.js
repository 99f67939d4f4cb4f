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
 * Opens `view(close)` beside `anchor`; Escape, a press elsewhere or a second press of the anchor
 * closes it and gives the focus back. On narrow screens it is a sheet at the bottom.
 */
export function openPopup(anchor, view, { label, align } = {}) {
    const isSame = current?.anchor === anchor;
    current?.close();
    if (isSame) return;
    const element = document.createElement("div");
    element.className = "popup sheet";
    element.popover = "manual";
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-label", label);
    (anchor.closest("dialog") ?? document.body).append(element);
    const watch = new AbortController();
    const close = () => {
        if (watch.signal.aborted) return;
        watch.abort();
        current = null;
        anchor.setAttribute("aria-expanded", "false");
        if (element.contains(document.activeElement)) anchor.focus({ preventScroll: true });
        dispose();
        element.remove();
    };
    const dispose = mount(element, () => view(close));
    current = { anchor, close };
    const on = (type, handler, target = document) => target.addEventListener(type, handler, { capture: true, signal: watch.signal });
    on("pointerdown", ({ target }) => {
        if (!element.contains(target) && !anchor.contains(target)) close();
    });
    on("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        close();
    });
    on("popstate", close, window);
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
