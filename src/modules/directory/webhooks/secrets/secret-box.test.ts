import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';

const [oldKey, newKey] = ['the-old-key-of-32-characters-or-more', 'the-new-key-of-32-characters-or-more'];
const secret = randomBytes(32);

function boxWith(first: string, ...others: string[]): SecretBox {
  return new SecretBox(() => [first, ...others]);
}

describe('a sealed secret', () => {
  it('opens with its key, and does not contain the secret', () => {
    const sealed = boxWith(oldKey).seal(secret, 'webhook-1');
    expect(boxWith(oldKey).open(sealed, 'webhook-1')).toEqual(secret);
    expect(sealed.includes(secret)).toBe(false);
  });

  it('opens after a rotation while the former key is listed', () => {
    const sealed = boxWith(oldKey).seal(secret, 'webhook-1');
    expect(boxWith(newKey, oldKey).open(sealed, 'webhook-1')).toEqual(secret);
    expect(() => boxWith(newKey).open(sealed, 'webhook-1')).toThrow('no key of WEBHOOK_SECRET_KEYS');
  });

  it('does not open for another webhook', () => {
    const sealed = boxWith(oldKey).seal(secret, 'webhook-1');
    expect(() => boxWith(oldKey).open(sealed, 'webhook-2')).toThrow();
  });

  it.each([3, 10, 20, 40])('does not open with a changed byte %i', (index) => {
    const sealed = boxWith(oldKey).seal(secret, 'webhook-1');
    sealed[index] = (sealed[index] ?? 0) ^ 1;
    expect(() => boxWith(oldKey).open(sealed, 'webhook-1')).toThrow();
  });

  it('is never the same twice', () => {
    const box = boxWith(oldKey);
    expect(box.seal(secret, 'webhook-1')).not.toEqual(box.seal(secret, 'webhook-1'));
  });
});
