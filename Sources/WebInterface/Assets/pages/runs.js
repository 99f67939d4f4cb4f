import { html } from "../kit.js";
import { pageHead } from "../components/page-head.js";

export const runs = () => html`${pageHead("Pipeline runs")}`;
