import { anOrganisationBody } from '../support/builders/organisation.js';
import { startApp, type TestApp } from '../support/app.js';
import { admin } from '../support/identities.js';
import { exchange } from '../support/raw-http.js';
import { Attack } from './support/attack.js';

/** A way to hide `inner`, which creates an organisation, from one of two parsers. */
type Shape = readonly [name: string, request: (inner: string, token: string) => string];

const post = 'POST /organisations HTTP/1.1\r\nHost: x\r\n';
const json = 'Content-Type: application/json\r\n';
const head = (token: string, ...fields: string[]): string =>
  `${post}Authorization: Bearer ${token}\r\n${json}${fields.map((field) => `${field}\r\n`).join('')}\r\n`;
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Two parsers could disagree on the end of these requests, so they must be rejected and the connection closed. */
const ambiguous: readonly Shape[] = [
  [
    'a length and chunks',
    (inner, token) => `${head(token, 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n${inner}`,
  ],
  [
    'chunks and a length',
    (inner, token) =>
      `${head(token, 'Transfer-Encoding: chunked', 'Content-Length: 4')}${chunk(inner)}0\r\n\r\n`,
  ],
  [
    'two lengths',
    (inner, token) => `${head(token, 'Content-Length: 2', `Content-Length: ${2 + inner.length}`)}{}${inner}`,
  ],
  [
    'the same length twice',
    (inner, token) => `${head(token, 'Content-Length: 2', 'Content-Length: 2')}{}${inner}`,
  ],
  ['a list of lengths', (inner, token) => `${head(token, 'Content-Length: 2, 2')}{}${inner}`],
  ['a length with a sign', (inner, token) => `${head(token, 'Content-Length: +2')}{}${inner}`],
  ['a length below zero', (inner, token) => `${head(token, 'Content-Length: -2')}{}${inner}`],
  ['a length in hexadecimal', (inner, token) => `${head(token, 'Content-Length: 0x2')}{}${inner}`],
  ['a length with a blank inside', (inner, token) => `${head(token, 'Content-Length: 2 0')}{}${inner}`],
  ['a length with a fraction', (inner, token) => `${head(token, 'Content-Length: 2.0')}{}${inner}`],
  [
    'a length over 64 bits',
    (inner, token) => `${head(token, 'Content-Length: 18446744073709551618')}{}${inner}`,
  ],
  ['an empty length', (inner, token) => `${head(token, 'Content-Length:')}{}${inner}`],
  ['a length behind a blank', (inner, token) => `${head(token, 'Content-Length : 2')}{}${inner}`],
  [
    'a coding nobody knows',
    (inner, token) => `${head(token, 'Transfer-Encoding: xchunked')}0\r\n\r\n${inner}`,
  ],
  [
    'chunks that are not the last coding',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked, identity')}0\r\n\r\n${inner}`,
  ],
  ['a coding in quotes', (inner, token) => `${head(token, 'Transfer-Encoding: "chunked"')}0\r\n\r\n${inner}`],
  [
    'a coding behind a blank',
    (inner, token) => `${head(token, 'Transfer-Encoding : chunked')}0\r\n\r\n${inner}`,
  ],
  [
    'a coding behind a vertical tab',
    (inner, token) => `${head(token, 'Transfer-Encoding:\u000bchunked')}0\r\n\r\n${inner}`,
  ],
  [
    'a coding behind a control character',
    (inner, token) => `${head(token, 'Transfer-Encoding: \u0001chunked')}0\r\n\r\n${inner}`,
  ],
  [
    'a coding and a length, one of them misspelt',
    (inner, token) =>
      `${head(token, 'Transfer_Encoding: chunked', 'Content-Length: 2', 'Transfer-Encoding: cow')}{}${inner}`,
  ],
  [
    'a chunk size in C',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}0x2\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a chunk size below zero',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}-2\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a chunk size over 64 bits',
    (inner, token) =>
      `${head(token, 'Transfer-Encoding: chunked')}10000000000000002\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a chunk size that is none',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}g\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'an empty chunk size',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a chunk longer than it says',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}1\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a chunk size ended by a bare line feed',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}2\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a chunk ended by a bare line feed',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}2\r\n{}\n0\r\n\r\n${inner}`,
  ],
  [
    'a bare carriage return in a chunk extension',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}2;a=\rb\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  [
    'a bare line feed in a chunk extension',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}2;a=\nb\r\n{}\r\n0\r\n\r\n${inner}`,
  ],
  ['a folded coding', (inner, token) => `${head(token, 'Transfer-Encoding:\r\n chunked')}0\r\n\r\n${inner}`],
  ['a folded length', (inner, token) => `${head(token, 'Content-Length: 2\r\n 0')}{}${inner}`],
  [
    'a field that begins with a blank',
    (inner, token) => `${post} Content-Length: 2\r\nAuthorization: Bearer ${token}\r\n\r\n{}${inner}`,
  ],
  [
    'bare line feeds between fields',
    (inner, token) => `${head(token, 'x-a: 1\nContent-Length: 2')}{}${inner}`,
  ],
  [
    'bare line feeds everywhere',
    (inner, token) => `${head(token, 'Content-Length: 2').replaceAll('\r\n', '\n')}{}${inner}`,
  ],
  [
    'a bare carriage return between fields',
    (inner, token) => `${head(token, 'x-a: 1\rContent-Length: 2')}{}${inner}`,
  ],
  [
    'a line feed alone at the end of the head',
    (inner, token) => `${head(token, 'x-a: 1').slice(0, -2)}\n${inner}`,
  ],
  [
    'fields behind the chunks',
    (inner, token) =>
      `${head(token, 'Transfer-Encoding: chunked', 'Trailer: Content-Length')}2\r\n{}\r\n0\r\nContent-Length: ${inner.length}\r\nHost: evil\r\n\r\n`,
  ],
  ['NUL in a field', (inner, token) => `${head(token, 'x-a: \u0000', 'Content-Length: 2')}{}${inner}`],
  ['NUL in the name of a field', (inner, token) => `${head(token, 'Content-\u0000Length: 2')}{}${inner}`],
  ['a field without a colon', (inner, token) => `${head(token, 'Content-Length 2')}{}${inner}`],
  ['a field without a name', (inner, token) => `${head(token, ': 2')}{}${inner}`],
  [
    'a version nobody speaks',
    (inner, token) => `${head(token, 'Content-Length: 2').replace('HTTP/1.1', 'HTTP/9.9')}{}${inner}`,
  ],
  [
    'a version in lower case',
    (inner, token) => `${head(token, 'Content-Length: 2').replace('HTTP/1.1', 'http/1.1')}{}${inner}`,
  ],
  ['no version', (inner, token) => `${head(token, 'Content-Length: 2').replace(' HTTP/1.1', '')}{}${inner}`],
  [
    'a tab in the request line',
    (inner, token) => `${head(token, 'Content-Length: 2').replace('POST ', 'POST\t')}{}${inner}`,
  ],
  [
    'a line break in the target',
    (inner, token) =>
      `${head(token, 'Content-Length: 2').replace('/organisations', '/organisations\nx')}{}${inner}`,
  ],
  ['the preface of HTTP/2', (inner) => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${inner}`],
  ['TLS where there is none', (inner) => `\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n${inner}`],
  ['a tunnel', (inner) => `CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n${inner}`],
];

