/**
 * Loaded before the service (`node --import`), counts what it sends to PostgreSQL. Its parent asks with any message and
 * gets the count since the last one.
 */
import pg from 'pg';

const { query } = pg.Client.prototype;
let count = 0;

pg.Client.prototype.query = function counted(...args) {
  count += 1;
  return query.apply(this, args);
};

process.on('message', () => {
  process.send(count);
  count = 0;
});
