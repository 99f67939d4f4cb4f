// The only place that rounds. Tiles are compact ($927.1k), tables whole ($927,059), hovers exact.
// What does not exist is "–", never 0; minus is U+2212; rates differ in points, the rest in percent.

const ABSENT = "–";
const MINUS = "−";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const formatters = new Map();
let currencyCode = "USD";

export const setCurrency = (code) => {
    currencyCode = code || "USD";
};

export const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

function number(value, minimum, maximum, currency) {
    const key = `${minimum}/${maximum}/${currency ?? ""}`;
    if (!formatters.has(key)) {
        const money = currency ? { style: "currency", currency, currencyDisplay: "narrowSymbol" } : {};
        formatters.set(key, new Intl.NumberFormat("en-US", {
            minimumFractionDigits: minimum, maximumFractionDigits: maximum, ...money,
        }));
    }
    const text = formatters.get(key).format(value);
    return text.replace("-", /[1-9]/.test(text) ? MINUS : ""); // "−0" is 0.
}

const money = (value, minimum, maximum = minimum) => number(value, minimum, maximum, currencyCode);
const percent = (value, digits) => `${number(value * 100, digits, digits)}%`;

function compact(value, currency) {
    const size = Math.abs(value);
    for (const [limit, divisor, suffix, digits] of [[999.995e6, 1e9, "B", 2], [999.95e3, 1e6, "M", 2], [0, 1e3, "k", 1]]) {
        if (size >= limit) return number(value / divisor, digits, digits, currency) + suffix;
    }
    return ABSENT;
}

const isPerUnit = (metric) => metric?.is_additive === false;

/** A tile: compact from 10,000 of money and 100,000 of a count on. */
export function kpi(value, metric) {
    if (!isNumber(value)) return ABSENT;
    const size = Math.abs(value);
    if (metric?.unit === "money") {
        if (size >= 9_999.5) return compact(value, currencyCode);
        return size >= 999.995 && !isPerUnit(metric) ? money(value, 0) : money(value, 2);
    }
    if (metric?.unit === "count" && size >= 99_999.5) return compact(value);
    return cell(value, metric);
}

/** A table cell: whole numbers in full, prices to the cent, ratios and rates to two places. */
export function cell(value, metric) {
    if (!isNumber(value)) return ABSENT;
    switch (metric?.unit) {
    case "money":
        if (isPerUnit(metric)) return money(value, 2);
        return value !== 0 && Math.abs(value) < 100 ? money(value, 2) : money(value, 0);
    case "fraction": return percent(value, 2);
    case "ratio": return `${number(value, 2, 2)}×`;
    case "count": return number(value, 0, 0);
    default: return number(value, 0, 2);
    }
}

/** All that is known of the value, for hovers. */
export function exact(value, metric) {
    if (!isNumber(value)) return ABSENT;
    switch (metric?.unit) {
    case "money": return money(value, 2, 6);
    case "fraction": return `${number(value * 100, 0, 6)}%`;
    case "ratio": return `${number(value, 2, 6)}×`;
    default: return number(value, 0, 6);
    }
}

/** An axis label: as short as the scale allows. */
export function axis(value, metric) {
    if (!isNumber(value)) return "";
    const size = Math.abs(value);
    const isMoney = metric?.unit === "money";
    if (metric?.unit === "fraction") return `${number(value * 100, 0, 2)}%`;
    if (metric?.unit === "ratio") return `${number(value, 0, 2)}×`;
    for (const [limit, suffix] of [[1e9, "B"], [1e6, "M"], [1e3, "k"]]) {
        if (size >= limit) return number(value / limit, 0, 1, isMoney ? currencyCode : null) + suffix;
    }
    return isMoney ? money(value, size < 10 && size % 1 ? 2 : 0) : number(value, 0, 2);
}

export const count = (value) => (isNumber(value) ? number(value, 0, 0) : ABSENT);
export const rate = (value, digits = 2) => (isNumber(value) ? percent(value, digits) : ABSENT);
export const amount = (value) => (isNumber(value) ? money(value, 2) : ABSENT);

