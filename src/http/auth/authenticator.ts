import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AuthConfig } from '../../config/config.js';
import { Invalid, Problem, type ProblemHeaders, Unauthenticated } from '../errors/problem.js';
import { isRepeated } from '../validation/repeated-header.js';
import { parseQuery } from '../validation/query-string.js';
import { challenge, refusal, type TokenScheme } from './challenges.js';
import type { ClientCertificates } from './client-certificates.js';
import type { CredentialChecks } from './credential-checks.js';
import type { DpopVerifier } from './dpop/dpop-verifier.js';
import { type Proof, ProofRefused } from './dpop/proof.js';
import { objectClaim, textClaim, type TokenClaims, TokenRefused } from './token-claims.js';

/** The result of inspecting the credentials of a request. */
export type Authentication =
  | { readonly outcome: 'none'; readonly problem: Problem }
  | { readonly outcome: 'refused'; readonly problem: Problem }
  | {
      readonly outcome: 'good';
      readonly claims: TokenClaims;
      readonly scheme: TokenScheme;
      /** Headers of the response; null for none. */
      readonly headers: Readonly<Record<string, string>> | null;
      /**
       * Uses the proof of the request up; null for none. Call this after the rate limit and the scope, and before anything
       * that a replay must not do. @throws Problem for a replay
       */
      readonly useProof: (() => Promise<void>) | null;
    };

/** RFC 6750 §2.1 and RFC 9449 §7.1; the scheme is matched in any case (RFC 9110 §11.1). */
const schemePattern = /^(Bearer|DPoP)(?:\s|$)/i;
const credentialsPattern = /^\w+ +([A-Za-z0-9\-._~+/]+=*) *$/;

/**
 * Inspects the access token of a request (RFC 6750), and checks that a sender-constrained token comes with its
 * certificate (RFC 8705 §3) or key (RFC 9449 §7). Guards of the same request share one inspection.
 */
@Injectable()
export class Authenticator {
  private readonly inspections = new WeakMap<FastifyRequest, Promise<Authentication>>();

  constructor(
    private readonly config: AuthConfig,
    private readonly checks: CredentialChecks,
    private readonly certificates: ClientCertificates,
    private readonly dpop: DpopVerifier,
  ) {}

  inspect(request: FastifyRequest): Promise<Authentication> {
    const known = this.inspections.get(request);
    if (known !== undefined) return known;
    const inspection = this.inspectOnce(request);
    this.inspections.set(request, inspection);
    return inspection;
  }

  /** Not async: bearer tokens are the hot path. */
  private inspectOnce(request: FastifyRequest): Promise<Authentication> {
    const problem = faultOf(request);
    if (problem !== null) return Promise.resolve({ outcome: 'refused', problem });
    const header = request.headers.authorization ?? '';
    switch (schemePattern.exec(header)?.[1]?.toLowerCase()) {
      case 'bearer':
        return this.inspectBearer(request, header);
      case 'dpop':
        return this.inspectDpop(request, header);
      default:
        return Promise.resolve({ outcome: 'none', problem: this.missingToken(header) });
    }
  }

  private async inspectBearer(request: FastifyRequest, header: string): Promise<Authentication> {
    try {
      const claims = await this.checks.verifyToken(request, tokenOf(header));
      this.checkConfirmation(request, claims);
      return { outcome: 'good', claims, scheme: 'Bearer', headers: null, useProof: null };
    } catch (error) {
      return { outcome: 'refused', problem: problemOf(error, 'Bearer') };
    }
  }

  private async inspectDpop(request: FastifyRequest, header: string): Promise<Authentication> {
    try {
      const token = tokenOf(header);
      const claims = await this.checks.verifyToken(request, token);
      this.checkCertificate(request, claims);
      const proof = await this.checks.verifyProof(request, token, claims);
      const useProof = (): Promise<void> => this.useProof(proof);
      return { outcome: 'good', claims, scheme: 'DPoP', headers: this.dpop.nonceHeader, useProof };
    } catch (error) {
      return { outcome: 'refused', problem: problemOf(error, 'DPoP', this.dpop.nonceHeader) };
    }
  }

