#!/usr/bin/env python3
"""Serves the pages over invented data, with the server's own content security policy.

For the tests of the pages and for working on them; every figure in it is made up (fixtures/).
A browser context chooses a mode with the cookie `fixture`: demo (also the default for people),
filled, events (no orders), history (data that ended long ago), empty, error, failed, stale, silent (a feed that drops), slow.
"""

import argparse
import http.server
import json
import pathlib
import re
import threading
import time
import urllib.parse

from fixtures import query, resources, shop

HERE = pathlib.Path(__file__).resolve().parent
ASSETS = HERE.parent / "Sources" / "WebInterface" / "Assets"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
          "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2",
         ".html": "text/html; charset=utf-8"}
PAGES = {"/", "/overview", "/live", "/cohorts", "/runs"}


class State:
    """What requests change: events sent, feeds opened, runs started."""

    def __init__(self):
        self.lock = threading.Lock()
        self.events = {}
        self.feeds = 0
        self.started_runs = []
        self.queries = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state = State()

    def log_message(self, *_):
        pass

    @property
    def mode(self):
        match = re.search(r"fixture=(\w+)", self.headers.get("Cookie", ""))
        return match.group(1) if match else "demo"

    def send(self, body, kind="application/json", status=200, extra=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(data))),
                            ("Content-Security-Policy", POLICY), ("X-Content-Type-Options", "nosniff"), *extra):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, status, title, detail, errors=()):
        self.send({"type": "about:blank", "title": title, "status": status, "detail": detail,
                   "request_id": "fixture-1", "errors": list(errors)}, "application/problem+json", status)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        parameters = dict(urllib.parse.parse_qsl(url.query))
        if url.path in PAGES or url.path == "/nowhere":
            return self.send((ASSETS / "index.html").read_bytes(), TYPES[".html"])
        if url.path.startswith("/assets/"):
            return self.asset(url.path.removeprefix("/assets/"))
        if url.path == "/kit-test":
            return self.send(b"<!doctype html><html lang=en><title>Kit</title><link rel=icon href=/assets/icon.svg><main id=stage></main></html>", TYPES[".html"])
        if url.path == "/kit_cases.js":
            return self.send((HERE / "kit_cases.js").read_bytes(), TYPES[".js"])
        if url.path == "/fixture/state":
            return self.send({"feeds": self.state.feeds, "started_runs": self.state.started_runs,
                              "queries": self.state.queries[-40:]})
        if url.path == "/v1/live":
            return self.feed(int(parameters.get("minutes", 60)))
        if self.mode == "error" and url.path in ("/v1/cohorts", "/v1/runs"):
            return self.refuse(503, "The warehouse is busy", "A rebuild holds the tables. Try again in a minute.")
        return self.resource(url.path, parameters)

    def resource(self, path, parameters):
        runs = resources.run_rows(self.mode == "failed")
        if path == "/v1/workspace":
            return self.send(resources.workspace(self.mode))
        if path == "/v1/metrics":
            return self.send(query.catalogue())
        if match := re.fullmatch(r"/v1/dimensions/(\w+)/values", path):
            return self.send({"values": []} if self.mode == "empty" else resources.dimension_values(match.group(1)))
        if path == "/v1/cohorts":
            return self.send({"cohorts": [], "averages": [], "as_of_date": None, "run_id": None}
                             if self.mode in ("empty", "events") else resources.cohorts())
        if path == "/v1/runs":
            started = [self.started(each) for each in reversed(self.state.started_runs)]
            return self.send({"runs": [] if self.mode == "empty" else (started + runs)[:int(parameters.get("limit", 50))]})
        if match := re.fullmatch(r"/v1/runs/([\w-]+)", path):
            all_runs = [self.started(each) for each in self.state.started_runs] + runs
            run = next((each for each in all_runs if each["run_id"] == match.group(1)), None)
            return self.send(resources.run_detail(run)) if run else self.refuse(404, "No such run", "No run has this id.")
        if path == "/v1/imports":
            return self.send({"imports": []})
        return self.refuse(404, "Not found", f"Nothing is at {path}.")

    def started(self, entry):
        age = time.time() - entry["at"]
        is_done = age > 3
        return {"run_id": entry["run_id"], "status": "succeeded" if is_done else "running", "trigger": "manual",
                "started_at": resources.iso(age), "finished_at": resources.iso(age - 3) if is_done else None,
                "duration_ms": 3000 if is_done else None, "models": 14 if is_done else min(14, int(age * 5)),
                "rows": 3_204_118 if is_done else None, "error": None}

    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        parameters = dict(urllib.parse.parse_qsl(url.query))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if url.path == "/v1/query":
            return self.query(json.loads(body))
        if url.path == "/v1/events":
            return self.event(json.loads(body))
        if url.path == "/v1/runs":
            with self.state.lock:
                run_id = f"manual-{len(self.state.started_runs) + 1}"
                self.state.started_runs.append({"run_id": run_id, "at": time.time(), "iso": resources.iso()})
            return self.send({"run_id": run_id}, status=202)
        if url.path == "/v1/imports":
            report = resources.import_report(parameters.get("file_name", ""), body, parameters.get("dry_run") == "true")
            if report is None:
                return self.refuse(422, "These are not orders", "The file needs the columns Date, Order ID and Sales.",
                                   [{"pointer": "/header", "code": "column_missing", "detail": "No column is a date."}])
            return self.send(report)
        return self.refuse(404, "Not found", f"Nothing is at {url.path}.")

    def query(self, body):
        with self.state.lock:
            self.state.queries.append(body)
        if self.mode == "error":
            return self.refuse(503, "The warehouse is busy", "A rebuild holds the tables. Try again in a minute.")
        if words := query.refusal(body):
            return self.refuse(422, "Unprocessable Content", words)
        if self.mode == "slow":
            time.sleep(.8)
        age = 9 * 3600 + 60 if self.mode == "stale" else 4
        return self.send(query.answer(body, resources.iso(age), resources.RUN_ID))

    def event(self, event):
        with self.state.lock:
            key = self.headers.get("X-Fixture", "all")
            self.state.events[key] = self.state.events.get(key, 0) + 1
        return self.send({"received": 1, "accepted": 1, "duplicate": 0, "conflict": 0, "rejected": 0, "durable": True,
                          "batch_id": "fixture", "errors": []})

    def asset(self, name):
        path = (ASSETS / name).resolve()
        if ASSETS not in path.parents or not path.is_file():
            return self.refuse(404, "Not found", f"No asset {name}.")
        return self.send(path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"),
                         extra=(("Cache-Control", "no-cache"),))

    def feed(self, minutes):
        with self.state.lock:
            self.state.feeds += 1
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        last, rounds = None, 3 if self.mode == "silent" else 600
        try:
            for tick in range(rounds):
                total = sum(self.state.events.values()) if self.mode == "empty" else 2_031_877
                self.say("funnel", resources.live_message(minutes, tick, self.mode, total))
                progress = self.progress()
                if progress != last and not (last is None and progress["status"] == "finished"):
                    last = progress
                    self.say("pipeline", progress)
                time.sleep(.25 if self.mode in ("empty", "silent") else 1)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def progress(self):
        """What the pipeline does now: the last run that somebody started."""
        if not self.state.started_runs:
            return {"run_id": None, "status": "finished", "started_at": None, "words": None}
        run = self.started(self.state.started_runs[-1])
        is_running = run["status"] == "running"
        return {"run_id": run["run_id"], "status": "running" if is_running else "finished",
                "started_at": self.state.started_runs[-1]["iso"],
                "words": f"{run['models']} of 14 models" if is_running else None}

    def say(self, event, data):
        self.wfile.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A browser that goes away in mid-answer is no news."""


def start(port=0):
    """Starts a server in this process; `server_address[1]` has the port."""
    Handler.state = State()
    server = Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    port = parser.parse_args().port
    print(f"Fixtures (invented data, {shop.TODAY}) at http://127.0.0.1:{port}")
    Server(("127.0.0.1", port), Handler).serve_forever()
