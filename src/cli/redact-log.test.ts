import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redactLog } from './redact-log.js';

const cutoff = new Date('2026-03-01T00:00:00.000Z');
const line = (time: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    time,
    clientId: 'client',
    user: 'abc',
    jti: 'té"1',
    clientAddress: '::1',
    path: '/é',
    ...more,
  });

describe('redactLog', () => {
  let path: string;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-redact-'));
    path = join(folder, 'access.log');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const lines = (): unknown[] =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as unknown);

  it('overwrites the personal fields of a line a millisecond before the cutoff, and keeps one at the cutoff', async () => {
    const kept = line('2026-03-01T00:00:00.000Z');
    writeFileSync(path, `${line('2026-02-28T23:59:59.999Z')}\n${kept}\n`);
    expect(await redactLog(path, cutoff)).toBe(1);
    expect(lines()).toEqual([
      {
        time: '2026-02-28T23:59:59.999Z',
        clientId: 'client',
        user: '---',
        jti: '------',
        clientAddress: '---',
        path: '/é',
      },
      JSON.parse(kept),
    ]);
  });

  it('changes nothing when it is run again, and leaves nulls, other lines and an unfinished line', async () => {
    const nulls = line('2026-01-01T00:00:00Z', { user: null, jti: null, clientAddress: null });
    const unfinished = line('2026-01-01T00:00:00Z');
    writeFileSync(path, `no json\n${nulls}\n${line('2026-01-01T00:00:00Z')}\n${unfinished}`);
    expect(await redactLog(path, cutoff)).toBe(1);
    const once = readFileSync(path, 'utf8');
    expect(once.startsWith(`no json\n${nulls}\n`)).toBe(true);
    expect(once.endsWith(unfinished)).toBe(true);
    expect(await redactLog(path, cutoff)).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(once);
  });

  it('does not take the text of a path for a field', async () => {
    const forged = line('2026-01-01T00:00:00Z', {
      user: null,
      jti: null,
      clientAddress: null,
      path: '"user":"x"',
    });
    writeFileSync(path, `${forged}\n`);
    expect(await redactLog(path, cutoff)).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(`${forged}\n`);
  });

  it('keeps lines that are appended meanwhile, in a file of several chunks', async () => {
    const old = `${line('2026-01-01T00:00:00Z')}\n`;
    writeFileSync(path, old.repeat(20_000));
    const redacting = redactLog(path, cutoff);
    for (let each = 0; each < 50; each++) {
      appendFileSync(path, `${line('2026-04-01T00:00:00Z')}\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await redacting).toBe(20_000);
    const all = lines() as { user: string }[];
    expect(all).toHaveLength(20_050);
    expect(all.filter(({ user }) => user === 'abc')).toHaveLength(50);
  });
});