  private async useProof(proof: Proof): Promise<void> {
    try {
      await this.dpop.use(proof);
    } catch (error) {
      throw problemOf(error, 'DPoP', this.dpop.nonceHeader);
    }
  }

  /** Rejects a token bound to a key that this request does not prove, such as `jkt` of DPoP with the Bearer scheme. */
  private checkConfirmation(request: FastifyRequest, claims: TokenClaims): void {
    if (claims.cnf === undefined) {
      if (!this.config.requireSenderConstrained) return;
      throw new TokenRefused('The access token must be bound to a client certificate or to a key.');
    }
    if (!this.checkCertificate(request, claims)) throw otherBinding();
  }

  /** Returns false for a token without a certificate. @throws TokenRefused for one of another certificate */
  private checkCertificate(request: FastifyRequest, claims: TokenClaims): boolean {
    const confirmation = objectClaim(claims, 'cnf');
    if (confirmation['x5t#S256'] === undefined) return false;
    const expected = textClaim(confirmation, 'x5t#S256');
    const found = this.certificates.thumbprintOf(request.raw, request.log);
    if (found === null) {
      throw new TokenRefused(
        'The access token is bound to a client certificate, and the request arrived without one. Send it over mutual TLS.',
      );
    }
    if (expected !== found) throw otherBinding();
    return true;
  }

  /** Returns the 401 for a request without a token, with a DPoP challenge if plain bearer tokens are not enough. */
  private missingToken(header: string): Unauthenticated {
    const challenges = this.config.requireSenderConstrained
      ? `${challenge('Bearer')}, ${challenge('DPoP')}`
      : challenge('Bearer');
    return new Unauthenticated(header === '' ? noToken : otherScheme, challenges);
  }
}

const noToken =
  'An access token must be provided. Send it in the header Authorization, behind the word Bearer.';
const otherScheme =
  'Authorization has another scheme than Bearer and DPoP. Send an access token behind the word Bearer.';

/** Returns the fault in how a token is sent, whatever the token. */
function faultOf({ url, raw }: FastifyRequest): Problem | null {
  if (namesAccessToken(url)) {
    // RFC 6750 §2.3 and FAPI 2.0 §5.3.4: URLs are logged and leak, even with a valid header beside them.
    const sentence = 'access_token must not be in the query: send it in the header Authorization: Bearer';
    return new Invalid([sentence], { 'www-authenticate': challenge('Bearer', { error: 'invalid_request' }) });
  }
  // Node reads the first header, but a proxy may have checked another one.
  if (!isRepeated(raw.rawHeaders, 'authorization')) return null;
  return refusal('Bearer', 'invalid_token', 'Authorization must be given once.');
}

function tokenOf(header: string): string {
  const token = credentialsPattern.exec(header)?.[1];
  if (token === undefined)
    throw new TokenRefused(
      'The access token is malformed. Send one token as it was issued, without quotes or line breaks.',
    );
  return token;
}

function otherBinding(): TokenRefused {
  return new TokenRefused('The access token is bound to another client certificate or key.');
}

/** Rethrows other errors. */
function problemOf(error: unknown, scheme: TokenScheme, headers: ProblemHeaders = {}): Problem {
  if (error instanceof TokenRefused) return refusal(scheme, 'invalid_token', error.message, headers);
  if (error instanceof ProofRefused) return refusal(scheme, error.code, error.message, headers);
  if (error instanceof Problem) return error;
  throw error;
}

/** Also finds the percent-encoded name. */
function namesAccessToken(target: string): boolean {
  if (!target.includes('access_token') && !target.includes('%')) return false;
  return parseQueryLeniently(target).has('access_token');
}

/** Returns no parameters for a malformed query: `InputGuard` rejects it later. */
function parseQueryLeniently(target: string): ReadonlyMap<string, unknown> {
  try {
    return parseQuery(target);
  } catch {
    return new Map();
  }
}
