import { createHash } from 'node:crypto';
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Logo } from '../../config/console-logo.js';
import type { ConsoleBuild } from './find-console.js';

/** For files whose name contains a hash of their content. */
const immutable = 'public, max-age=31536000, immutable';
const forOneDay = 'public, max-age=86400';

const assets = '/console/assets/';

/** Serves the files of the build, in the compressed form that the client accepts. */
export async function serveConsoleFiles(
  fastify: FastifyInstance,
  { folder, files }: ConsoleBuild,
): Promise<void> {
  await fastify.register(async (routes) => {
    routes.addHook('onSend', ({ url }, reply, payload, done) => {
      // Not on errors: a cache would keep the 404 of a file that another instance has.
      if (reply.statusCode < 400) {
        const isHashed = url.startsWith(assets);
        reply.headers({ 'cache-control': isHashed ? immutable : forOneDay, vary: 'accept-encoding' });
      }
      done(null, payload);
    });
    await routes.register(serveStatic, {
      root: join(folder, 'assets'),
      prefix: assets,
      index: false,
      preCompressed: true,
      cacheControl: false,
      // A compressed form has no address of its own.
      allowedPath: (path) => !/\.(?:br|gz)$/.test(path),
    });
    for (const file of files) {
      routes.get(`/console/${file}`, (_request, reply) => reply.sendFile(file, folder));
    }
  });
}

/** Returns the name of the logo's file. It changes with the logo, so that no cache holds an old one. */
export function logoName({ content, format }: Logo): string {
  return `logo-${createHash('sha256').update(content).digest('base64url').slice(0, 12)}.${format}`;
}

/** Serves the operator's logo at its name below `/console/`. */
export function serveLogo(fastify: FastifyInstance, logo: Logo): void {
  fastify.get(`/console/${logoName(logo)}`, (_request, reply) => {
    // Opened as a page of its own, an SVG could run scripts of this origin.
    if (logo.format === 'svg') reply.header('content-security-policy', svgPolicy);
    return reply.type(logoTypes[logo.format]).header('cache-control', immutable).send(logo.content);
  });
}

const svgPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

const logoTypes: Readonly<Record<Logo['format'], string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
};
