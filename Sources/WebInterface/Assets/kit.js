// The page kit: signals, effects that are disposed with their owner, and an `html` tag that
// builds nodes once and then changes only what depends on a changed signal.
//
//   const count = signal(0);
//   mount(target, () => html`<button onclick=${() => count.update((n) => n + 1)}>${count}</button>`);
//
// A hole takes text, nodes, arrays, or a function (then it follows the signals that it reads).
// `on…` adds a listener, `.name` sets a property, `--name` a CSS variable (the content security
// policy forbids style attributes), `ref` receives the element, anything else is an attribute.

import { currentOwner, effect, scope, signal, untrack } from "./signals.js";

export { computed, effect, flush, onCleanup, scope, signal, untrack } from "./signals.js";

export function mount(target, view) {
    const [, dispose] = scope(() => target.replaceChildren(...nodesOf(view())));
    return () => {
        dispose();
        target.replaceChildren();
    };
}

const templates = new WeakMap();

function prepare(strings, isSVG) {
    let text = strings[0].trimStart(), insideTag = /<[^>]*$/.test(text);
    const names = [];
    for (let i = 1; i < strings.length; i += 1) {
        if (insideTag) {
            // Parsed under a name that means nothing: the policy refuses even an inert `onclick`.
            text = text.replace(/([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*|'[^']*|[^\s"'<>]*))$/, (all, name, rest) => {
                names.push(name);
                return (name.startsWith("hole-") ? name : `hole-${i - 1}`) + rest;
            });
        } else names.push(null);
        text += (insideTag ? `\u2063${i - 1}\u2063` : `<!--hole ${i - 1}-->`) + strings[i];
        insideTag = /<[^>]*$/.test(text.slice(text.lastIndexOf("-->") + 1));
    }
    const template = document.createElement("template");
    template.innerHTML = isSVG ? `<svg>${text.trimEnd()}</svg>` : text.trimEnd();
    if (isSVG) template.content.replaceChildren(...template.content.firstChild.childNodes);
    const parts = [], walker = document.createTreeWalker(template.content, 1 | 128);
    for (let ordinal = 0, node; (node = walker.nextNode()); ordinal += 1) {
        if (node.nodeType === 8) {
            const hole = /^hole (\d+)$/.exec(node.data);
            if (hole) parts.push({ ordinal, index: Number(hole[1]) });
            continue;
        }
        for (const attribute of [...node.attributes]) {
            const pieces = attribute.value.split("\u2063");
            if (pieces.length < 2) continue;
            parts.push({ ordinal, name: names[Number(pieces[1])], pieces });
            node.removeAttribute(attribute.name);
        }
    }
    return { content: template.content, parts };
}

function build(strings, values, isSVG) {
    if (!templates.has(strings)) templates.set(strings, prepare(strings, isSVG));
    const { content, parts } = templates.get(strings);
    const copy = content.cloneNode(true); // Filled while inert, so half-made SVG logs nothing.
    const walker = document.createTreeWalker(copy, 1 | 128), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const part of parts) {
        const node = nodes[part.ordinal];
        if (part.name) bind(node, part.name, part.pieces, values);
        else fill(node, values[part.index]);
    }
    return copy.childNodes.length === 1 ? copy.firstChild : copy;
}

export const html = (strings, ...values) => build(strings, values, false);
export const svg = (strings, ...values) => build(strings, values, true);

function bind(node, name, pieces, values) {
    const held = pieces.map((piece, i) => (i % 2 ? values[Number(piece)] : piece));
    const whole = pieces.length === 3 && !pieces[0] && !pieces[2];
    if (name === "ref") return held[1](node);
    if (name.startsWith("on")) {
        const handler = held[1]; // May fire while an effect runs, which must not follow what it reads.
        return handler && node.addEventListener(name.slice(2), (event) => untrack(() => handler(event)));
    }
    const now = (value) => (typeof value === "function" ? value() : value);
    const apply = () => assign(node, name, whole ? now(held[1]) : held.map((v) => now(v) ?? "").join(""));
    if (held.some((value) => typeof value === "function")) effect(apply);
    else apply();
}