/** These end at the same place for every parser: they get one response, and the next request follows. */
const plain: readonly Shape[] = [
  ['a request in a body', (inner, token) => `${head(token, `Content-Length: ${inner.length}`)}${inner}`],
  [
    'a request in a chunk',
    (inner, token) => `${head(token, 'Transfer-Encoding: chunked')}${chunk(inner)}0\r\n\r\n`,
  ],
  [
    'a request in a chunk, its coding in capitals',
    (inner, token) => `${head(token, 'TRANSFER-ENCODING: CHUNKED')}${chunk(inner)}0\r\n\r\n`,
  ],
  [
    'a request in a chunk extension',
    (inner, token) =>
      `${head(token, 'Transfer-Encoding: chunked')}2;a="${inner.replaceAll(/[\r\n"]/g, ' ')}"\r\n{}\r\n0\r\n\r\n`,
  ],
  [
    'a request in the body of one that has no token',
    (inner) => `${post}${json}Content-Length: ${inner.length}\r\n\r\n${inner}`,
  ],
  [
    'a request in the body of one for a path that is not there',
    (inner, token) =>
      `${head(token, `Content-Length: ${inner.length}`).replace('/organisations', '/nowhere')}${inner}`,
  ],
  [
    'a request in the body of one with another method',
    (inner, token) => `${head(token, `Content-Length: ${inner.length}`).replace('POST', 'PATCH')}${inner}`,
  ],
  [
    'a request in the body of one of another type',
    (inner, token) =>
      `${head(token, `Content-Length: ${inner.length}`).replace('application/json', 'text/plain')}${inner}`,
  ],
  [
    'a request in the body of GET',
    (inner, token) => `${head(token, `Content-Length: ${inner.length}`).replace('POST', 'GET')}${inner}`,
  ],
  [
    'a request in the body of one for Notify without a token',
    (inner) =>
      `${post.replace('organisations', 'organisation')}${json}Content-Length: ${inner.length}\r\n\r\n${inner}`,
  ],
  [
    'a request in a body over 1 MiB',
    (inner, token) => {
      const large = `${inner}${' '.repeat(1_048_577)}`;
      return `${head(token, `Content-Length: ${large.length}`)}${large}`;
    },
  ],
  [
    'a request in a body that waits for 100',
    (inner, token) => `${head(token, 'Expect: 100-continue', `Content-Length: ${inner.length}`)}${inner}`,
  ],
  [
    'the token named as a hop-by-hop field',
    (inner, token) =>
      `${head(token, 'Connection: keep-alive, Authorization', `Content-Length: ${inner.length}`)}${inner}`,
  ],
  [
    'empty lines in front',
    (inner, token) => `\r\n\r\n${head(token, `Content-Length: ${inner.length}`)}${inner}`,
  ],
  [
    'two blanks in the request line',
    (inner, token) => `${head(token, `Content-Length: ${inner.length}`).replace('POST ', 'POST  ')}${inner}`,
  ],
  [
    'another method by a field',
    (inner, token) =>
      `${head(token, 'X-HTTP-Method-Override: PUT', 'X-Original-URL: /metrics', 'X-Rewrite-URL: /metrics', `Content-Length: ${inner.length}`)}${inner}`,
  ],
];

