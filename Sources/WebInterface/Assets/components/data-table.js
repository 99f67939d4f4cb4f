import { computed, each, html } from "../kit.js";
import { param, setParams } from "../state.js";
import { explained } from "./explain.js";
import { gridNavigation } from "./grid-navigation.js";
import { icon } from "./icon.js";

/**
 * A sortable table with a totals row. A column is `{id, label, cell(row)}` and, as it needs,
 * `sortBy(row)`, `total()`, `explain(row)`, `className`, `isLeft`. The order is in the URL.
 *
 * `pick(row, isExcluding)` makes rows clickable (the first cell is the button);
 * `isPicked(row)` marks them.
 */
export function dataTable({ id, label, columns, rows, keyOf, hasTotals, order, pick, isPicked, limit }) {
    const parameter = `${id}_order`;
    const current = computed(() => param(parameter) ?? order);
    const sorted = computed(() => arrange(rows() ?? [], columns, current()).slice(0, limit ?? Infinity));
    const sort = (column) => {
        const next = current() === `-${column.id}` ? column.id : `-${column.id}`;
        setParams({ [parameter]: next === order ? null : next }, { replace: true });
    };
    return html`<div class="table-scroll"><table class="data" role="grid" aria-label="${label}" ref=${gridNavigation}>
        <thead><tr>${columns.map((column) => head(column, current, sort))}</tr></thead>
        <tbody>${each(sorted, keyOf, (row) => body(row, { columns, pick, isPicked }))}</tbody>
        ${() => hasTotals?.() && sorted().length > 0 && html`<tfoot><tr>${columns.map((column, i) => (i === 0
            ? html`<th scope="row" tabindex="-1" class="${column.className ?? ""}">${column.total?.()}</th>`
            : html`<td tabindex="-1" class="${column.className ?? ""}">${amount(column, null)}</td>`))}</tr></tfoot>`}
    </table></div>`;
}

function arrange(rows, columns, order) {
    const isDown = order?.startsWith("-");
    const column = columns.find((each) => each.id === order?.replace("-", ""));
    if (!column?.sortBy) return rows;
    return rows.map((row) => [column.sortBy(row), row]).sort(([a], [b]) => {
        if (a == null || b == null) return (a == null) - (b == null); // What is absent comes last.
        const way = typeof a === "string" ? a.localeCompare(b) : a - b;
        return isDown ? -way : way;
    }).map(([, row]) => row);
}

function head(column, current, sort) {
    const direction = () => {
        if (current()?.replace("-", "") !== column.id || !column.sortBy) return null;
        return current().startsWith("-") ? "descending" : "ascending";
    };
    const className = [column.className, column.isLeft && "left"].filter(Boolean).join(" ");
    return html`<th scope="col" class="${className}" aria-sort="${direction}" tabindex="${column.sortBy ? null : -1}">${column.sortBy
        ? html`<button class="sort" type="button" tabindex="-1" onclick=${() => sort(column)}>${column.label}${icon("arrow-down")}</button>`
        : column.label}</th>`;
}

const amount = (column, row) => {
    const explain = row ? column.explain : column.explainTotal;
    const content = () => (row ? column.cell(row()) : column.total?.());
    return explain ? html`<span ref=${explained(() => explain(row?.()))}>${content}</span>` : html`<span>${content}</span>`;
};

function body(row, { columns, pick, isPicked }) {
    const choose = pick && ((event) => {
        if (getSelection()?.toString()) return;
        pick(row(), event.shiftKey);
    });
    return html`<tr class="${() => [pick && "pick", isPicked?.(row()) && "picked"].filter(Boolean).join(" ")}" onclick=${choose}
        onmousedown=${pick && ((event) => event.shiftKey && event.preventDefault())}>
        ${columns.map((column, i) => (i === 0
            ? html`<th scope="row" tabindex="${pick ? null : -1}" class="${column.className ?? ""}">${pick
                ? html`<button class="name-cell" type="button" tabindex="-1"
                    aria-pressed="${() => String(Boolean(isPicked?.(row())))}">${() => column.cell(row())}</button>`
                : () => column.cell(row())}</th>`
            : html`<td tabindex="-1" class="${[column.className, column.isLeft && "left"].filter(Boolean).join(" ")}">${amount(column, row)}</td>`))}
    </tr>`;
}
