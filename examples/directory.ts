/**
 * A TPP client and an administrator's client of the directory. Needs Node.js and no package: Node.js 22.18 or later runs this
 * file as it is. Settings, with the defaults of a local service: DIRECTORY_URL, ISSUER.
 */
const directoryUrl = process.env.DIRECTORY_URL ?? 'http://127.0.0.1:3000';
const issuer = process.env.ISSUER ?? `${directoryUrl}/dev/oidc`;
const organisationId = 'c0ffee00-0000-4000-8000-000000000001';

/** Some fields of an organisation; openapi/directory.json has all of them. */
interface Organisation {
  readonly OrganisationId: string;
  readonly OrganisationName: string;
  readonly AddressLine2: string | null;
}

interface Page {
  readonly content: readonly Organisation[];
  readonly totalPages: number;
}

/** An error response: its status, its sentences and the id that the operator finds in the log. */
class DirectoryError extends Error {
  readonly status: number;

  constructor(response: Response, sentences: readonly string[]) {
    const interactionId = response.headers.get('x-fapi-interaction-id') ?? 'no interaction id';
    super(`${response.status} ${sentences.join(' ')} (${interactionId})`);
    this.status = response.status;
  }
}

/** Sends a request. Repeats it after 429 and 503, as Retry-After says. */
async function send(url: string, request: RequestInit = {}, attempts = 4): Promise<Response> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(30_000) });
  if (response.ok) return response;
  if ([429, 503].includes(response.status) && attempts > 1) {
    await response.body?.cancel();
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    return send(url, request, attempts - 1);
  }
  const text = await response.text();
  let body: { errors?: string[] } = {};
  try {
    body = JSON.parse(text) as { errors?: string[] };
  } catch {
    // A proxy may answer in another format.
  }
  throw new DirectoryError(response, body.errors ?? [text]);
}

/** Returns an access token by client credentials (RFC 6749 §4.4). */
async function tokenOf(clientId: string, clientSecret: string): Promise<string> {
  const metadata = (await (await send(`${issuer}/.well-known/openid-configuration`)).json()) as {
    token_endpoint: string;
  };
  const response = await send(metadata.token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Yields each Active organisation, page by page. */
async function* activeOrganisations(token: string): AsyncGenerator<Organisation> {
  for (let page = 0, totalPages = 1; page < totalPages; page += 1) {
    const query = new URLSearchParams({ hideInactive: 'true', size: '20', page: String(page) });
    const response = await send(`${directoryUrl}/organisations?${query.toString()}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const answer = (await response.json()) as Page;
    yield* answer.content;
    totalPages = answer.totalPages;
  }
}

/** Changes fields of an organisation. Reads it again if somebody else changed it meanwhile (412). */
async function change(token: string, id: string, fields: Partial<Organisation>): Promise<Organisation> {
  const url = `${directoryUrl}/organisations/${encodeURIComponent(id)}`;
  const authorization = `Bearer ${token}`;
  const etag = (await send(url, { headers: { authorization } })).headers.get('etag') ?? '';
  try {
    const response = await send(url, {
      method: 'PATCH',
      headers: { authorization, 'if-match': etag, 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(fields),
    });
    return (await response.json()) as Organisation;
  } catch (error) {
    if (error instanceof DirectoryError && error.status === 412) return change(token, id, fields);
    throw error;
  }
}

const reader = await tokenOf('dev-software', 'dev-software-secret');
const names: string[] = [];
for await (const organisation of activeOrganisations(reader)) names.push(organisation.OrganisationName);
console.log(`Active organisations: ${names.length}`);

const administrator = await tokenOf('dev-organisation', 'dev-organisation-secret');
const { AddressLine2 } = await change(administrator, organisationId, { AddressLine2: 'Floor 5' });
console.log(`AddressLine2: ${AddressLine2 ?? 'none'}`);

export {};
