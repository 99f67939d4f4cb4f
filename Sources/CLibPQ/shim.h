#pragma once
#include <libpq-fe.h>

// Character macros of postgres_ext.h, which Swift imports as 8-bit characters, as field codes.
enum {
    bellwether_pq_sqlstate = PG_DIAG_SQLSTATE,
    bellwether_pq_message = PG_DIAG_MESSAGE_PRIMARY,
    bellwether_pq_detail = PG_DIAG_MESSAGE_DETAIL,
    bellwether_pq_hint = PG_DIAG_MESSAGE_HINT,
};

static void bellwether_pq_ignore_notice(void *context, const char *message) {
    (void)context;
    (void)message;
}

// Without it libpq writes every notice to the standard error output.
static inline void bellwether_pq_silence_notices(PGconn *connection) {
    PQsetNoticeProcessor(connection, bellwether_pq_ignore_notice, (void *)0);
}
