import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apis } from '../../../src/modules/apis.js';
import { readDocuments, root } from '../../support/documents.js';
import { noteOutput } from '../../support/evidence.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { isAsShown, outputsOf, scriptOf, type Step, stepsOf } from './document-script.js';

// A document is a dozen commands, each a process of its own.
jest.setTimeout(600_000);

const cases = readDocuments()
  .filter(({ path }) => /^(README\.md|docs\/(tutorial|guides\/[\w-]+)\.md)$/.test(path))
  .map((document) => [document.path, stepsOf(document)] as const)
  .filter(([, steps]) => steps.length > 0);

/** A folder that looks like the checkout to the commands of a document, so that they write nothing into the real one. */
class ReadersFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'organisations-directory-reader-'));

  constructor() {
    for (const name of ['package.json', 'scripts', 'dist', 'node_modules', 'examples', 'openapi']) {
      symlinkSync(join(root, name), join(this.path, name));
    }
    // Makes curl fail on an error response, so that a command that a document shows without its answer must succeed.
    writeFileSync(join(this.path, '.curlrc'), 'fail-with-body\n');
  }

  /** Runs a bash script and returns its standard output, then its standard error. */
  async bash(script: string, environment: Record<string, string>): Promise<[string, string]> {
    const child = spawn('bash', ['-c', script], {
      cwd: this.path,
      env: { PATH: process.env.PATH, HOME: this.path, npm_config_update_notifier: 'false', ...environment },
    });
    const printed: [string, string] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed[0] += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed[1] += text));
    await once(child, 'close');
    return printed;
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

describe.each(cases)('the commands of %s', (_, steps) => {
  let folder: ReadersFolder;
  let database: TestDatabase;
  const services: ServiceProcess[] = [];
  let outputs: (string | null)[];
  let errors: string;

  beforeAll(async () => {
    folder = new ReadersFolder();
    database = await createTestDatabase();
    for (const api of apis) await api.loadSample(database.url);
    const settings = { DATABASE_URL: database.url, DATA_DIR: join(folder.path, 'data') };
    const start = async (environment: Readonly<Record<string, string>>): Promise<ServiceProcess> => {
      const started = ServiceProcess.start({ ...settings, PORT: await freePort(), ...environment });
      services.push(started);
      await started.untilReady();
      return started;
    };
    const service = await start({});
    const origins = new Map([['http://127.0.0.1:3000', service.origin]]);
    // A document that speaks of port 3001 means a second instance, which takes its tokens from another issuer.
    if (steps.some(({ command }) => command.includes('127.0.0.1:3001'))) {
      const issuer = { AUTH_ISSUER: `${service.origin}/dev/oidc`, AUTH_AUDIENCE: 'organisations-directory' };
      origins.set('http://127.0.0.1:3001', (await start(issuer)).origin);
    }
    const here = (text: string): string =>
      [...origins].reduce((result, [shown, real]) => result.replaceAll(shown, real), text);
    const asShown = (text: string): string =>
      [...origins].reduce((result, [shown, real]) => result.replaceAll(real, shown), text);
    const [printed, failed] = await folder.bash(here(scriptOf(steps)), {
      ...settings,
      PORT: new URL(service.origin).port,
      DIRECTORY_URL: service.origin,
    });
    noteOutput(failed);
    outputs = outputsOf(asShown(printed), steps);
    errors = failed;
  });
  afterAll(async () => {
    for (const service of services) await service.stop('SIGTERM');
    await database.drop();
    folder.close();
  });

  it('succeed, those without a shown answer', () => {
    const failed = steps.filter((_step, index) => outputs[index] === null);
    expect({ failedAt: failed[0]?.place, errors: failed.length === 0 ? '' : errors }).toEqual({ errors: '' });
  });

  it('print what the document shows', () => {
    const shown = (step: Step, index: number) => ({ place: step.place, output: outputs[index], errors });
    const wrong = steps.filter(
      (step, index) => step.output !== null && !isAsShown(outputs[index] ?? '', step.output),
    );
    expect(wrong.map((step) => shown(step, steps.indexOf(step)))).toEqual([]);
  });
});

describe('outputsOf', () => {
  const steps: Step[] = ['echo one', 'false; echo two', 'echo three'].map((command) => ({
    place: 'here',
    command,
    output: null,
  }));
  const outputs = (changes: readonly Step[]) =>
    outputsOf(spawnSync('bash', ['-c', scriptOf(changes)], { encoding: 'utf8' }).stdout, changes);

  it('gives null from the step on that fails and shows no output', () => {
    expect(outputs(steps)).toEqual(['one', null, null]);
  });

  it('gives all outputs where the failing step shows one', () => {
    expect(outputs(steps.map((step, index) => (index === 1 ? { ...step, output: 'two' } : step)))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });
});

describe('isAsShown', () => {
  it.each([
    ['{"a":1,"b":[2]}', '{ "a": 1,\n  "b": […] }', true],
    ['{"a":1}', '{"a":1…}', true],
    ['{"a":1}', '{"a":2}', false],
    ['{"a":1,"b":2}', '{"a":1}', false],
    ['HTTP/1.1 200 OK', 'HTTP/1.1 4…', false],
    ['1.5', '1x5', false],
  ])('compares %j with %j: %s', (output, shown, expected) => {
    expect(isAsShown(output, shown)).toBe(expected);
  });
});