function assign(node, name, value) {
    const isAbsent = value == null || (value === false && !name.startsWith("aria-"));
    if (name.startsWith("--")) node.style.setProperty(name, value ?? null);
    else if (name.startsWith(".")) {
        if (node[name.slice(1)] !== value) node[name.slice(1)] = value;
    } else if (isAbsent) node.removeAttribute(name);
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : value);
}

function nodesOf(value) {
    if (value == null || value === false || value === true) return [];
    if (Array.isArray(value)) return value.flatMap(nodesOf);
    if (value instanceof DocumentFragment) return [...value.childNodes];
    if (value instanceof Node) return [value];
    if (typeof value !== "function") return [document.createTextNode(value)];
    const holder = document.createDocumentFragment();
    fill(holder.appendChild(document.createComment("")), value);
    return [...holder.childNodes];
}

/** Fills the hole that `end` closes; a start mark lets it replace whatever came to stand between. */
function fill(end, value) {
    const start = end.ownerDocument.createComment("");
    end.before(start);
    if (value?.[LIST]) return value[LIST](start, end);
    if (typeof value !== "function") return end.before(...nodesOf(value));
    effect(() => {
        const next = value();
        const only = start.nextSibling;
        const isText = typeof next === "string" || typeof next === "number";
        if (isText && only?.nodeType === 3 && only.nextSibling === end) only.data = next;
        else keeping(start, end, () => swap(start, end, nodesOf(next)));
    });
}

function swap(start, end, nodes) {
    while (start.nextSibling !== end) start.nextSibling.remove();
    end.before(...nodes);
}

/** Keeps focus, text selection and scroll (by id) over a change of the region between two marks. */
function keeping(start, end, change) {
    const active = document.activeElement, scrolled = [];
    let holdsFocus = false;
    for (let at = start.nextSibling; at && at !== end; at = at.nextSibling) {
        if (at.nodeType !== 1) continue;
        holdsFocus ||= at.contains(active);
        for (const { id, scrollTop, scrollLeft } of [at, ...at.querySelectorAll("[id]")]) {
            if (id && (scrollTop || scrollLeft)) scrolled.push([id, scrollTop, scrollLeft]);
        }
    }
    const range = holdsFocus && active.selectionStart != null
        && [active.selectionStart, active.selectionEnd];
    change();
    for (const [id, top, left] of scrolled) {
        document.getElementById(id)?.scrollTo({ top, left, behavior: "instant" });
    }
    if (!holdsFocus || document.activeElement === active) return;
    const heir = active.isConnected ? active : active.id && document.getElementById(active.id);
    heir?.focus?.({ preventScroll: true });
    if (range && heir?.setSelectionRange) heir.setSelectionRange(...range);
}

const LIST = Symbol("list");

/** A keyed list: `render(item, index)` gets signals and returns one element, kept while its key stays. */
export function each(items, keyOf, render) {
    return { [LIST]: (start, end) => {
        const home = currentOwner(); // Rows outlive a run of the effect below.
        let rows = new Map();
        effect(() => {
            const list = items() ?? [], next = new Map();
            list.forEach((value, position) => {
                const key = keyOf(value, position);
                if (next.has(key)) throw new Error(`two items with the key ${key}`);
                const row = rows.get(key) ?? { item: signal(value), index: signal(position) };
                row.item.set(value);
                row.index.set(position);
                next.set(key, row);
                if (row.node) return;
                const make = () => nodesOf(render(row.item, row.index))[0];
                [row.node, row.dispose] = scope(make, home);
            });
            keeping(start, end, () => {
                for (const [key, row] of rows) {
                    if (next.has(key)) continue;
                    row.dispose();
                    row.node.remove();
                }
                let cursor = start.nextSibling;
                for (const { node } of next.values()) {
                    if (node === cursor) cursor = cursor.nextSibling;
                    else if (node.isConnected && end.parentNode.moveBefore) {
                        end.parentNode.moveBefore(node, cursor); // Keeps focus and scroll of what moves.
                    } else cursor.before(node);
                }
            });
            rows = next;
        });
    } };
}
