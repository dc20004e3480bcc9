#include "floor.h"

#include <endian.h>
#include <libpq-fe.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct floor_session {
  PGconn *connection;
};

typedef struct {
  int64_t id;
  char *name;
  char *email;
} person;

typedef struct {
  int64_t id;
  char *name;
  char *note;
  double score;
  int64_t moment;
} wide_row;

static int64_t read_int64(const PGresult *result, int row, int column) {
  uint64_t raw;
  memcpy(&raw, PQgetvalue(result, row, column), 8);
  return (int64_t)be64toh(raw);
}

static char *copy_text(const PGresult *result, int row, int column) {
  int length = PQgetlength(result, row, column);
  char *copy = malloc((size_t)length + 1);
  memcpy(copy, PQgetvalue(result, row, column), (size_t)length);
  copy[length] = 0;
  return copy;
}

void floor_keep_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 1 << 26);
  mallopt(M_MMAP_THRESHOLD, 1 << 25);
}

floor_session *floor_open(const char *host, const char *port) {
  const char *names[] = {"host", "port", "dbname", "user", "sslmode", "gssencmode", NULL};
  const char *values[] = {host, port, "postgres", "postgres", "disable", "disable", NULL};
  PGconn *connection = PQconnectdbParams(names, values, 0);
  if (PQstatus(connection) != CONNECTION_OK) {
    PQfinish(connection);
    return NULL;
  }
  PQclear(PQprepare(connection, "one", "SELECT id, name, email FROM driver_bench_person WHERE id = $1", 0, NULL));
  PQclear(PQprepare(connection, "all", "SELECT id, name, note, score, moment FROM driver_bench_wide", 0, NULL));
  floor_session *session = malloc(sizeof *session);
  session->connection = connection;
  return session;
}

void floor_close(floor_session *session) {
  PQfinish(session->connection);
  free(session);
}

/// What was read of a person, and -1 for anything else. The answer is freed.
static int64_t take_person(PGresult *result) {
  if (PQntuples(result) != 1) {
    PQclear(result);
    return -1;
  }
  person found = {read_int64(result, 0, 0), copy_text(result, 0, 1), copy_text(result, 0, 2)};
  PQclear(result);
  int64_t sum = found.id + (int64_t)strlen(found.name) + (int64_t)strlen(found.email);
  free(found.name);
  free(found.email);
  return sum;
}

int64_t floor_sequence(floor_session *session, int count, int rows) {
  int64_t sum = 0;
  for (int round = 0; round < count; round++) {
    uint64_t key = htobe64((uint64_t)(round % rows) + 1);
    const char *values[] = {(const char *)&key};
    const int lengths[] = {8};
    const int formats[] = {1};
    PGresult *result = PQexecPrepared(session->connection, "one", 1, values, lengths, formats, 1);
    int64_t found = take_person(result);
    if (found < 0) return -1;
    sum += found;
  }
  return sum;
}

int64_t floor_pipe(floor_session *session, int count, int rows, int batch) {
  int64_t sum = 0;
  if (!PQenterPipelineMode(session->connection)) return -1;
  for (int start = 0; start < count; start += batch) {
    for (int round = start; round < start + batch; round++) {
      uint64_t key = htobe64((uint64_t)(round % rows) + 1);
      const char *values[] = {(const char *)&key};
      const int lengths[] = {8};
      const int formats[] = {1};
      PQsendQueryPrepared(session->connection, "one", 1, values, lengths, formats, 1);
    }
    PQpipelineSync(session->connection);
    for (int round = start; round < start + batch; round++) {
      int64_t found = take_person(PQgetResult(session->connection));
      PQclear(PQgetResult(session->connection));  // The end of the statement.
      if (found < 0) return -1;
      sum += found;
    }
    PQclear(PQgetResult(session->connection));  // The end of the pipeline.
  }
  PQexitPipelineMode(session->connection);
  return sum;
}

typedef struct {
  floor_session *session;
  int count;
  int rows;
  int64_t sum;
} share;

static void *work(void *argument) {
  share *own = argument;
  own->sum = floor_sequence(own->session, own->count, own->rows);
  return NULL;
}

int64_t floor_concurrent(floor_session **sessions, int threads, int count, int rows) {
  pthread_t identifiers[threads];
  share shares[threads];
  for (int index = 0; index < threads; index++) {
    shares[index] = (share){sessions[index], count / threads, rows, 0};
    pthread_create(&identifiers[index], NULL, work, &shares[index]);
  }
  int64_t sum = 0;
  for (int index = 0; index < threads; index++) {
    pthread_join(identifiers[index], NULL);
    sum += shares[index].sum;
  }
  return sum;
}

int64_t floor_fetch(floor_session *session) {
  PGresult *result = PQexecPrepared(session->connection, "all", 0, NULL, NULL, NULL, 1);
  int count = PQntuples(result);
  if (PQresultStatus(result) != PGRES_TUPLES_OK) {
    PQclear(result);
    return -1;
  }
  wide_row *rows = malloc((size_t)(count + 1) * sizeof *rows);
  for (int row = 0; row < count; row++) {
    int64_t bits = read_int64(result, row, 3);
    rows[row].id = read_int64(result, row, 0);
    rows[row].name = copy_text(result, row, 1);
    rows[row].note = copy_text(result, row, 2);
    memcpy(&rows[row].score, &bits, 8);
    rows[row].moment = read_int64(result, row, 4) + 946684800000000;
  }
  PQclear(result);
  int64_t sum = 0;
  for (int row = 0; row < count; row++) {
    sum += rows[row].id + (int64_t)rows[row].score + rows[row].moment % 1000;
    free(rows[row].name);
    free(rows[row].note);
  }
  free(rows);
  return sum;
}
