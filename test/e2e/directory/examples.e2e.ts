import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';
import { root } from '../../support/documents.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { loadSample } from '../../../src/modules/directory/seed/load-sample.js';

const run = promisify(execFile);
const canRun = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
/** Not every machine has these programs. Without them the tests are skipped. */
const withShell = canRun('bash', '-c', 'curl --version && sed --version') ? it : it.skip;
const withPython = canRun('python3', '--version') ? it : it.skip;

describe('the examples of a client of the directory', () => {
  let service: DevelopmentApp;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-examples-'));
    service = await startDevelopmentApp();
    await loadSample(service.database.url);
  });
  afterAll(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });

  const play = async (command: string, ...args: string[]): Promise<string> => {
    const { stdout } = await run(command, args, { env: { ...process.env, DIRECTORY_URL: service.origin } });
    return stdout;
  };
  const example = (name: string): string => join(root, 'examples', name);
  const printed = (floor: string): string => `Active organisations: 32\nAddressLine2: ${floor}\n`;

  withShell('list and change organisations with curl, as often as one likes', async () => {
    expect(await play('bash', example('directory.sh'))).toBe(printed('Floor 3'));
    expect(await play('bash', example('directory.sh'))).toBe(printed('Floor 3'));
  });

  withPython('list and change organisations with the standard library of Python', async () => {
    expect(await play('python3', '-I', example('directory.py'))).toBe(printed('Floor 4'));
  });

  it('list and change organisations with TypeScript', async () => {
    const { code } = await transformFile(example('directory.ts'), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    const program = join(folder, 'directory.mjs');
    writeFileSync(program, code);
    expect(await play(process.execPath, program)).toBe(printed('Floor 5'));
  });
});
