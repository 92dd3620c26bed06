import { asciiLowerCase } from '../fields/ascii-lower-case.js';
import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Length of a hash in hex digits: 128 bits. */
const hashLength = 32;
/** Max length of a logged text. */
const maxLength = 100;
/** Persons whose hashes are remembered. */
const maxRemembered = 10_000;

/** Makes texts of callers fit for logs and events. */
export class PersonalHash {
  private readonly key: string | Buffer;
  private readonly known = new LRUCache<string, string>({ max: maxRemembered });

  /** @param key null: a random one, so hashes of different starts can't be compared */
  constructor(key: string | null) {
    this.key = key ?? randomBytes(32);
  }

  /** Returns the keyed hash (HMAC-SHA-256) of a person's id or e-mail address, which is compared without the case of ASCII letters. */
  of(person: string): string {
    const known = this.known.get(person);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', this.key).update(asciiLowerCase(person)).digest('hex');
    const hash = digest.slice(0, hashLength);
    this.known.set(person, hash);
    return hash;
  }

  /**
   * Returns an id of a token without control characters and of limited length. An e-mail address becomes its hash: some
   * authorisation servers use addresses as ids.
   */
  idOf(text: string): string {
    if (text.includes('@')) return `hash:${this.of(text)}`;
    return text.replace(/\P{ASCII}|\p{Cc}/gu, '?').slice(0, maxLength);
  }
}
