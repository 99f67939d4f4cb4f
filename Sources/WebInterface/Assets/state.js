// What is being looked at, all of it in the URL: a view can be shared, and back and forward work.

import { computed, signal } from "./kit.js";
import { PRESETS, addDays, defaultGrain, grainsFor, isDay, presetRange, shiftRange } from "./dates.js";

export const PAGES = ["overview", "live", "cohorts", "runs"];
const CARRIED = ["range", "from", "to", "compare", "channel", "not_channel", "campaign_id", "not_campaign_id"];
const COMPARISON_KEY = "bellwether.comparison";
const DEFAULT_RANGE = "28d";

const here = () => ({ path: location.pathname, search: location.search });
const place = signal(here());
addEventListener("popstate", () => place.set(here()));

export const workspace = signal(null);

export const page = computed(() => {
    const name = place().path.split("/")[1];
    return name === "" ? "overview" : PAGES.includes(name) ? name : "missing";
});

export const currentParams = computed(() => new URLSearchParams(place().search));
export const param = (name) => currentParams().get(name);

export function navigate(url, { replace = false } = {}) {
    const target = new URL(url, location.href);
    if (target.href === location.href) return;
    const wasPath = location.pathname;
    history[replace ? "replaceState" : "pushState"](null, "", target);
    place.set(here());
    if (target.pathname !== wasPath) scrollTo(0, 0);
}

/** Changes parameters of this page's URL; null removes one. */
export function setParams(changes, options) {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
        if (value == null || value === "") next.delete(name);
        else next.set(name, value);
    }
    // Ids and lists stay readable: a comma needs no escape in a query.
    const search = next.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
    navigate(location.pathname + (search ? `?${search}` : ""), options);
}

/** A page's address that keeps the range, the comparison and the filters. */
export function pageURL(name, extra = {}) {
    const next = new URLSearchParams();
    for (const each of CARRIED) if (currentParams().has(each)) next.set(each, param(each));
    for (const [key, value] of Object.entries(extra)) next.set(key, value);
    const search = next.toString().replaceAll("%2C", ",");
    return `/${name}${search ? `?${search}` : ""}`;
}

const bySerial = (read) => {
    const serial = computed(() => JSON.stringify(read()));
    return computed(() => JSON.parse(serial()));
};

/**
 * The day from which presets count: today, or the day after the last data where that is long past
 * (an imported history), so that a first look is never empty.
 */
export const anchorDay = computed(() => {
    const { today, data_to: last } = workspace() ?? {};
    if (!today) return null;
    return last && last < addDays(today, -28) ? addDays(last, 1) : today;
});

export const isHistory = computed(() => Boolean(anchorDay() && anchorDay() !== workspace()?.today));

/** The last 28 days; today where there is no other day yet. */
const defaultPreset = () => (workspace()?.data_from && workspace().data_from === anchorDay() ? "today" : DEFAULT_RANGE);

export const presetID = computed(() => {
    if (isDay(param("from")) && isDay(param("to"))) return null;
    return PRESETS.some((each) => each.id === param("range")) ? param("range") : defaultPreset();
});

export const range = bySerial(() => {
    if (!anchorDay()) return null;
    if (presetID()) return presetRange(presetID(), anchorDay(), workspace().data_from);
    const [from, to] = [param("from"), param("to")].sort();
    return { from, to };
});

export const setPreset = (id) => setParams({ range: id === defaultPreset() ? null : id, from: null, to: null,
    grain: PRESETS.find((each) => each.id === id)?.grain ?? null });
export const setRange = ({ from, to }) => setParams({ range: null, from, to, grain: null });
export const moveRange = (direction) => setRange(shiftRange(range.peek(), direction));

const remembered = () => {
    try {
        return localStorage.getItem(COMPARISON_KEY);
    } catch {
        return null; // Storage is off: the choice lasts as long as the URL.
    }
};

/** "none", "previous_period", "previous_year" or `{from, to}`. */
export const comparison = bySerial(() => {
    const value = param("compare") ?? remembered() ?? "previous_period";
    const [from, to] = value.split("..");
    if (isDay(from) && isDay(to)) return { from, to };
    return ["none", "previous_year"].includes(value) ? value : "previous_period";
});

export function setComparison(value) {
    if (typeof value === "string") {
        try {
            localStorage.setItem(COMPARISON_KEY, value);
        } catch { /* Storage is off: the URL still has it. */ }
    }
    setParams({ compare: typeof value === "string" ? value : `${value.from}..${value.to}` });
}

export const FILTERS = ["channel", "campaign_id"];

export const filters = bySerial(() => FILTERS.flatMap((dimension) => [
    { dimension, operator: "in", values: param(dimension)?.split(",").filter(Boolean) ?? [] },
    { dimension, operator: "not_in", values: param(`not_${dimension}`)?.split(",").filter(Boolean) ?? [] },
]).filter(({ values }) => values.length));

export const filterOf = (dimension) => filters().find((each) => each.dimension === dimension)
    ?? { dimension, operator: "in", values: [] };

export function setFilter(dimension, operator, values) {
    const list = [...new Set(values)].join(",");
    setParams({ [dimension]: operator === "in" ? list : null, [`not_${dimension}`]: operator === "in" ? null : list });
}

export const clearFilters = () => setParams(Object.fromEntries(
    FILTERS.flatMap((each) => [[each, null], [`not_${each}`, null]])));

export const grains = bySerial(() => (range() ? grainsFor(range()) : []));

export const grain = computed(() => {
    if (!range()) return null;
    const wanted = param("grain");
    return grains().some(({ id }) => id === wanted) ? wanted : defaultGrain(range());
});

export const setGrain = (id) => setParams({ grain: id === defaultGrain(range.peek()) ? null : id });

/** `/v1/query` for what is being looked at; what is not chosen is left out. */
export function queryFor({ metrics, dimensions = [], byGrain = null, limit = 1000 }) {
    const body = { metrics, dimensions, filters: filters(), date_range: range(), limit };
    if (byGrain) body.grain = byGrain;
    if (comparison() !== "none") body.compare = comparison();
    if (param("source")) body.source = param("source");
    return body;
}
