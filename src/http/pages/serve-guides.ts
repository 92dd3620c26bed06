import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const folder = fileURLToPath(new URL('../../../docs', import.meta.url));

/**
 * Serves the documents of the repository as plain text below `/docs/`, under their own paths, so that the links of Swagger
 * UI work without the repository. Serves none if the folder is not installed.
 */
export function serveGuides(fastify: FastifyInstance): void {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => each.endsWith('.md'))) {
    const path = join(folder, name);
    fastify.get(`/docs/${name.replaceAll(sep, '/')}`, (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(readFileSync(path)),
    );
  }
}
