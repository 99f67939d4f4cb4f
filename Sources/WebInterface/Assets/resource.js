// Something to load that depends on signals. While it loads again the old data stays (`isBusy` dims
// it); a first load shows its skeleton only once `isSlow`, after 200 ms.

import { effect, onCleanup, signal, untrack } from "./kit.js";

const SKELETON_DELAY_MS = 200;

/**
 * `key()` reads signals and answers what to load (null: nothing yet); `load(key, abortSignal)`
 * loads it. `refresh()` loads again without dimming, for data that arrived by itself.
 */
export function resource(key, load) {
    const data = signal(null), error = signal(null), isBusy = signal(false), isSlow = signal(false);
    let current = null;

    function start(isSilent) {
        const wanted = untrack(key);
        current?.abort();
        if (wanted == null) return;
        const controller = current = new AbortController();
        const timer = setTimeout(() => isSlow.set(true), SKELETON_DELAY_MS);
        if (!isSilent) isBusy.set(true);
        const finish = (apply) => {
            clearTimeout(timer);
            if (controller !== current) return;
            current = null;
            apply();
            isBusy.set(false);
            isSlow.set(false);
        };
        load(wanted, controller.signal).then(
            (value) => finish(() => {
                error.set(null);
                data.set(value);
            }),
            (reason) => finish(() => {
                if (reason.name === "AbortError") return;
                if (!isSilent || !data.peek()) error.set(reason);
            }),
        );
    }

    let last;
    effect(() => {
        const next = JSON.stringify(key() ?? null);
        if (next === last) return;
        last = next;
        untrack(() => start(false));
    });
    onCleanup(() => {
        const running = current;
        current = null;
        running?.abort();
    });
    return { data, error, isBusy, isSlow, reload: () => start(false), refresh: () => start(true) };
}
