import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const script = join(__dirname, '..', '..', 'scripts', 'audit.js');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'organisations-directory-audit-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Event = Readonly<Record<string, string>>;

const advisory = (events: readonly Event[], more: object = {}, affected: object = {}): object => ({
  id: 'GHSA-test',
  summary: 'A fault',
  database_specific: { severity: 'HIGH' },
  affected: [
    { package: { ecosystem: 'npm', name: '@scope/tool' }, ranges: [{ type: 'SEMVER', events }], ...affected },
  ],
  ...more,
});

/** Audits version 1.2.3 of one package with an export; returns the exit code and the output. */
function audit(content: string | Buffer, version = '1.2.3'): { code: number | null; output: string } {
  const [osv, lock] = [join(folder, 'osv'), join(folder, 'lock.json')];
  writeFileSync(osv, content);
  const packages = { '': {}, 'node_modules/other/node_modules/@scope/tool': { version, dev: true } };
  writeFileSync(lock, JSON.stringify({ packages }));
  const args = [script, '--osv', osv, '--lock', lock];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

/** Returns a zip with one deflated file. */
function zipOf(text: string): Buffer {
  const [name, content] = [Buffer.from('GHSA-test.json'), deflateRawSync(text)];
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(content.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt32LE(local.length + name.length + content.length, 16);
  return Buffer.concat([local, name, content, entry, name, end]);
}

describe('npm run audit -- --osv FILE', () => {
  it.each([
    ['introduced at the version', [{ introduced: '1.2.3' }], 1],
    ['introduced above the version', [{ introduced: '1.2.4' }], 0],
    ['fixed at the version', [{ introduced: '0' }, { fixed: '1.2.3' }], 0],
    ['fixed above the version', [{ introduced: '0' }, { fixed: '1.2.4' }], 1],
    ['last affected at the version', [{ introduced: '0' }, { last_affected: '1.2.3' }], 1],
    ['last affected below the version', [{ introduced: '0' }, { last_affected: '1.2.2' }], 0],
    ['fixed and introduced again', [{ introduced: '1.2.0' }, { introduced: '0' }, { fixed: '1.1.0' }], 1],
  ])('with a fault %s exits with the right code', (_, events, code) => {
    expect(audit(JSON.stringify([advisory(events)]))).toMatchObject({ code });
  });

  it('names the package, the version and the advisory', () => {
    const { output } = audit(JSON.stringify(advisory([{ introduced: '0' }])));
    expect(output).toBe('high: @scope/tool 1.2.3 GHSA-test A fault\n');
  });

  it.each([
    ['a listed version', advisory([], {}, { versions: ['1.2.3'] }), 1],
    ['another listed version', advisory([], {}, { versions: ['1.2.2'] }), 0],
    ['a withdrawn advisory', advisory([{ introduced: '0' }], { withdrawn: '2026-01-01T00:00:00Z' }), 0],
    ['a low severity', advisory([{ introduced: '0' }], { database_specific: { severity: 'LOW' } }), 0],
    [
      'a moderate severity',
      advisory([{ introduced: '0' }], { database_specific: { severity: 'MODERATE' } }),
      1,
    ],
    ['an unknown severity', advisory([{ introduced: '0' }], { database_specific: {} }), 1],
    [
      'another ecosystem',
      advisory([{ introduced: '0' }], {}, { package: { ecosystem: 'PyPI', name: '@scope/tool' } }),
      0,
    ],
    [
      'another package',
      advisory([{ introduced: '0' }], {}, { package: { ecosystem: 'npm', name: 'tool' } }),
      0,
    ],
  ])('with %s exits with the right code', (_, content, code) => {
    expect(audit(JSON.stringify([content]))).toMatchObject({ code });
  });

  it('reads NDJSON and a zip of JSON files', () => {
    const line = JSON.stringify(advisory([{ introduced: '0' }]));
    expect(audit(`${line}\n${line}\n`).output.split('\n')).toHaveLength(3);
    expect(audit(zipOf(line))).toMatchObject({ code: 1 });
  });

  it.each(['', '[]', '{}', 'no JSON', 'PK'])('exits with 2 if the file holds %j', (content) => {
    expect(audit(content)).toEqual({ code: 2, output: expect.stringContaining("can't be read: ") as string });
  });
});
