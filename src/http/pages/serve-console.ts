import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logo } from '../../config/console-logo.js';
import type { PublicAddress } from '../routing/public-address.js';
import { pathOf } from '../routing/request-path.js';
import { consoleNotBuilt } from './console-not-built.js';
import { ConsolePage, consolePolicy } from './console-page.js';
import type { ConsoleSettings } from './console-settings.js';
import type { ConsoleBuild } from './find-console.js';
import { logoName, serveConsoleFiles, serveLogo } from './serve-console-files.js';

/** The settings of the page, with the operator's logo itself in place of its address. */
export interface ServedConsole extends Omit<ConsoleSettings, 'logo'> {
  readonly logo: Logo | null;
}

type SendPage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * Serves the console at `/console/`, and its page at every path below, so that a link to any of its pages works. If the
 * console is not built, a page with status 503 names the command.
 * @param build null: not built
 */
export async function serveConsole(
  fastify: FastifyInstance,
  served: ServedConsole,
  address: Pick<PublicAddress, 'basePath'>,
  build: ConsoleBuild | null,
): Promise<void> {
  const settings = { ...served, logo: served.logo === null ? null : logoName(served.logo) };
  const sendPage = build === null ? sendNotBuilt : pageOf(build.html, settings, address);
  fastify.get('/console', (request, reply) => {
    // The router ignores the slash at the end; the base of the page has one.
    const path = pathOf(request.url);
    if (path.endsWith('/')) return sendPage(request, reply);
    return reply.redirect(`/console/${request.url.slice(path.length)}`, 308);
  });
  fastify.get('/console/*', sendPage);
  if (served.logo !== null) serveLogo(fastify, served.logo);
  if (build !== null) await serveConsoleFiles(fastify, build);
}

function pageOf(html: string, settings: ConsoleSettings, address: Pick<PublicAddress, 'basePath'>): SendPage {
  const page = new ConsolePage(html, settings);
  const policy = consolePolicy(settings);
  return (request, reply) => {
    const rendered = page.below(address.basePath(request.raw));
    return reply
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache', etag: rendered.tag })
      .send(rendered.html);
  };
}

function sendNotBuilt(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(503).type('text/html; charset=utf-8').send(consoleNotBuilt);
}
