// The values of a dimension: what filters offer, and the names and existence of campaigns.

import { signal } from "./kit.js";
import { get } from "./api.js";
import { campaignName, channelName } from "./catalogue.js";

const LIMIT = 500;
const known = { channel: signal([]), campaign_id: signal([]) };

export const DIMENSION_LABELS = { channel: "Channel", campaign_id: "Campaign" };

export async function loadDimensions() {
    await Promise.all(Object.entries(known).map(async ([name, values]) => {
        const answer = await get(`/v1/dimensions/${name}/values?limit=${LIMIT}`);
        values.set(answer.values);
    }));
}

export const valuesOf = (dimension) => known[dimension]();

const found = (dimension, value) => known[dimension]().find((each) => each.value === value);

/** What people call it: the server's label where it has one of its own, else ours. */
export function labelOf(dimension, value) {
    const label = found(dimension, value)?.label;
    if (label && label !== value) return label;
    return dimension === "channel" ? channelName(value) : campaignName(value);
}

/** False only where the server says that events name a campaign nobody has created. */
export const isCreated = (campaign) => campaign === "(none)" || found("campaign_id", campaign)?.exists !== false;
