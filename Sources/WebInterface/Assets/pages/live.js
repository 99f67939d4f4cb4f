import { computed, html } from "../kit.js";
import { param } from "../state.js";
import { pageHead } from "../components/page-head.js";

export const windowMinutes = computed(() => {
    const wanted = Math.round(Number(param("minutes")));
    return Number.isFinite(wanted) && wanted > 0 ? Math.max(5, Math.min(360, wanted)) : 60;
});

export const liveFunnel = () => html`${pageHead("Live funnel")}`;
