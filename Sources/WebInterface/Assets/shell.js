// The frame of index.html brought to life: which page is current, the workspace card, the buttons.

import { effect, html } from "./kit.js";
import * as format from "./format.js";
import * as state from "./state.js";
import { setTheme, theme, THEMES } from "./theme.js";
import { openHelp } from "./components/help.js";
import { icon } from "./components/icon.js";
import { openPalette } from "./components/palette.js";
import { menuKeys, openPopup } from "./components/popup.js";

const slot = (name) => document.querySelector(`[data-slot="${name}"]`);

export function startShell() {
    effect(() => {
        for (const link of document.querySelectorAll("[data-page]")) {
            link.href = state.pageURL(link.dataset.page);
            if (link.dataset.page === state.page()) link.setAttribute("aria-current", "page");
            else link.removeAttribute("aria-current");
        }
    });
    effect(() => {
        const workspace = state.workspace();
        if (!workspace) return;
        slot("workspace-name").textContent = workspace.name;
        slot("workspace-note").textContent = `${workspace.base_currency_code}, ${workspace.time_zone}`;
        slot("version").textContent = workspace.version ? `Bellwether ${workspace.version}` : "";
    });
    if (/Mac|iPhone|iPad/.test(navigator.platform)) slot("palette-key").textContent = "⌘ K";

    const actions = { palette: openPalette, help: openHelp, theme: themeMenu, more: moreMenu };
    document.addEventListener("click", (event) => {
        const button = event.target.closest("[data-action]");
        if (button) return actions[button.dataset.action](button);
        const link = event.target.closest("a[href]");
        const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
        if (!link || !isPlain || link.target || link.origin !== location.origin || link.hash) return;
        if (!state.PAGES.includes(link.pathname.split("/")[1] || "overview")) return;
        event.preventDefault();
        state.navigate(link.href);
    });
    const button = document.getElementById("workspace-button");
    button.addEventListener("click", () => openPopup(button, workspaceCard, { label: "Workspace" }));
}

const themeItems = (close) => THEMES.map((name) => html`<button class="menu-item" type="button" role="menuitemradio"
    aria-checked="${String(theme() === name)}" onclick=${() => {
        setTheme(name);
        close();
    }}>${icon("check", "tick")}<span class="grow">${{ auto: "As the system says", light: "Light", dark: "Dark" }[name]}</span>
    ${icon({ auto: "auto", light: "sun", dark: "moon" }[name])}</button>`);

function themeMenu(button) {
    openPopup(button, (close) => html`<div class="menu" role="menu" aria-label="Theme" onkeydown=${menuKeys}>${themeItems(close)}</div>`,
        { label: "Theme" });
}

function moreMenu(button) {
    openPopup(button, (close) => html`${workspaceCard()}
        <div class="menu" role="menu" aria-label="More" onkeydown=${menuKeys}>
            <button class="menu-item" type="button" role="menuitem" onclick=${() => {
                close();
                openPalette();
            }}>${icon("search")}Search or jump to</button>
            ${themeItems(close)}
        </div>`, { label: "More" });
}

function workspaceCard() {
    const workspace = state.workspace();
    if (!workspace) return null;
    const facts = [
        ["Currency", workspace.base_currency_code], ["Time zone", workspace.time_zone],
        ["Today there", format.fullDay(workspace.today)],
        ["Data", workspace.data_from ? `${format.fullDay(workspace.data_from)} – ${format.fullDay(workspace.data_to)}` : "none yet"],
        ["Events", format.count(workspace.events_count)],
        ["Figures shown", workspace.default_source === "reported" ? "reported" : "measured"],
    ];
    return html`<div class="workspace-card"><h2>${workspace.name}</h2>
        <dl>${facts.map(([term, text]) => html`<dt>${term}</dt><dd class="numeric">${text}</dd>`)}</dl></div>`;
}
