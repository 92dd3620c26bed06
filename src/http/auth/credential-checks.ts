import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { addressBlock } from '../rate-limit/address-block.js';
import type { DpopVerifier } from './dpop/dpop-verifier.js';
import type { Proof } from './dpop/proof.js';
import type { FailureBudget } from './failure-budget.js';
import { type TokenClaims, TokenRefused } from './token-claims.js';
import type { TokenVerifier } from './token-verifier.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** Tokens that were valid once, so that their checks need no budget: the usual max lifetime of a token. */
const provenTtlMs = 3_600_000;
const maxProven = 10_000;

/**
 * Checks tokens and proofs within the failure budget of the client's address. A neighbour behind the same address can use
 * up the budget, so a token that was valid before is checked without it. Proofs have a budget for each key and address.
 */
export class CredentialChecks {
  /** By SHA-256 of the token, so that no memory dump contains a token. */
  private readonly inFlight = new Map<string, Promise<TokenClaims>>();
  private readonly proven = new LRUCache<string, true>({ max: maxProven, ttl: provenTtlMs });

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly proofs: DpopVerifier,
    private readonly budget: FailureBudget,
    private readonly proxies: TrustedProxies,
  ) {}

  /** @throws TokenRefused, TooManyRequests, Overloaded */
  async verifyToken(request: FastifyRequest, token: string): Promise<TokenClaims> {
    return this.tokens.recall(token, request.log) ?? this.verifyOnce(request, token);
  }

  /** @throws TokenRefused, ProofRefused, TooManyRequests */
  verifyProof(request: FastifyRequest, token: string, claims: TokenClaims): Promise<Proof> {
    const thumbprint = this.proofs.boundThumbprint(claims);
    return this.budget.run(`${thumbprint} ${this.blockOf(request)}`, () =>
      this.proofs.verify(request, token, thumbprint),
    );
  }

  /** Concurrent requests with the same token share one check. */
  private verifyOnce(request: FastifyRequest, token: string): Promise<TokenClaims> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.inFlight.get(hash);
    if (known !== undefined) return known;
    const check = this.verify(request, token, hash).finally(() => this.inFlight.delete(hash));
    this.inFlight.set(hash, check);
    return check;
  }

  private async verify(request: FastifyRequest, token: string, hash: string): Promise<TokenClaims> {
    const check = (): Promise<TokenClaims> => this.tokens.verify(token, request.log);
    try {
      const claims = await (this.proven.has(hash) ? check() : this.budget.run(this.blockOf(request), check));
      this.proven.set(hash, true);
      return claims;
    } catch (error) {
      if (error instanceof TokenRefused) this.proven.delete(hash);
      throw error;
    }
  }

  private blockOf({ raw }: FastifyRequest): string {
    return addressBlock(this.proxies.clientAddress(raw));
  }
}
