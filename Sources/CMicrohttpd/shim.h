#pragma once
#include <microhttpd.h>
#include <string.h>
#include <sys/eventfd.h>

// libmicrohttpd starts by a variadic function, and some of its constants are expressions that
// Swift does not import: both are wrapped here.

// How a daemon is set up; see mhd_shim_start.
struct mhd_shim_setup {
  unsigned int thread_count;
  // Of all threads together.
  unsigned int connection_limit;
  // Bytes of buffers of one connection.
  size_t connection_memory;
  // Handed to each of the callbacks.
  void *context;
  MHD_AccessHandlerCallback handle;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_LogCallback log;
};

// Targets are decoded in Swift, strictly: the library leaves them as they are.
static inline size_t mhd_shim_keep(void *context, struct MHD_Connection *connection, char *text) {
  (void)context;
  (void)connection;
  return strlen(text);
}

// Epoll with internal threads, suspend and resume; connections are given to it, and it has no
// timeouts of its own. NULL on failure.
static inline struct MHD_Daemon *mhd_shim_start(const struct mhd_shim_setup *setup) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
          MHD_USE_NO_LISTEN_SOCKET,
      0, NULL, NULL,
      setup->handle, setup->context,
      MHD_OPTION_EXTERNAL_LOGGER, setup->log, setup->context,
      MHD_OPTION_THREAD_POOL_SIZE, setup->thread_count,
      MHD_OPTION_CONNECTION_LIMIT, setup->connection_limit,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, setup->connection_memory,
      MHD_OPTION_CONNECTION_TIMEOUT, 0u,
      MHD_OPTION_NOTIFY_COMPLETED, setup->completed, setup->context,
      MHD_OPTION_NOTIFY_CONNECTION, setup->connection, setup->context,
      MHD_OPTION_URI_LOG_CALLBACK, setup->target, setup->context,
      MHD_OPTION_UNESCAPE_CALLBACK, mhd_shim_keep, NULL,
      MHD_OPTION_END);
}

static inline int mhd_shim_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

static inline const struct sockaddr *mhd_shim_peer(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info == NULL ? NULL : info->client_addr;
}

// What the connection callback left when the connection began.
static inline void *mhd_shim_socket_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

// Bytes from the method to the empty line, that one included; 0 where it is not known.
static inline size_t mhd_shim_head_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info == NULL ? 0 : info->header_size;
}

// A body of unknown length.
static inline uint64_t mhd_shim_unknown_length(void) { return MHD_SIZE_UNKNOWN; }

// What a content reader returns besides a count of bytes.
static inline ssize_t mhd_shim_end_of_stream(void) { return MHD_CONTENT_READER_END_OF_STREAM; }
static inline ssize_t mhd_shim_end_with_error(void) { return MHD_CONTENT_READER_END_WITH_ERROR; }

// The library copies the bytes of a body.
static inline struct MHD_Response *mhd_shim_copied_response(const void *bytes, size_t count) {
  return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

// A descriptor by which threads wake one that polls; Glibc's module leaves eventfd out.
static inline int mhd_shim_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// The answer has neither Content-Length nor chunks, and the connection closes after it.
static inline void mhd_shim_end_by_closing(struct MHD_Response *response) {
  MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}
