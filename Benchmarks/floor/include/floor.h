#ifndef TENANTRY_FLOOR_H
#define TENANTRY_FLOOR_H

#include <stdint.h>

/// A connection of the floor. NULL when the server cannot be reached.
typedef struct floor_session floor_session;

/// Lets the process keep memory that it has got, as the heap of a service does that is never empty.
///
/// By default glibc gives nearly all of it back to the kernel when the rows of a round are freed, and each round then measures the
/// kernel's clearing of pages more than anything else. Both sides call this.
void floor_keep_memory(void);

floor_session *floor_open(const char *host, const char *port);
void floor_close(floor_session *session);

/// Looks up `count` rows by key, one after the other. Returns the sum of what was read, or -1.
int64_t floor_sequence(floor_session *session, int count, int rows);

/// The same from so many threads, each with a session of its own. Returns the sum of what was read, or -1.
int64_t floor_concurrent(floor_session **sessions, int threads, int count, int rows);

/// The same in pipelines of `batch` statements. Returns the sum of what was read, or -1.
int64_t floor_pipe(floor_session *session, int count, int rows, int batch);

/// Reads all rows of the wide table. Returns the sum of what was read, or -1.
int64_t floor_fetch(floor_session *session);

#endif
