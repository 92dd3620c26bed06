import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import { developmentUsers } from './development-identities.js';
import { loginPage, messagePage, pageHeaders } from './login-page.js';

interface SignInRoute {
  Params: { uid: string; email: string };
}

/** Mounts the sign-in pages between an authorisation request and its response. */
export function mountSignIn(fastify: FastifyInstance, provider: Provider, mountPath: string): void {
  const path = `${mountPath}/interaction/:uid`;

  fastify.get<SignInRoute>(path, async (request, reply) => {
    const client = await clientOf(provider, request, reply);
    if (client === null) return expired(reply);
    return reply
      .headers(pageHeaders)
      .send(loginPage(`${mountPath}/interaction/${request.params.uid}`, client));
  });

  fastify.post<SignInRoute>(`${path}/:email`, async (request, reply) => {
    const user = developmentUsers.find(({ id }) => id === request.params.email);
    if (user === undefined) return unknownUser(reply);
    return finish(provider, request, reply, { login: { accountId: user.id, remember: false } });
  });

  fastify.post<SignInRoute>(path, (request, reply) =>
    finish(provider, request, reply, {
      error: 'access_denied',
      error_description: 'the sign-in was cancelled',
    }),
  );
}

/** Returns the name of the client that waits for this sign-in; null if none waits, or no longer. */
async function clientOf(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | null> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => null);
  const clientId = interaction?.params.client_id;
  if (typeof clientId !== 'string') return null;
  const client = await provider.Client.find(clientId);
  return client?.clientName ?? clientId;
}

async function finish(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
  result: InteractionResults,
): Promise<FastifyReply> {
  const isWaiting = (await clientOf(provider, request, reply)) !== null;
  if (!isWaiting) return expired(reply);
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303);
}

function expired(reply: FastifyReply): FastifyReply {
  const message = 'This sign-in has expired, or it was begun in another browser.';
  return reply.code(400).headers(pageHeaders).send(messagePage('No sign-in is waiting', message));
}

function unknownUser(reply: FastifyReply): FastifyReply {
  return reply
    .code(400)
    .headers(pageHeaders)
    .send(messagePage('Nobody is called that', 'Choose one of the users.'));
}
