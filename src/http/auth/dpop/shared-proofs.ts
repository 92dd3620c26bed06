import { createHash } from 'node:crypto';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Proof } from './proof.js';

/** The clocks of instances may differ by this much before a proof that one has forgotten is still valid for another. */
const maxClockDifferenceMs = 30_000;

/** The proofs that all instances have seen, in Redis. */
export class SharedProofs {
  constructor(private readonly redis: RedisConnection) {}

  /**
   * Adds a proof for all instances.
   * @param lifetimeMs maximum time from the first to the last use of a proof
   * @returns null if Redis does not respond
   */
  add(proof: Pick<Proof, 'thumbprint' | 'id'>, lifetimeMs: number): Promise<'new' | 'replayed' | null> {
    const hash = createHash('sha256').update(`${proof.thumbprint}.${proof.id}`).digest('base64url');
    return this.redis.ask(async () => {
      const reply = await this.redis.client.set(`organisations-directory:dpop:${hash}`, '', {
        condition: 'NX',
        expiration: { type: 'PX', value: lifetimeMs + maxClockDifferenceMs },
      });
      return reply === null ? 'replayed' : 'new';
    });
  }
}
