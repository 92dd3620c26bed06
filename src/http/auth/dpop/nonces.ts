import { createHmac } from 'node:crypto';

const slotMs = 60_000;

/**
 * The nonces that proofs must carry (RFC 9449 §9): a MAC of the present minute. Nothing is kept, so every instance with
 * the same secret gives and takes the same ones. One is good for its minute and the next, and a minute early for the
 * sake of instances whose clocks differ.
 */
export class Nonces {
  /** @param secrets the first makes nonces, all are good: so that they can be rotated */
  constructor(private readonly secrets: readonly [string, ...string[]]) {}

  present(): string {
    return nonceOf(this.secrets[0], slotNow());
  }

  isGood(nonce: string | null): boolean {
    if (nonce === null) return false;
    const slot = slotNow();
    return this.secrets.some((secret) =>
      [slot, slot - 1, slot + 1].some((near) => nonceOf(secret, near) === nonce),
    );
  }
}

function slotNow(): number {
  return Math.floor(Date.now() / slotMs);
}

function nonceOf(secret: string, slot: number): string {
  return createHmac('sha256', secret).update(`DPoP-Nonce ${slot}`).digest('base64url');
}
