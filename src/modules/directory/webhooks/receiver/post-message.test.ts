import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { AddressGuard } from './address-guard.js';
import type { NameResolver } from './name-resolver.js';
import { postMessage, type ReceiverAnswer } from './post-message.js';

const servers: { close: () => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  servers.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a receiver on loopback; returns its port. */
function receiver(listener: RequestListener): Promise<number> {
  return listen(createServer(listener));
}

const resolverOf = (...answers: readonly string[][]): NameResolver & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    addressesOf: (name) => {
      asked.push(name);
      return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? []);
    },
  };
};

function post(
  url: string,
  { names = resolverOf(['127.0.0.1']), maxAnswerBytes = 1_024, timeoutMs = 10_000, body = '{}' } = {},
): Promise<ReceiverAnswer> {
  const guard = new AddressGuard({ allowsLoopback: true, allowedHosts: new Set() }, names);
  return postMessage(
    { url: new URL(url), headers: { 'x-test': '1' }, body, maxAnswerBytes },
    guard,
    timeoutMs,
  );
}

describe('a POST to a receiver', () => {
  it('sends body and headers and returns status, Retry-After and body', async () => {
    const got: unknown[] = [];
    const port = await receiver((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        got.push(
          request.method,
          request.url,
          request.headers['x-test'],
          request.headers['content-length'],
          body,
        );
        response.writeHead(503, { 'retry-after': '7' }).end('busy');
      });
    });
    expect(await post(`http://127.0.0.1:${port}/in?a=1`, { body: '{"ä":1}' })).toEqual({
      status: 503,
      retryAfter: '7',
      body: 'busy',
      isWhole: true,
    });
    expect(got).toEqual(['POST', '/in?a=1', '1', '8', '{"ä":1}']);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (status) => {
    const paths: unknown[] = [];
    const port = await receiver((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect((await post(`http://127.0.0.1:${port}/in`)).status).toBe(status);
    expect(paths).toEqual(['/in']);
  });

  it('connects to the checked address, though the name has another one afterwards', async () => {
    const port = await receiver((_request, response) => response.end('first'));
    const names = resolverOf(['127.0.0.1'], ['127.0.0.2']);
    expect((await post(`http://changing.example:${port}/`, { names })).body).toBe('first');
    expect(names.asked).toEqual(['changing.example']);
  });

  it('checks the address again at the next attempt', async () => {
    let requests = 0;
    const port = await receiver((_request, response) => {
      requests += 1;
      response.end();
    });
    const names = resolverOf(['127.0.0.1'], ['10.0.0.1']);
    const url = `http://changing.example:${port}/`;
    await post(url, { names });
    await expect(post(url, { names })).rejects.toThrow('not public');
    expect(requests).toBe(1);
  });

  it('connects to nothing if one of the addresses is not allowed', async () => {
    let requests = 0;
    const port = await receiver((_request, response) => {
      requests += 1;
      response.end();
    });
    const names = resolverOf(['127.0.0.1', '192.168.0.1']);
    await expect(post(`http://mixed.example:${port}/`, { names })).rejects.toThrow('not public');
    expect(requests).toBe(0);
  });

  it('reads an endless answer up to the limit, and closes the connection', async () => {
    let noteClosed: (isClosed: boolean) => void = () => undefined;
    const closed = new Promise<boolean>((resolve) => (noteClosed = resolve));
    const port = await receiver((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(1_000)), 1);
      response.on('close', () => {
        clearInterval(timer);
        noteClosed(true);
      });
    });
    const answer = await post(`http://127.0.0.1:${port}/`);
    expect([answer.status, answer.body.length, answer.isWhole]).toEqual([200, 1_024, false]);
    expect(await closed).toBe(true);
  });

  it('takes the status of an answer whose body comes too slowly', async () => {
    const port = await receiver((_request, response) => {
      response.writeHead(200).write('beginning');
    });
    expect(await post(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).toEqual({
      status: 200,
      retryAfter: null,
      body: 'beginning',
      isWhole: false,
    });
  });

  it('fails if the answer is longer than the limit in one piece, with its status', async () => {
    const port = await receiver((_request, response) => response.end('x'.repeat(5_000)));
    const answer = await post(`http://127.0.0.1:${port}/`, { maxAnswerBytes: 4_096 });
    expect([answer.status, answer.body.length, answer.isWhole]).toEqual([200, 4_096, false]);
  });

  it.each([
    ['does not answer', (): undefined => undefined],
    ['sends headers byte by byte', dripping('HTTP/1.1 200 OK\r\nx: ')],
    ['sends interim answers for ever', dripping('HTTP/1.1 102 Processing\r\n\r\n')],
  ])('ends in time if the receiver %s', async (_, behave) => {
    const port = await listen(
      createSocketServer((socket) => {
        socket.on('error', () => undefined);
        behave(socket);
      }),
    );
    await expect(post(`http://127.0.0.1:${port}/`, { timeoutMs: 300 })).rejects.toThrow(
      'The receiver did not answer within 0.3 seconds.',
    );
  });

  it('ends in time if the name server does not answer', async () => {
    const names = { addressesOf: () => new Promise<string[]>(() => undefined) };
    const guard = new AddressGuard({ allowsLoopback: true, allowedHosts: new Set() }, names);
    const slow = { url: new URL('https://slow.example/'), headers: {}, body: '{}', maxAnswerBytes: 1_024 };
    await expect(postMessage(slow, guard, 100)).rejects.toThrow('did not answer within 0.1 seconds');
  });

  it.each([
    [
      'closes the connection',
      (socket: Socket): unknown => socket.destroy(),
      /connection to the receiver failed/,
    ],
    ['answers no HTTP', (socket: Socket): unknown => socket.end('SSH-2.0-x\r\n'), /\(HPE_/],
    [
      'asks for another protocol',
      (socket: Socket): unknown =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
      /connection to the receiver failed/,
    ],
    [
      'sends headers without end',
      (socket: Socket): unknown => socket.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`),
      /\(HPE_HEADER_OVERFLOW\)/,
    ],
  ])('fails with a sentence if the receiver %s', async (_, behave, sentence) => {
    const port = await listen(
      createSocketServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => behave(socket));
      }),
    );
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toThrow(sentence);
  });

  it('fails with the code of a refused connection', async () => {
    const port = await receiver(() => undefined);
    for (const server of servers.splice(0)) server.close();
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toThrow(
      'The connection to the receiver failed (ECONNREFUSED).',
    );
  });
});

/** Sends a text, then its last character again and again. */
function dripping(text: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(text);
    const timer = setInterval(() => socket.write(text.slice(-1)), 20);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
}
