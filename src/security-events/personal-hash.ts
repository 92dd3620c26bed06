import { createHmac, randomBytes } from 'node:crypto';

/** Length of a hash in hex digits: 128 bits. */
const hashLength = 32;
/** Max length of a logged text. */
const maxLength = 100;

/** Makes texts of callers fit for logs and events. */
export class PersonalHash {
  private readonly key: string | Buffer;

  /** @param key null: a random one, so hashes of different starts can't be compared */
  constructor(key: string | null) {
    this.key = key ?? randomBytes(32);
  }

  /** Returns the keyed hash (HMAC-SHA-256) of a person's id or e-mail address, which is compared without case. */
  of(person: string): string {
    const hash = createHmac('sha256', this.key).update(person.toLowerCase()).digest('hex');
    return hash.slice(0, hashLength);
  }

  /**
   * Returns an id of a token without control characters and of limited length. An e-mail address becomes its hash: some
   * authorisation servers use addresses as ids.
   */
  idOf(text: string): string {
    if (text.includes('@')) return `hash:${this.of(text)}`;
    return text.replace(/[^\x20-\x7e]/g, '?').slice(0, maxLength);
  }
}