/** These end at the same place for every parser, but the connection is closed because the client is suspect. */
const suspect: readonly Shape[] = [
  ['two hosts', (inner, token) => `${head(token, 'Host: y', 'Content-Length: 2')}{}${inner}`],
  [
    'a request to go over to HTTP/2',
    (inner, token) =>
      `${head(token, 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__', 'Connection: Upgrade, HTTP2-Settings', `Content-Length: ${inner.length}`)}${inner}`,
  ],
  [
    'a request to go over to WebSocket',
    (inner, token) =>
      `${head(token, 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', `Content-Length: ${inner.length}`)}${inner}`,
  ],
];

/** Returns the id of the organisation that a hidden request would create. */
const idOf = (name: string): string => name.replaceAll(' ', '-').slice(0, 40);

const last = 'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

describe('a request that hides another request', () => {
  let service: TestApp;
  let token: string;
  const attack = new Attack('request smuggling');
  beforeAll(async () => {
    service = await startApp();
    token = await service.issuer.token(admin);
  });
  afterAll(() => service.close());

  const innerRequest = (name: string): string => {
    const body = JSON.stringify(anOrganisationBody({ OrganisationId: idOf(name), AddressLine2: name }));
    return `${post}Authorization: Bearer ${token}\r\n${json}Content-Length: ${body.length}\r\n\r\n${body}`;
  };
  const isCreated = async (name: string): Promise<boolean> => {
    const rows = await service.database.query(
      'SELECT 1 FROM directory.organisation WHERE organisation_id = $1',
      [idOf(name)],
    );
    return rows.length > 0;
  };

  it.each(ambiguous)('gets one error and a closed connection: %s', async (name, shape) => {
    const { answers, isClosed } = await exchange(service.origin, shape(innerRequest(name), token));
    const statuses = answers.map(({ status }) => status);
    const faults = [
      ...(isClosed ? [] : ['the connection stays open']),
      ...(statuses.length === 0 || statuses.join() === '400' ? [] : [`answers ${statuses.join()}`]),
      ...((await isCreated(name)) ? ['the hidden request was taken'] : []),
    ];
    attack.count(name, true, faults);
    attack.expectNoFailure();
  });

  it.each(suspect)('gets one response and a closed connection: %s', async (name, shape) => {
    const { answers, isClosed } = await exchange(
      service.origin,
      `${shape(innerRequest(name), token)}${last}`,
    );
    const statuses = answers.map(({ status }) => status);
    const faults = [
      ...(isClosed ? [] : ['the connection stays open']),
      ...(statuses.join() === '400' ? [] : [`answers ${statuses.join()}`]),
      ...((await isCreated(name)) ? ['the hidden request was taken'] : []),
    ];
    attack.count(name, true, faults);
    attack.expectNoFailure();
  });

  it.each(plain)('gets one response, and the hidden request gets none: %s', async (name, shape) => {
    const { answers, isClosed } = await exchange(
      service.origin,
      `${shape(innerRequest(name), token)}${last}`,
    );
    // 100 Continue only asks for the body.
    const statuses = answers.map(({ status }) => status).filter((status) => status !== 100);
    const [first = 0, second] = statuses;
    const faults = [
      ...(isClosed ? [] : ['the connection stays open']),
      ...(statuses.length === 2 && second === 200 ? [] : [`answers ${statuses.join()}`]),
      ...(first < 500 ? [] : [`answers ${first}`]),
      ...((await isCreated(name)) ? ['the hidden request was taken'] : []),
    ];
    attack.note(name, { status: first }, faults);
    attack.expectNoFailure();
  });

  it('would be detected: two pipelined requests get two responses', async () => {
    const { answers } = await exchange(service.origin, `${innerRequest('seen')}${last}`);
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(await isCreated('seen')).toBe(true);
  });
});
