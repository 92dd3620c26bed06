import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { developmentApiKey } from '../../src/config/notify-config.js';
import { admin } from '../support/identities.js';
import { sendRequest, sendText } from '../support/raw-http.js';
import { Attack } from './support/attack.js';
import { allOperations, type Operation, pathOf } from './support/operations.js';
import { faultsOf } from './support/verdict.js';
import { idsNamed, makeWorld, type World } from './support/world.js';

/** Spellings that some parsers resolve to the path itself; for this service they are other or invalid paths. */
const disguises: readonly (readonly [name: string, disguise: (path: string) => string])[] = [
  ['two slashes in front', (path) => `/${path}`],
  ['a dot segment in front', (path) => `/.${path}`],
  ['a detour in front', (path) => `/docs/..${path}`],
  ['an encoded detour in front', (path) => `/docs/%2e%2e${path}`],
  ['a detour with an encoded slash', (path) => `/docs/..%2f${path.slice(1)}`],
  ['a detour with a backslash', (path) => `/docs\\..${path}`],
  ['a detour, twice encoded', (path) => `/docs/%252e%252e${path}`],
  ['a detour, overlong', (path) => `/docs/%c0%ae%c0%ae${path}`],
  ['two slashes within', (path) => path.replace(/(?<=.)\//, '//')],
  ['a dot segment within', (path) => path.replace(/(?<=.)\//, '/./')],
  ['an encoded slash within', (path) => path.replace(/(?<=.)\//, '%2F')],
  ['a backslash within', (path) => path.replace(/(?<=.)\//, '\\')],
  ['a parameter of a segment', (path) => path.replace(/^\/[^/]+/, '$&;x=1')],
  ['capital letters', (path) => path.replace(/^\/[^/]+/, (segment) => segment.toUpperCase())],
  ['a letter, twice encoded', (path) => path.replace(/^\/(.)/, (_, letter: string) => `/%25${hex(letter)}`)],
  ['NUL behind the first segment', (path) => path.replace(/^\/[^/]+/, '$&%00')],
  ['a blank behind the first segment', (path) => path.replace(/^\/[^/]+/, '$&%20')],
  ['a line break behind the first segment', (path) => path.replace(/^\/[^/]+/, '$&%0d%0aHost:%20evil')],
  ['a letter of another alphabet', (path) => path.replace(/[aeos]/, '%D0%B0')],
  ['NUL at the end', (path) => `${path}%00`],
  ['an encoded slash at the end', (path) => `${path}%2F`],
  ['an encoded number sign at the end', (path) => `${path}%23`],
  ['an encoded question mark at the end', (path) => `${path}%3F`],
  ['a dot segment at the end', (path) => `${path}/.`],
  ['two dots at the end', (path) => `${path}/..`],
  ['a suffix', (path) => `${path}.json`],
  ['half an escape at the end', (path) => `${path}%`],
  ['half an escape in the middle', (path) => path.replace(/^\/[^/]+/, '$&%f')],
  ['an overlong slash', (path) => path.replace(/^\/[^/]+/, '$&%c0%af')],
];

const hex = (letter: string): string => letter.charCodeAt(0).toString(16);

/** Path traversals out of the folders from which Swagger UI, the documents and the console are served. */
const escapes: readonly string[] = [
  '/docs',
  '/openapi',
  '/health',
  '/metrics',
  '/dev',
  '/docs/static',
  '/console',
  '/console/assets',
  '',
].flatMap((root) =>
  [
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '%2e%2e%2fpackage.json',
    '..%5cpackage.json',
    '..\\package.json',
    '....//package.json',
    '..;/package.json',
    '%252e%252e%252fpackage.json',
    '%c0%ae%c0%ae/package.json',
    '..%00/package.json',
    '../../../../../../etc/passwd',
    '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'file:///etc/passwd',
    '.env',
    '.git/config',
    'package.json',
    'index.html%00.js',
  ].map((way) => `${root}/${way}`),
);

/** Request targets in other forms than a path (RFC 9112 §3.2). */
const otherForms: readonly (readonly [string, string])[] = [
  ['GET', 'http://evil.example/organisations'],
  ['GET', 'http://evil.example:80/organisations?size=1'],
  ['GET', 'https://evil.example/organisations'],
  ['GET', 'http://user:password@evil.example/organisations'],
  ['GET', 'http://evil.example/docs/../organisations'],
  ['GET', 'http:///organisations'],
  ['GET', 'http:/organisations'],
  ['GET', 'ftp://evil.example/organisations'],
  ['GET', 'file:///etc/passwd'],
  ['GET', 'javascript:alert(1)'],
  ['GET', '//evil.example/organisations'],
  ['GET', '///organisations'],
  ['GET', '/\\evil.example/organisations'],
  ['GET', '*'],
  ['OPTIONS', '*'],
  ['GET', 'organisations'],
  ['GET', '?size=1'],
  ['GET', '/organisations#fragment'],
  ['GET', '/organisations/org-0#/../../metrics'],
  ['GET', 'evil.example:443'],
];

/** The operations of everybody, and Notify's status. */
const publicPaths: ReadonlySet<string> = new Set([
  '/_status',
  '/.well-known/directory-keys',
  '/organisations/changes/checkpoint',
]);

describe('a path', () => {
  let service: TestApp;
  let world: World;
  let directoryToken: string;
  /** The page of the console, which every path below `/console/` answers. */
  let page: string;
  const attack = new Attack('path tricks');
  beforeAll(async () => {
    service = await startApp({ PARTICIPANTS_PUBLIC: 'false', CONSOLE_CLIENT_ID: 'console' });
    page = (await sendRequest(service.origin, { target: '/console/' })).text;
    world = await makeWorld(service.database, 3);
    directoryToken = await service.issuer.token(admin);
  });
  afterAll(() => service.close());

  const send = (method: string, target: string, token: string | null): Promise<Answer> =>
    sendRequest(service.origin, {
      method,
      target,
      headers: [
        ...(token === null ? [] : ([['Authorization', `Bearer ${token}`]] as const)),
        ...(method === 'GET' ? [] : ([['Content-Type', 'application/json']] as const)),
      ],
      ...(method === 'GET' ? {} : { body: '{}' }),
    });

  const pathFor = ({ template, parameters }: Operation): string =>
    pathOf(
      { template },
      Object.fromEntries(parameters.map(({ name }) => [name, idsNamed(world, name, template)[0] ?? name])),
    );
  const note = (name: string, target: string, answer: Answer, more: readonly string[] = []): void => {
    attack.note(
      name,
      answer,
      [...faultsOf('GET', target, answer), ...more].map((fault) => `${target}: ${fault}`),
    );
  };

  it('in a disguised form is unknown for every operation, with and without a valid token', async () => {
    for (const operation of allOperations) {
      const path = pathFor(operation);
      const token = operation.api === 'directory' ? directoryToken : developmentApiKey;
      for (const [name, disguise] of disguises) {
        const target = disguise(path);
        if (target === path) continue;
        for (const shown of [null, token]) {
          const answer = await send(operation.method, target, shown);
          const isLetIn = answer.status < 400 ? [`${answer.status} ${answer.text.slice(0, 100)}`] : [];
          attack.note(
            name,
            answer,
            [...faultsOf(operation.method, target, answer), ...isLetIn].map(
              (fault) => `${operation.method} ${target}: ${fault}`,
            ),
          );
        }
      }
    }
    attack.expectNoFailure();
  }, 120_000);

  it('requires a token in every equivalent spelling', async () => {
    for (const operation of allOperations.filter(({ template }) => !publicPaths.has(template))) {
      const path = pathFor(operation);
      const first = path.charAt(1);
      for (const target of [
        path,
        `${path}/`,
        `${path}?`,
        `${path}?x=1`,
        `${path}#x`,
        `/%${hex(first)}${path.slice(2)}`,
      ]) {
        const answer = await send(operation.method, target, null);
        attack.note(
          'without a token',
          answer,
          answer.status === 401 ? [] : [`${operation.method} ${target}: ${answer.status}`],
        );
      }
    }
    attack.expectNoFailure();
  }, 60_000);

  it.each(escapes)('does not escape from the served folders: %s', async (target) => {
    const answer = await sendRequest(service.origin, { target });
    const leaks = /"organisations-directory"|root:|\[core\]|DATABASE_URL/.test(answer.text)
      ? ['a file of the service']
      : [];
    // The files of Swagger UI are public.
    const isOfSwaggerUi = answer.text.includes('"swagger-ui-dist"');
    const isConsole = target.startsWith('/console/') && answer.text === page;
    const isServed =
      answer.status < 400 && !isOfSwaggerUi && !isConsole
        ? [`${answer.status} ${answer.text.slice(0, 100)}`]
        : [];
    attack.note('escapes', answer, [
      ...leaks,
      ...isServed,
      ...(answer.status >= 500 ? [`${answer.status}`] : []),
    ]);
    attack.expectNoFailure();
  });

  it.each(otherForms)('of another form requires a token: %s %s', async (method, target) => {
    const answer = await sendText(
      service.origin,
      `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    note('other forms', target, answer, answer.status >= 400 ? [] : [`${answer.status}`]);
    attack.expectNoFailure();
  });

  it('may have the maximum length of a request', async () => {
    for (const length of [1_000, 8_000, 15_000, 17_000, 100_000])
      for (const filler of ['a', '%41', '/', '/a', '..', '%2e', '/../', '?', ';', '%']) {
        const text = filler.repeat(Math.ceil(length / filler.length)).slice(0, length);
        const roots = ['/organisations/', '/organisation/', '/docs/', '/console/assets/', '/'];
        for (const path of roots.map((root) => root + text)) {
          const answer = await send('GET', path, directoryToken);
          // Only question marks are an empty query, only slashes the page itself.
          const isPlain = /^[^?]*\?+$|^\/(?:docs|console\/assets)\/+$/.test(path);
          attack.note('long paths', answer, [
            ...(answer.status >= 500 ? [`${answer.status} ${path.slice(0, 40)}`] : []),
            ...(answer.status < 400 && !isPlain ? [`${answer.status} ${path.slice(0, 40)}`] : []),
          ]);
        }
      }
    attack.expectNoFailure();
  }, 60_000);
});
