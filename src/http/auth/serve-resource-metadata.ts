import type { FastifyInstance, FastifyRequest } from 'fastify';
import { signatureAlgorithms } from './challenges.js';

/** The resource server as its metadata describes it. */
export interface ResourceMetadata {
  readonly name: string;
  readonly issuer: string;
  /** True if `/docs` is served. */
  readonly isDocumented: boolean;
  readonly scopes: readonly string[];
  /** True where client certificates reach the service. */
  readonly bindsTokensToCertificates: boolean;
  /** Returns the URL at which the client reached the service, without a slash at its end. */
  readonly publicUrlOf: (request: FastifyRequest) => string;
}

/** Serves the metadata of the protected resource (RFC 9728). */
export function serveResourceMetadata(fastify: FastifyInstance, metadata: ResourceMetadata): void {
  fastify.get('/.well-known/oauth-protected-resource', (request, reply) => {
    const resource = metadata.publicUrlOf(request);
    return reply.header('cache-control', 'public, max-age=3600').send({
      resource,
      resource_name: metadata.name,
      ...(metadata.isDocumented ? { resource_documentation: `${resource}/docs` } : {}),
      authorization_servers: [metadata.issuer],
      scopes_supported: metadata.scopes,
      bearer_methods_supported: ['header'],
      tls_client_certificate_bound_access_tokens: metadata.bindsTokensToCertificates,
      dpop_signing_alg_values_supported: signatureAlgorithms,
    });
  });
}
