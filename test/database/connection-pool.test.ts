import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { ConnectionPool } from '../../src/database/connection-pool.js';
import { DatabaseUnreachable } from '../../src/database/database-errors.js';

/** PostgreSQL's message ReadyForQuery, outside a transaction. */
const ready = Buffer.from('Z\0\0\0\x05I', 'latin1');
/** PostgreSQL's message of `pg_terminate_backend`. */
const terminated = messageOf(
  'E',
  'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0',
);

function messageOf(type: string, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(content)]);
}

/** A proxy whose first connection ends in the chunk of bytes that says that it is ready. */
async function startCuttingProxy({ hostname, port }: URL): Promise<Server> {
  let hasCut = false;
  const proxy = createServer((inbound) => {
    const outbound = connect(Number(port), hostname);
    for (const socket of [inbound, outbound]) socket.on('error', () => undefined);
    inbound.pipe(outbound);
    inbound.on('close', () => outbound.destroy());
    outbound.on('data', (bytes) => {
      if (hasCut || !bytes.includes(ready)) {
        inbound.write(bytes);
        return;
      }
      hasCut = true;
      inbound.end(Buffer.concat([bytes, terminated]));
      outbound.destroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

it('a connection that is terminated in the moment it is ready fails its query, and the next one works', async () => {
  const url = new URL(process.env.TEST_ENGINE_URL ?? '');
  url.pathname = '/postgres';
  const proxy = await startCuttingProxy(url);
  url.port = String((proxy.address() as AddressInfo).port);
  const pool = new ConnectionPool({ url: url.href, size: 1, timeoutMs: 10_000 });
  try {
    await expect(pool.query('SELECT 1')).rejects.toBeInstanceOf(DatabaseUnreachable);
    await expect(pool.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  } finally {
    await pool.end();
    proxy.close();
  }
});
