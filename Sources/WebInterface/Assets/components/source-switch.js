import { html } from "../kit.js";
import { catalogue } from "../catalogue.js";
import { param, setParams, workspace } from "../state.js";
import { segments } from "./segments.js";

const CHOICES = [{ id: "measured", label: "Measured" }, { id: "reported", label: "Reported" }];

/** Which of two kinds of figures is shown; absent while the catalogue knows only one. */
export function sourceSwitch() {
    const kinds = () => new Set([...catalogue().values()].flatMap((metric) => metric.sources ?? []));
    return () => kinds().size > 1 && html`<span class="source-switch">${segments({
        label: "Source", items: () => CHOICES,
        selected: () => param("source") ?? workspace()?.default_source ?? "measured",
        select: (id) => setParams({ source: id === workspace()?.default_source ? null : id }),
    })}</span>`;
}
