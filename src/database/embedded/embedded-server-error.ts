/** The embedded PostgreSQL server can't be had or stopped; the message tells the operator why and what to do. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}
