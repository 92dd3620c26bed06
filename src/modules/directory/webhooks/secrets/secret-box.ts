import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of the parts in front of the ciphertext. */
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

interface Key {
  readonly id: Buffer;
  readonly bytes: Buffer;
}

/**
 * Encrypts secrets of webhooks with AES-256-GCM. A sealed secret is the id of its key, a nonce, the tag and the ciphertext.
 * The id of the webhook is authenticated too, so that no row can take the secret of another.
 */
export class SecretBox {
  private known: readonly [Key, ...Key[]] | null = null;

  /** @param read returns texts of at least 32 characters at the first use; the first encrypts, all decrypt */
  constructor(private readonly read: () => readonly [string, ...string[]]) {}

  seal(secret: Buffer, webhookId: string): Buffer {
    const [{ id, bytes }] = this.keys;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(webhookId));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([id, nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error if no key of the settings made it, or it belongs to another webhook */
  open(sealed: Buffer, webhookId: string): Buffer {
    const key = this.keys.find(({ id }) => id.equals(sealed.subarray(0, keyIdBytes)));
    if (key === undefined) throw new Error('no key of WEBHOOK_SECRET_KEYS can decrypt the secret');
    const [nonceEnd, tagEnd] = [keyIdBytes + nonceBytes, keyIdBytes + nonceBytes + tagBytes];
    const nonce = sealed.subarray(keyIdBytes, nonceEnd);
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(webhookId)).setAuthTag(sealed.subarray(nonceEnd, tagEnd));
    return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
  }

  private get keys(): readonly [Key, ...Key[]] {
    if (this.known === null) {
      const [first, ...others] = this.read();
      this.known = [keyOf(first), ...others.map(keyOf)];
    }
    return this.known;
  }
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', text, '', 'webhook secrets', 32));
  return { bytes, id: createHash('sha256').update(bytes).digest().subarray(0, keyIdBytes) };
}
