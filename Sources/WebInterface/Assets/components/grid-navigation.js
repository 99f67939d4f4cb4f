// One tab stop per table: arrow keys move among its cells (Home, End, Ctrl+Home, Ctrl+End too).

const control = (cell) => cell.querySelector("button, a[href]") ?? cell;
const cellsOf = (row) => [...row.cells].filter((cell) => cell.offsetParent !== null);

/** A `ref` for a `<table role="grid">` whose cells and controls have `tabindex="-1"`. */
export function gridNavigation(table) {
    const stop = (target) => {
        for (const old of table.querySelectorAll("[tabindex='0']")) old.tabIndex = -1;
        target.tabIndex = 0;
    };
    const ensureStop = () => {
        if (table.querySelector("[tabindex='0']")) return;
        const first = table.tBodies[0]?.rows[0]?.cells[0] ?? table.tHead?.rows[0]?.cells[0];
        if (first) control(first).tabIndex = 0;
    };
    new MutationObserver(ensureStop).observe(table, { childList: true, subtree: true });
    queueMicrotask(ensureStop);

    table.addEventListener("focusin", (event) => {
        const cell = event.target.closest("td, th");
        if (cell) stop(control(cell));
    });
    table.addEventListener("keydown", (event) => {
        const cell = event.target.closest("td, th");
        if (!cell || event.altKey || event.metaKey) return;
        const rows = [...table.rows].filter((row) => cellsOf(row).length);
        const y = rows.indexOf(cell.parentElement), x = cellsOf(cell.parentElement).indexOf(cell);
        const far = event.ctrlKey;
        const moves = {
            ArrowRight: [x + 1, y], ArrowLeft: [x - 1, y], ArrowDown: [x, y + 1], ArrowUp: [x, y - 1],
            Home: [0, far ? 0 : y], End: [Infinity, far ? rows.length - 1 : y],
        };
        const to = moves[event.key];
        if (!to) return;
        event.preventDefault();
        event.stopPropagation();
        const row = rows[Math.max(0, Math.min(to[1], rows.length - 1))];
        const cells = cellsOf(row);
        const target = control(cells[Math.max(0, Math.min(to[0], cells.length - 1))]);
        target.focus({ preventScroll: false });
    });
}
