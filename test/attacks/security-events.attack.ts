import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maxLinesOfCaller, maxLinesOfEvent } from '../../src/security-events/refusal-limit.js';
import { startApp, type TestApp } from '../support/app.js';
import { aFlagBody } from '../support/builders/organisation.js';
import { noteSecret } from '../support/evidence.js';
import { admin, software } from '../support/identities.js';
import { adminToken } from '../support/notify-client.js';
import { eventsIn } from '../support/security-events.js';

/** Texts that would add a line, end a field, or control a terminal. */
const forgeries = [
  'x\n{"event":"forged"}',
  'x\r\n{"event":"forged"}',
  'x","event":"forged","y":"',
  '\u001b[2J\u001b[Hforged',
  '\u009b31mforged',
  'x\u2028{"event":"forged"}',
  '\u202eforged',
  'x'.repeat(100_000),
];
/** Controls, format characters and line ends of every kind. */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('the security event stream', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterEach(() => service.close());
  const text = (): string => readFileSync(join(service.dataDir, 'security-events.ndjson'), 'utf8');
  const headersOf = async (claims: Record<string, unknown>): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await service.issuer.token(claims)}`,
    'content-type': 'application/json',
  });
  const create = async (headers: Record<string, string>, value: string): Promise<number> => {
    const body = JSON.stringify(aFlagBody({ Value: value }));
    const answer = await fetch(`${service.origin}/references/flags`, { method: 'POST', headers, body });
    await answer.text();
    return answer.status;
  };

  it('has one short line of JSON for each change, whatever client id, jti, subject and address say', async () => {
    let changes = 0;
    for (const [index, forged] of forgeries.entries()) {
      // Node limits all headers of a request to 16 KB.
      const claim = forged.slice(0, 3_000);
      const headers = await headersOf({ ...admin, client_id: claim, jti: claim, sub: claim });
      const forwarded = `for=${forged.replaceAll(/[^!-~]/g, '').slice(0, 1_000)}`;
      expect(await create({ ...headers, forwarded }, `forged ${index}`)).toBe(201);
      changes += 1;
    }
    // The first token adds the issuer's keys to the stream.
    const lines = text()
      .split('\n')
      .filter((line) => line !== '' && !line.includes('"event":"issuer_key.added"'));
    expect(lines).toHaveLength(changes);
    for (const line of lines) {
      expect(line).not.toMatch(controls);
      expect(line.length).toBeLessThan(1_000);
      expect(JSON.parse(line)).toMatchObject({ event: 'flag.created', clientAddress: 'unknown' });
    }
  });

  it('has neither tokens nor addresses, for good and refused requests of both APIs', async () => {
    const secrets = [await service.issuer.token({ ...admin, email: 'ada@bank.example' }), await adminToken()];
    const [good = '', notify = ''] = secrets;
    const json = { 'content-type': 'application/json' };
    for (const token of [good, notify, `${good}x`, noteSecret('an-opaque-token-that-nobody-knows')])
      for (const path of ['/references/flags', '/organisations/x/adminusers/ada@bank.example', '/user'])
        for (const method of ['GET', 'POST', 'PUT']) {
          const body = method === 'GET' ? null : JSON.stringify({ email_address: 'ada@bank.example' });
          const headers = { ...json, authorization: `Bearer ${token}` };
          await (await fetch(`${service.origin}${path}`, { method, headers, body })).text();
          await (
            await fetch(`${service.origin}${path}?access_token=${token}`, { method, headers: json })
          ).text();
        }
    expect(eventsIn(service.dataDir, 'access.').length).toBeGreaterThan(0);
    expect(text()).not.toMatch(/@|eyJ|%40|nobody-knows/);
  });

  it('grows by a limited number of lines in a flood from one address, and from many', async () => {
    const refuse = async (address: string): Promise<void> => {
      const headers = { forwarded: `for="[${address}]"` };
      await (await fetch(`${service.origin}/organisations`, { headers })).text();
    };
    // One /64 is one caller.
    for (let each = 0; each < maxLinesOfCaller + 5; each++) await refuse(`2001:db8::${each + 1}`);
    expect(eventsIn(service.dataDir, 'access.unauthenticated')).toHaveLength(maxLinesOfCaller);
    for (let each = 0; each < maxLinesOfEvent + 5; each++) await refuse(`2001:db8:1:${each + 1}::1`);
    expect(eventsIn(service.dataDir, 'access.unauthenticated')).toHaveLength(maxLinesOfEvent);
    // The flood hides no 403 of a client.
    const headers = await headersOf(software);
    expect(await create(headers, 'refused')).toBe(403);
    expect(eventsIn(service.dataDir, 'access.forbidden')).toHaveLength(1);
  });
});
