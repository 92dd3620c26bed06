import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookVerificationError } from './verify-webhook.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const former = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const body = JSON.stringify({
  type: 'organisation.changes',
  timestamp: '2026-01-02T03:04:05.000Z',
  data: { changes: [], next: 'log.5', text: 'é€😀' },
});
const now = Date.parse('2026-01-02T03:04:05Z');

/** The headers that another implementation signs. */
function signedHeaders(key = secret, at = now): Record<string, string> {
  const signature = new Webhook(key).sign('msg_1', new Date(at), body);
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signature,
  };
}

describe('verifyWebhook', () => {
  it.each([
    ['text', body],
    ['bytes', Buffer.from(body)],
  ])('returns a message that standardwebhooks signed, from %s', async (_, given) => {
    expect(await verifyWebhook(signedHeaders(), given, secret, now)).toEqual(JSON.parse(body));
  });

  it.each([
    ['Headers', (headers: Record<string, string>) => new Headers(headers)],
    [
      'names in other case',
      (headers: Record<string, string>) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ],
  ])('reads %s', async (_, from) => {
    await expect(verifyWebhook(from(signedHeaders()), body, secret, now)).resolves.toBeDefined();
  });

  it('accepts one right signature among several, of other versions too', async () => {
    const headers = signedHeaders();
    const other = signedHeaders(former)['webhook-signature'] ?? '';
    headers['webhook-signature'] = `v1a,AAAA ${other} ${headers['webhook-signature'] ?? ''}`;
    await expect(verifyWebhook(headers, body, secret, now)).resolves.toBeDefined();
  });

  it('accepts the former secret while both are given', async () => {
    await expect(verifyWebhook(signedHeaders(former), body, [secret, former], now)).resolves.toBeDefined();
  });

  it.each([-300, 0, 300])('accepts a message that is %i seconds old', async (age) => {
    const headers = signedHeaders(secret, now - age * 1_000);
    await expect(verifyWebhook(headers, body, secret, now)).resolves.toBeDefined();
  });

  it.each([
    [301, '301 seconds old'],
    [-301, '301 seconds in the future'],
  ])('rejects a message that is %i seconds old', async (age, sentence) => {
    const headers = signedHeaders(secret, now - age * 1_000);
    await expect(verifyWebhook(headers, body, secret, now)).rejects.toThrow(sentence);
  });

  const changes: [string, (headers: Record<string, string>) => void][] = [
    ['another id', (headers) => (headers['webhook-id'] = 'msg_2')],
    ['another time', (headers) => (headers['webhook-timestamp'] = String(now / 1_000 + 1))],
    ['a time that is no number', (headers) => (headers['webhook-timestamp'] = '1e9')],
    ['no id', (headers) => delete headers['webhook-id']],
    ['no signature', (headers) => delete headers['webhook-signature']],
    ['a signature that is no base64', (headers) => (headers['webhook-signature'] = 'v1,é')],
    ['an empty signature', (headers) => (headers['webhook-signature'] = 'v1,')],
    [
      'the signature as another version',
      (headers) => {
        headers['webhook-signature'] = (headers['webhook-signature'] ?? '').replace('v1,', 'v2,');
      },
    ],
  ];
  it.each(changes)('rejects %s', async (_, change) => {
    const headers = signedHeaders();
    change(headers);
    await expect(verifyWebhook(headers, body, secret, now)).rejects.toBeInstanceOf(WebhookVerificationError);
  });

  it('rejects another body and another secret', async () => {
    await expect(verifyWebhook(signedHeaders(), `${body} `, secret, now)).rejects.toThrow('No signature');
    await expect(verifyWebhook(signedHeaders(), body, former, now)).rejects.toThrow('No signature');
  });

  it.each(['', 'whsec_', 'secret'])('throws for the malformed secret "%s", signed or not', async (wrong) => {
    await expect(verifyWebhook(signedHeaders(), body, wrong, now)).rejects.toThrow('whsec_ and base64');
  });
});
