import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import { type DevelopmentIdentity, developmentUsers } from './development-identities.js';
import { loginPage, messagePage, pageHeaders } from './login-page.js';

interface SignInRoute {
  Params: { uid: string; email: string };
}

/**
 * Mounts the sign-in pages between an authorisation request and its response. A request whose `login_hint` names a user
 * gets no page: that user is signed in.
 */
export function mountSignIn(fastify: FastifyInstance, provider: Provider, mountPath: string): void {
  const path = `${mountPath}/interaction/:uid`;

  fastify.get<SignInRoute>(path, async (request, reply) => {
    const waiting = await waitingSignIn(provider, request, reply);
    if (waiting === null) return expired(reply);
    if (waiting.hinted !== null) return signIn(provider, request, reply, waiting.hinted);
    return reply
      .headers(pageHeaders)
      .send(loginPage(`${mountPath}/interaction/${request.params.uid}`, waiting.client));
  });

  fastify.post<SignInRoute>(`${path}/:email`, async (request, reply) => {
    const user = findUser(request.params.email);
    return user === null ? unknownUser(reply) : signIn(provider, request, reply, user);
  });

  fastify.post<SignInRoute>(path, (request, reply) =>
    finish(provider, request, reply, {
      error: 'access_denied',
      error_description: 'the sign-in was cancelled',
    }),
  );
}

/** An authorisation request between its arrival and the choice of a user. */
interface WaitingSignIn {
  /** Name of the client. */
  readonly client: string;
  /** The user that the client has chosen; null: the page offers all. */
  readonly hinted: DevelopmentIdentity | null;
}

/** Returns the sign-in that this browser has begun; null if there is none, or no longer. */
async function waitingSignIn(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<WaitingSignIn | null> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => null);
  const { client_id: clientId, login_hint: hint } = interaction?.params ?? {};
  if (typeof clientId !== 'string') return null;
  const client = await provider.Client.find(clientId);
  return { client: client?.clientName ?? clientId, hinted: findUser(hint) };
}

function findUser(email: unknown): DevelopmentIdentity | null {
  return developmentUsers.find(({ id }) => id === email) ?? null;
}

async function signIn(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
  { id }: DevelopmentIdentity,
): Promise<FastifyReply> {
  await endSession(provider, request, reply);
  return finish(provider, request, reply, { login: { accountId: id, remember: false } });
}

/**
 * Ends the session of the user who signed in before in this browser. The provider would end that of another user by a form
 * that a script sends, which the policy of the service blocks.
 */
async function endSession(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => null);
  if (interaction?.session === undefined) return;
  const session = await provider.Session.findByUid(interaction.session.uid);
  await session?.destroy();
  delete interaction.session;
  await interaction.persist();
}

async function finish(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
  result: InteractionResults,
): Promise<FastifyReply> {
  if ((await waitingSignIn(provider, request, reply)) === null) return expired(reply);
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
