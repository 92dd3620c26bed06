import { createHmac } from 'node:crypto';

const slotMs = 60_000;
/** The longest time for which a nonce is accepted: its own minute, one before and one after. */
export const maxNonceLifetimeMs = 3 * slotMs;

/**
 * The nonces of DPoP proofs (RFC 9449 §9). A nonce is a MAC of the current minute. There is no state, so all instances
 * with the same secret issue and accept the same nonces. A nonce is valid in its minute and the next. It is also valid
 * one minute early, because the clocks of instances differ.
 */
export class Nonces {
  /** @param secrets for rotation: the first makes nonces, all of them validate */
  constructor(private readonly secrets: readonly [string, ...string[]]) {}

  current(): string {
    return nonceOf(this.secrets[0], slotNow());
  }

  isValid(nonce: string | null): boolean {
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
