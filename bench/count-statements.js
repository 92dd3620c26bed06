/**
 * Counts the statements that the service sends to PostgreSQL; loaded before the service (`node --import`). Any message
 * from the parent process is answered with the count since the last message.
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
