import { html } from "../kit.js";
import { pageHead } from "../components/page-head.js";

export const cohorts = () => html`${pageHead("Cohorts")}`;
