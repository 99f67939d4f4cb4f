// The metric catalogue as the server tells it, and a query's answer read by metric name.

import { signal } from "./kit.js";
import { get } from "./api.js";

export const catalogue = signal(new Map());

export async function loadCatalogue() {
    const { metrics } = await get("/v1/metrics");
    catalogue.set(new Map(metrics.map((each) => [each.name, each])));
}

export const metricOf = (name) => catalogue().get(name) ?? { name, label: name, unit: "number", polarity: "neutral" };

/**
 * The measure that says how much stands behind a value: the denominator of a ratio (whose total is
 * that of the ratio's own scope), the orders of revenue.
 */
const COUNTED_OVER = {
    revenue: "orders", aov: "orders", roas: "spend", mer: "spend", cac: "spend", blended_cac: "spend",
    ctr: "impressions", cpm: "impressions", cpc: "clicks", cvr: "clicks", click_to_signup: "clicks",
    cpa: "conversions", signup_to_activation: "signups", spend: "clicks", orders: "orders",
    impressions: "impressions", clicks: "clicks", signups: "signups",
};

export const countedOver = (name) => {
    const over = metricOf(name).count_metric ?? COUNTED_OVER[name];
    return over && catalogue().has(over) ? over : null;
};

/** The grain that a metric can be had in: what comes from orders has days, not hours. */
export const grainFor = (name, wanted) => (wanted === "hour" && metricOf(name).grains?.includes("hour") === false ? "day" : wanted);

/** The metrics, and those that their n needs. */
export const withCounts = (names) => [...new Set([...names, ...names.map(countedOver).filter(Boolean)])];

/** Rows as objects by column name. */
export function rowsOf(answer) {
    const names = answer.columns.map((column) => column.name);
    return answer.rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

export const TILES_WITH_ORDERS = ["revenue", "spend", "roas", "orders", "cvr", "cac"];
export const TILES_OF_EVENTS = ["spend", "impressions", "clicks", "ctr", "cpc", "signups"];

export const tilesFor = (workspace) => (workspace?.has_orders ? TILES_WITH_ORDERS : TILES_OF_EVENTS)
    .filter((name) => catalogue().has(name));

const CHANNELS = {
    google: ["Google Ads", 1], meta: ["Meta Ads", 2], email: ["Email", 3], tiktok: ["TikTok Ads", 4],
    organic: ["Organic search", 5], linkedin: ["LinkedIn Ads", 6], direct: ["Direct", 0],
};

export const channelName = (id) => CHANNELS[id]?.[0]
    ?? ({ "(unknown)": "Unknown channel", "(none)": "No channel" }[id] ?? id);

/** c1 to c6, or c0 (grey): the same for a channel on every page. */
export const channelColour = (id) => `c${CHANNELS[id]?.[1] ?? 0}`;

export const campaignName = (id) => (id === "(none)" ? "No campaign" : id);
