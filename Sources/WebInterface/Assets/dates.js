// Calendar days as "YYYY-MM-DD" text. A day is a day in the workspace's zone, which the server
// says ("today"); nothing here reads the browser's clock or zone.

const DAY_MS = 86_400_000;

const millis = (day) => Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10));
const text = (ms) => new Date(ms).toISOString().slice(0, 10);

export const isDay = (value) => /^\d{4}-\d{2}-\d{2}$/.test(value ?? "")
    && text(millis(value)) === value;

export const addDays = (day, count) => text(millis(day) + count * DAY_MS);

export const daysBetween = (from, to) => Math.round((millis(to) - millis(from)) / DAY_MS);

/** Days in a range, both ends counted. */
export const lengthOf = ({ from, to }) => daysBetween(from, to) + 1;

/** The same day some months away; the last of the month where that day does not exist. */
export function addMonths(day, count) {
    const first = Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1 + count, 1);
    const monthEnd = endOfMonth(text(first));
    return text(Math.min(first + (+day.slice(8, 10) - 1) * DAY_MS, millis(monthEnd)));
}

export const startOfMonth = (day) => `${day.slice(0, 8)}01`;
export const endOfMonth = (day) => text(Date.UTC(+day.slice(0, 4), +day.slice(5, 7), 0));
export const startOfYear = (day) => `${day.slice(0, 4)}-01-01`;

/** 0 for Monday to 6 for Sunday: weeks are ISO weeks. */
export const weekday = (day) => (new Date(millis(day)).getUTCDay() + 6) % 7;
export const startOfWeek = (day) => addDays(day, -weekday(day));

export function isoWeek(day) {
    const thursday = addDays(startOfWeek(day), 3);
    return Math.floor(daysBetween(startOfYear(thursday), thursday) / 7) + 1;
}

export const min = (a, b) => (a < b ? a : b);
export const max = (a, b) => (a > b ? a : b);

/**
 * The ranges that have a name and a key. All but "to date" ones leave out today, which is not over.
 * `from` and `to` count from `today`; `first` is the first day with data.
 */
export const PRESETS = [
    { id: "today", label: "Today", key: "D", range: (t) => [t, t] },
    { id: "yesterday", label: "Yesterday", key: "E", range: (t) => [addDays(t, -1), addDays(t, -1)] },
    { id: "24h", label: "Two days, by the hour", key: "H", grain: "hour",
        range: (t) => [addDays(t, -1), t] },
    { id: "7d", label: "Last 7 days", key: "W", range: (t) => [addDays(t, -7), addDays(t, -1)] },
    { id: "28d", label: "Last 28 days", key: "F", range: (t) => [addDays(t, -28), addDays(t, -1)] },
    { id: "30d", label: "Last 30 days", key: "T", range: (t) => [addDays(t, -30), addDays(t, -1)] },
    { id: "91d", label: "Last 91 days", key: "N", range: (t) => [addDays(t, -91), addDays(t, -1)] },
    { id: "mtd", label: "Month to date", key: "M", range: (t) => [startOfMonth(t), t] },
    { id: "last-month", label: "Last month", key: "P", range: (t) => {
        const inLast = addDays(startOfMonth(t), -1);
        return [startOfMonth(inLast), inLast];
    } },
    { id: "ytd", label: "Year to date", key: "Y", range: (t) => [startOfYear(t), t] },
    { id: "6mo", label: "Last 6 months", key: "S",
        range: (t) => [addMonths(startOfMonth(t), -6), addDays(startOfMonth(t), -1)] },
    { id: "12mo", label: "Last 12 months", key: "L",
        range: (t) => [addMonths(startOfMonth(t), -12), addDays(startOfMonth(t), -1)] },
    { id: "all", label: "All time", key: "A", range: (t, first) => [first ?? t, t] },
];

export function presetRange(id, today, first) {
    const preset = PRESETS.find((each) => each.id === id);
    if (!preset) return null;
    const [from, to] = preset.range(today, first);
    return { from, to };
}

/** The range of the same length just before (-1) or after (+1). Whole months move by months. */
export function shiftRange(range, direction) {
    const { from, to } = range;
    if (from === startOfMonth(from) && to === endOfMonth(to)) {
        const months = (+to.slice(0, 4) - +from.slice(0, 4)) * 12 + +to.slice(5, 7) - +from.slice(5, 7) + 1;
        const moved = addMonths(from, direction * months);
        return { from: moved, to: endOfMonth(addMonths(moved, months - 1)) };
    }
    const days = direction * lengthOf(range);
    return { from: addDays(from, days), to: addDays(to, days) };
}

/** What fits on the axis: the finest grain that stays readable, and those that make sense. */
export function grainsFor(range) {
    const days = lengthOf(range);
    return [
        { id: "hour", label: "Hour", fits: days <= 7 },
        { id: "day", label: "Day", fits: days > 1 && days <= 400 },
        { id: "week", label: "Week", fits: days >= 8 },
        { id: "month", label: "Month", fits: days >= 28 },
    ].filter((grain) => grain.fits);
}

export function defaultGrain(range) {
    const days = lengthOf(range);
    if (days <= 2) return "hour";
    if (days <= 120) return "day";
    return days <= 400 ? "week" : "month";
}
