// Requests to the server. A refusal becomes a `Problem` with the server's own words (RFC 9457).

export class Problem extends Error {
    constructor({ title, detail, status, errors, request_id: requestID }) {
        super(detail || title || "The server did not say why.");
        Object.assign(this, { title, detail, status, errors: errors ?? [], requestID });
    }
}

const UNREACHABLE = {
    title: "The server cannot be reached",
    detail: "No answer from the server. Is `bellwether serve` still running?",
    status: 0,
};

async function request(path, options) {
    let response;
    try {
        response = await fetch(path, { credentials: "same-origin", ...options });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Problem(UNREACHABLE);
    }
    const isJSON = /\bjson\b/.test(response.headers.get("content-type") ?? "");
    const body = isJSON ? await response.json() : null;
    if (!response.ok) {
        throw new Problem(body ?? { title: `The server answered ${response.status}`, status: response.status });
    }
    return body;
}

export const get = (path, signal) => request(path, { signal });

export const post = (path, body, signal) => request(path, {
    method: "POST", signal, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
});

/** Sends a file's bytes as they are. */
export const upload = (path, file, signal) => request(path, {
    method: "POST", signal, headers: { "Content-Type": "application/octet-stream" }, body: file,
});

export const query = (body, signal) => post("/v1/query", body, signal);
