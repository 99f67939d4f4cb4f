#pragma once
#include <sqlite3.h>

// Macros and variadic functions, which Swift cannot call, as functions.

static inline int bellwether_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(
        statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int bellwether_sqlite_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int bellwether_sqlite_set_flag(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

// SQLite keeps the pointer: the name must live as long as the connection.
static inline int bellwether_sqlite_name_main_schema(sqlite3 *database, const char *name) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_MAINDBNAME, name);
}
