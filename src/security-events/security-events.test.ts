import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config/config-error.js';
import { eventFile, type LineWriter } from './event-file.js';
import { type EventOrigin, serviceOrigin } from './event-origin.js';
import { PersonalHash } from './personal-hash.js';
import { maxLinesOfCaller } from './refusal-limit.js';
import { SecurityEvents } from './security-events.js';

const origin: EventOrigin = {
  clientId: 'client',
  user: 'hash',
  jti: 'token-1',
  clientAddress: '192.0.2.1',
  interactionId: 'interaction',
};

describe('SecurityEvents', () => {
  let lines: string[];
  let lost: string[];
  let write: LineWriter;
  let events: SecurityEvents;
  beforeEach(() => {
    lines = [];
    lost = [];
    write = (line) => lines.push(line);
    events = new SecurityEvents(
      new PersonalHash('key'),
      (line) => {
        write(line);
      },
      (_, line) => lost.push(line),
    );
  });

  it('writes one line of JSON with every field', () => {
    events.record('flag.created', origin, { flagId: 'flag-1' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      event: 'flag.created',
      outcome: 'success',
      ...origin,
      details: { flagId: 'flag-1' },
    });
  });

  it.each(['\u0000', '\n', '\r\n{"event":"forged"}', '\u001b[2J', '\u009b31m', '\u2028', '\u202e', '"}'])(
    'writes %j in a field as one line without control characters',
    (text) => {
      events.record('flag.created', { ...origin, clientId: text, jti: text }, { text });
      expect(lines).toHaveLength(1);
      expect(lines.join().slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(lines.join())).toMatchObject({ clientId: text, details: { text } });
    },
  );

  it('counts events by name, and refusals above the limit too', () => {
    for (let time = 0; time < maxLinesOfCaller + 2; time++)
      events.recordRefusal('access.forbidden', 'caller', origin, { reason: 'forbidden' });
    expect(lines).toHaveLength(maxLinesOfCaller);
    expect([...events.recorded]).toEqual([['access.forbidden', maxLinesOfCaller + 2]]);
    events.onApplicationShutdown();
    expect(lines).toHaveLength(maxLinesOfCaller + 1);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      event: 'access.forbidden',
      outcome: 'refused',
      clientId: 'client',
      jti: null,
      details: { suppressed: 2 },
    });
  });

  it('keeps a 403 that follows a flood of 401', () => {
    for (let time = 0; time < 10_000; time++)
      events.recordRefusal('access.unauthenticated', `caller ${time}`, serviceOrigin, {});
    lines = [];
    events.recordRefusal('access.forbidden', 'caller 1', origin, {});
    expect(lines).toHaveLength(1);
    events.onApplicationShutdown();
  });

  it('passes on and counts a line that can not be written, and does not throw', () => {
    write = () => {
      throw new Error('the disk is full');
    };
    events.record('flag.created', origin);
    expect(lost).toHaveLength(1);
    expect(events.lost).toBe(1);
  });
});

describe('PersonalHash', () => {
  it('gives one person one hash whatever the case, and another one with another key', () => {
    const hash = new PersonalHash('key');
    expect(hash.of('Ada@Bank.example')).toBe(hash.of('ada@bank.example'));
    expect(hash.of('ada@bank.example')).toMatch(/^[0-9a-f]{32}$/);
    expect(new PersonalHash('other').of('ada@bank.example')).not.toBe(hash.of('ada@bank.example'));
    expect(new PersonalHash(null).of('ada')).not.toBe(new PersonalHash(null).of('ada'));
  });

  it('keeps an id of plain text of up to 100 characters', () => {
    const hash = new PersonalHash('key');
    expect(hash.idOf('client:1 {"a"}')).toBe('client:1 {"a"}');
    expect([hash.idOf('x'.repeat(100)), hash.idOf('x'.repeat(101))]).toEqual([
      'x'.repeat(100),
      'x'.repeat(100),
    ]);
    expect(hash.idOf('a\nb\u009bc\u202ed')).toBe('a?b?c?d');
  });

  it('replaces an id that is an address by its hash', () => {
    const hash = new PersonalHash('key');
    expect(hash.idOf('ada@bank.example')).toBe(`hash:${hash.of('ada@bank.example')}`);
  });
});

describe('eventFile', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-events-'));
    path = join(folder, 'events.ndjson');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('appends to a file that only its owner may read', () => {
    eventFile(path)('one\n');
    eventFile(path)('two\n');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes on in a new file after rotation by rename, and in the same one after truncation', () => {
    const write = eventFile(path);
    write('one\n');
    renameSync(path, `${path}.1`);
    write('two\n');
    expect([readFileSync(`${path}.1`, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['one\n', 'two\n']);
    truncateSync(path);
    write('three\n');
    expect(readFileSync(path, 'utf8')).toBe('three\n');
  });

  it('is refused with the name of the setting in a folder that does not exist', () => {
    expect(() => eventFile(join(folder, 'none', 'events.ndjson'))).toThrow(ConfigError);
    expect(() => eventFile(join(folder, 'none', 'events.ndjson'))).toThrow(
      /^SECURITY_EVENTS_FILE is ".*none\/events\.ndjson", which can't be written \(ENOENT\)/,
    );
  });

  it('begins a new line after a line that could not be written', () => {
    const write = eventFile(path);
    write('one\n');
    renameSync(folder, `${folder}-gone`);
    expect(() => {
      write('lost\n');
    }).toThrow(/ENOENT/);
    renameSync(`${folder}-gone`, folder);
    write('two\n');
    write('three\n');
    expect(readFileSync(path, 'utf8')).toBe('one\n\ntwo\nthree\n');
  });
});
