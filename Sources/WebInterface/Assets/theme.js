// Light, dark, or as the system says.

import { effect, signal } from "./kit.js";

const KEY = "bellwether.theme";
export const THEMES = ["auto", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

export const theme = signal(document.documentElement.dataset.theme ?? "auto");

/** Changes whenever colours do; what draws on a canvas follows it. */
export const themeVersion = signal(0);

export function setTheme(next) {
    if (next === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
        localStorage.setItem(KEY, next);
    } catch { /* Storage is off: the choice lasts until the page is left. */ }
    theme.set(next);
    themeVersion.update((n) => n + 1);
}

export const isDark = () => (theme() === "auto" ? system.matches : theme() === "dark");

/** The theme that is not shown now; the toggle's and the T key's step. */
export const toggleTheme = () => setTheme(isDark() ? "light" : "dark");

export function startTheme() {
    system.addEventListener("change", () => themeVersion.update((n) => n + 1));
    effect(() => {
        themeVersion();
        const use = document.querySelector(".sidebar-foot [data-action='theme'] use");
        use?.setAttribute("href", theme() === "auto" ? "#i-auto" : isDark() ? "#i-moon" : "#i-sun");
        const button = document.querySelector(".sidebar-foot [data-action='theme']");
        button?.setAttribute("aria-label", `Theme: ${theme()}`);
    });
}
