"""The yardstick of ingest: events over HTTP into PostgreSQL as such services are usually written.

FastAPI on one uvicorn process validates a batch with pydantic and stores it with psycopg2's
`executemany`, `ON CONFLICT DO NOTHING` on the event's id, one connection and one transaction a
request. PostgreSQL 15 runs with its defaults, durable, in a folder of its own.

Writes "ready http://127.0.0.1:PORT" when it listens, and ends when its standard input does.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from datetime import datetime
from typing import Literal

import psycopg2
import uvicorn
from fastapi import FastAPI, Query
from pydantic import BaseModel

POSTGRES = "/usr/lib/postgresql/15/bin"
SCHEMA = """
CREATE TABLE raw_events (
    event_id TEXT PRIMARY KEY,
    ts TIMESTAMPTZ NOT NULL,
    event_type TEXT NOT NULL,
    user_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    cost DOUBLE PRECISION NOT NULL DEFAULT 0
);
CREATE INDEX raw_events_ts ON raw_events (ts);
CREATE INDEX raw_events_campaign_ts ON raw_events (campaign_id, ts);
"""
INSERT = """
INSERT INTO raw_events (event_id, ts, event_type, user_id, campaign_id, channel, cost)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (event_id) DO NOTHING
"""
FUNNEL = """
SELECT campaign_id, channel,
    COUNT(*) FILTER (WHERE event_type = 'impression') AS impressions,
    COUNT(*) FILTER (WHERE event_type = 'click') AS clicks,
    COUNT(*) FILTER (WHERE event_type = 'signup') AS signups,
    COUNT(*) FILTER (WHERE event_type = 'activation') AS activations
FROM raw_events WHERE ts >= now() - make_interval(mins => %s)
GROUP BY campaign_id, channel ORDER BY clicks DESC
"""
# Events of the last hour, so that a funnel has something to count.
FILL = """
INSERT INTO raw_events (event_id, ts, event_type, user_id, campaign_id, channel)
SELECT 'fill-' || n, now() - (n %% 3300) * interval '1 second',
    (ARRAY['impression', 'click', 'signup', 'activation'])[1 + (n %% 97 = 0)::int],
    'user_' || (n %% 2000), 'campaign_' || (n %% 4),
    (ARRAY['google', 'meta', 'tiktok', 'email'])[1 + n %% 4]
FROM generate_series(1, %s) AS n
"""


class Event(BaseModel):
    event_id: str
    ts: datetime
    user_id: str
    campaign_id: str
    channel: str
    event_type: Literal["impression", "click", "signup", "activation"]
    cost: float = 0


def postgres_user():
    """PostgreSQL refuses to run as root: another user does it then."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return prefix, user
    sys.exit("yardstick_ingest: run as root, and there is no user `postgres` or `nobody`")


class Postgres:
    def __init__(self):
        # A socket's path has to be short.
        self.folder = tempfile.mkdtemp(prefix="bellwether-bench-", dir="/tmp")
        self.prefix, user = postgres_user()
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.run("initdb", "-D", f"{self.folder}/data", "--locale=C.UTF-8", "-A", "trust", "-U", "bench")
        self.run(
            "pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log",
            "-o", f"-k {self.folder} -c listen_addresses=''", "start",
        )
        self.dsn = f"host={self.folder} user=bench dbname=postgres"

    def run(self, program, *arguments):
        subprocess.run(
            [*self.prefix, f"{POSTGRES}/{program}", *arguments], check=True, cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=sys.stderr,
        )

    def stop(self):
        try:
            self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def application(dsn):
    app = FastAPI()

    def execute(sql, parameters):
        with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    @app.get("/health")
    def health():
        return {"status": "ok"}

    @app.post("/events/batch")
    def ingest(events: list[Event]):
        rows = [
            (e.event_id, e.ts, e.event_type, e.user_id, e.campaign_id, e.channel, e.cost) for e in events
        ]
        with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
            cursor.executemany(INSERT, rows)
        return {"ingested": len(rows)}

    @app.get("/funnels/realtime")
    def funnel(minutes: int = Query(60)):
        minutes = max(5, min(360, minutes))
        names = ("campaign_id", "channel", "impressions", "clicks", "signups", "activations")
        rows = [dict(zip(names, row)) for row in execute(FUNNEL, (minutes,))]
        return {"window_minutes": minutes, "rows": rows}

    @app.post("/fill")
    def fill(events: int):
        execute(FILL, (events,))
        with closing(psycopg2.connect(dsn)) as connection:
            connection.autocommit = True
            connection.cursor().execute("VACUUM ANALYZE raw_events")
        return {"filled": events}

    return app


def main():
    postgres = Postgres()
    try:
        with closing(psycopg2.connect(postgres.dsn)) as connection, connection:
            connection.cursor().execute(SCHEMA)
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        # From here on connections wait instead of being refused.
        listener.listen(128)
        config = uvicorn.Config(application(postgres.dsn), log_level="warning", access_log=False)
        server = uvicorn.Server(config)

        def wait_for_end():
            sys.stdin.read()
            server.should_exit = True

        threading.Thread(target=wait_for_end, daemon=True).start()
        print(f"ready http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        server.run(sockets=[listener])
    finally:
        postgres.stop()


if __name__ == "__main__":
    main()
