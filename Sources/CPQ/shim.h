#ifndef TENANTRY_CPQ_SHIM_H
#define TENANTRY_CPQ_SHIM_H

#include <libpq-fe.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

// glibc declares ppoll to programs that define _GNU_SOURCE only, and defining it here would give this module other structs than
// Swift's Glibc module has: a cold build fails then.
extern int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout, const void *mask);

// Swift does not import character macros: the fields of an error report, by name.
static const int TENANTRY_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int TENANTRY_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int TENANTRY_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int TENANTRY_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int TENANTRY_DIAG_HINT = PG_DIAG_MESSAGE_HINT;
static const int TENANTRY_DIAG_POSITION = PG_DIAG_STATEMENT_POSITION;
static const int TENANTRY_DIAG_SCHEMA = PG_DIAG_SCHEMA_NAME;
static const int TENANTRY_DIAG_TABLE = PG_DIAG_TABLE_NAME;
static const int TENANTRY_DIAG_COLUMN = PG_DIAG_COLUMN_NAME;
static const int TENANTRY_DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME;
static const int TENANTRY_DIAG_FUNCTION = PG_DIAG_SOURCE_FUNCTION;

#endif
