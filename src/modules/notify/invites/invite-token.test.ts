import { createHmac } from 'node:crypto';
import { readInviteToken, writeInviteToken } from './invite-token.js';

const secret = 'a-secret-of-this-test-with-enough-bits';
const other = 'another-secret-of-this-test-that-is-new';
const token = {
  inviteId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
  issuedAt: new Date('2026-11-22T01:02:03.004Z'),
};

describe('an invite token', () => {
  const text = writeInviteToken(token, secret);

  it('returns the invite and the time from which it was made', () => {
    expect(readInviteToken(text, [secret])).toEqual(token);
  });

  it('contains only URL-safe characters and never looks like an id', () => {
    expect(text).toMatch(/^[\w-]{72}$/);
  });

  it('is accepted with each secret, so that a secret can be rotated while links are out', () => {
    expect(readInviteToken(text, [other, secret])).toEqual(token);
    expect(readInviteToken(text, [other])).toBeNull();
    expect(readInviteToken(text, [])).toBeNull();
  });

  it('is rejected if any one character is changed', () => {
    for (let index = 0; index < text.length; index += 1) {
      const changed = `${text.slice(0, index)}${text[index] === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`;
      expect(readInviteToken(changed, [secret])).toBeNull();
    }
  });

  it.each([
    ['nothing', ''],
    ['a part of it', text.slice(0, -1)],
    ['more than it', `${text}A`],
    ['padding after it', `${text}=`],
    ['white space in it', `${text.slice(0, 10)} ${text.slice(10)}`],
    ['the other alphabet', text.replaceAll('-', '+').replaceAll('_', '/') + '='],
    ['a text of another kind', 'not a token'],
    ['zeros of its length', 'A'.repeat(72)],
  ])('is not %s', (_, damaged) => {
    expect(readInviteToken(damaged, [secret])).toBeNull();
  });

  it('is signed with a derived key, not with the secret of JWTs', () => {
    const payload = Buffer.from(text, 'base64url').subarray(0, 22);
    const signature = createHmac('sha256', secret).update(payload).digest();
    expect(readInviteToken(Buffer.concat([payload, signature]).toString('base64url'), [secret])).toBeNull();
  });
});