const signed = (value, text) => (value > 0 ? `+${text}` : text);

/**
 * The change against a comparison: `{text, direction, tone}`. Fractions change in points, others
 * in percent; without a base there is none. The tone follows the metric's polarity.
 */
export function change(value, base, metric, digits) {
    const none = { text: ABSENT, direction: 0, tone: "none" };
    if (!isNumber(value) || !isNumber(base)) return none;
    let text, size;
    if (metric?.unit === "fraction") {
        size = Number(((value - base) * 100).toFixed(digits ?? 2));
        text = `${number(size, digits ?? 2, digits ?? 2)} pt`;
    } else {
        if (base === 0) return none;
        size = Number(((value - base) / Math.abs(base) * 100).toFixed(1));
        text = `${number(size, 1, 1)}%`;
    }
    const direction = Math.sign(size);
    const polarity = { up: 1, down: -1 }[metric?.polarity] ?? 0;
    const tone = !direction || !polarity ? "neutral" : direction === polarity ? "good" : "bad";
    return { text: signed(size, text), direction, tone };
}

const parts = (day) => [+day.slice(0, 4), MONTHS[+day.slice(5, 7) - 1], +day.slice(8, 10)];

export const month = (day) => `${parts(day)[1]} ${parts(day)[0]}`;
export const shortDay = (day) => `${parts(day)[2]} ${parts(day)[1]}`;
export const fullDay = (day) => `${shortDay(day)} ${parts(day)[0]}`;

export function weekdayName(day) {
    return DAYS[(new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7];
}

export function range({ from, to }) {
    if (from === to) return fullDay(from);
    const [startYear, startMonth, startDay] = parts(from), [endYear, endMonth] = parts(to);
    if (startYear !== endYear) return `${fullDay(from)} – ${fullDay(to)}`;
    return startMonth === endMonth ? `${startDay} – ${fullDay(to)}`
        : `${startDay} ${startMonth} – ${fullDay(to)}`;
}

/** A period of a grain, short for axes or in full for tables and hovers. */
export function period(value, grain, isFull = false) {
    const day = value.slice(0, 10);
    switch (grain) {
    case "hour": return isFull ? `${weekdayName(day)} ${shortDay(day)}, ${value.slice(11, 16)}` : value.slice(11, 16);
    case "week": return isFull ? `Week of ${fullDay(day)}` : shortDay(day);
    case "month": return month(day);
    default: return isFull ? `${weekdayName(day)} ${fullDay(day)}` : shortDay(day);
    }
}

/** An instant in the workspace's zone. */
export function instant(iso, timeZone, withSeconds = false) {
    if (!iso) return ABSENT;
    const format = new Intl.DateTimeFormat("en-GB", {
        timeZone: timeZone || "UTC", day: "numeric", month: "short", year: "numeric",
        hour: "2-digit", minute: "2-digit", second: withSeconds ? "2-digit" : undefined,
    });
    return format.format(new Date(iso)).replace("Sept", "Sep");
}

export function clock(iso, timeZone) {
    return new Intl.DateTimeFormat("en-GB", {
        timeZone: timeZone || "UTC", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }).format(new Date(iso));
}

export function ago(seconds) {
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return `${s} s ago`;
    if (s < 3600) return `${Math.floor(s / 60)} min ago`;
    return s < 172_800 ? `${Math.floor(s / 3600)} h ago` : `${Math.floor(s / 86_400)} days ago`;
}

export function duration(ms) {
    if (!isNumber(ms)) return ABSENT;
    if (ms < 1000) return `${number(ms, 0, ms < 10 ? 1 : 0)} ms`;
    if (ms < 59_950) return `${number(ms / 1000, 1, 1)} s`;
    const seconds = Math.round(ms / 1000);
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

export function plural(value, one, many = `${one}s`) {
    return `${count(value)} ${value === 1 ? one : many}`;
}
