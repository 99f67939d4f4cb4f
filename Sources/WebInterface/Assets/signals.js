// Signals: values that can be followed, what is derived from them, and effects that run again when
// what they read has changed. An effect owns the effects made while it runs; they end with it.

const CLEAN = 0, CHECK = 1, DIRTY = 2;
const FLUSH_ROUNDS = 1000; // An effect that wakes itself for ever is a bug: say so instead of hanging.
let observer = null, owner = null, scheduled = false;
const pending = new Set();

class Cell {
    constructor(compute, value, isEffect = false) {
        Object.assign(this, { compute, value, isEffect, state: compute ? DIRTY : CLEAN, parent: owner });
        this.observers = new Set();
        this.sources = new Set();
        this.owned = new Set();
        this.cleanups = [];
        if (compute || isEffect) owner?.owned.add(this);
    }
    read() {
        if (this.compute) this.refresh(); // Before the link: the reader is not told of what it now reads.
        if (observer) {
            observer.sources.add(this);
            this.observers.add(observer);
        }
        return this.value;
    }
    write(next) {
        if (Object.is(next, this.value)) return;
        this.value = next;
        for (const each of this.observers) each.mark(DIRTY);
    }
    mark(state) {
        if (this.state >= state) return;
        const wasClean = this.state === CLEAN;
        this.state = state;
        if (this.isEffect) {
            pending.add(this);
            if (!scheduled) {
                scheduled = true;
                queueMicrotask(flush);
            }
        } else if (wasClean) for (const each of this.observers) each.mark(CHECK);
    }
    refresh() {
        if (this.state === CHECK) {
            for (const source of this.sources) {
                if (source.compute) source.refresh();
                if (this.state === DIRTY) break;
            }
        }
        if (this.state === DIRTY) this.run();
        else this.state = CLEAN;
    }
    run() {
        this.release();
        const before = [observer, owner];
        observer = owner = this;
        this.state = CLEAN;
        try {
            const next = this.compute(this.value);
            if (Object.is(next, this.value)) return;
            this.value = next;
            if (!this.isEffect) for (const each of this.observers) each.state = DIRTY;
        } finally {
            [observer, owner] = before;
        }
    }
    release() {
        for (const each of this.owned) each.dispose();
        this.owned.clear();
        for (const cleanup of this.cleanups.splice(0)) cleanup();
        for (const source of this.sources) source.observers.delete(this);
        this.sources.clear();
    }
    dispose() {
        this.release();
        pending.delete(this);
        this.state = CLEAN;
        this.compute = null;
        this.parent?.owned.delete(this);
    }
}

/** Runs what waits. Owners run before what they own, so nothing runs that is about to go. */
export function flush() {
    scheduled = false;
    for (let round = 0; pending.size; round += 1) {
        if (round > FLUSH_ROUNDS) throw new Error("an effect keeps waking itself");
        const cell = pending.values().next().value;
        pending.delete(cell);
        const chain = [];
        for (let at = cell; at; at = at.parent) if (at.compute) chain.unshift(at);
        for (const each of chain) {
            try {
                if (each.compute) each.refresh();
            } catch (error) {
                reportError(error);
            }
        }
    }
}

function reader(cell) {
    const read = () => cell.read();
    read.peek = () => untrack(read);
    return read;
}

/** A value that can be read (and followed), `set`, `update`d and `peek`ed at. */
export function signal(value) {
    const cell = new Cell(null, value);
    const read = reader(cell);
    read.set = (next) => cell.write(next);
    read.update = (change) => cell.write(change(cell.value));
    return read;
}

/** A value derived from others; computed when asked for, told on only when it changed. */
export const computed = (compute) => reader(new Cell(compute));

/** Runs now and again after each change of what it read. Returns its `dispose`. */
export function effect(run) {
    const cell = new Cell(() => void run(), undefined, true);
    cell.refresh();
    return () => cell.dispose();
}

export const onCleanup = (cleanup) => void owner?.cleanups.push(cleanup);

export function untrack(read) {
    const before = observer;
    observer = null;
    try {
        return read();
    } finally {
        observer = before;
    }
}

export const currentOwner = () => owner;

/** Runs `build` under an owner of its own (a child of `home`), which the answered `dispose` ends. */
export function scope(build, home = owner) {
    const before = [observer, owner];
    owner = home;
    const cell = new Cell(null, undefined, true);
    [observer, owner] = [null, cell];
    try {
        return [build(), () => cell.dispose()];
    } finally {
        [observer, owner] = before;
    }
}
