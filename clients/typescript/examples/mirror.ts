/**
 * Keeps a verified copy of the directory in plain files. The argument is the folder, by default `directory-copy`. Stop it as
 * you like: it goes on where it was. Settings, with the defaults of a local service: DIRECTORY_URL, ISSUER, CLIENT_ID,
 * CLIENT_SECRET.
 */
import { clientCredentials, DirectoryClient, type MirrorEvent } from 'organisations-directory-client';
import { FileStore } from 'organisations-directory-client/node';

const { env } = process;
const url = env.DIRECTORY_URL ?? 'http://127.0.0.1:3000';
const tokens = clientCredentials({
  issuer: env.ISSUER ?? `${url}/dev/oidc`,
  clientId: env.CLIENT_ID ?? 'dev-admin',
  clientSecret: env.CLIENT_SECRET ?? 'dev-admin-secret',
});
const directory = new DirectoryClient({ url, tokens });

function describe(event: MirrorEvent): string {
  switch (event.type) {
    case 'snapshot':
      return `snapshot: ${event.reason}`;
    case 'changes':
      return `changes up to ${event.place}: ${event.entries} entries, ${event.verified} hashes verified`;
    case 'current':
      return `current at ${event.place}`;
    case 'checkpoint':
      return `checkpoint ${event.place}: signature and hash are right`;
    case 'retry':
      return `waiting: ${String(event.error)}`;
  }
}

const end = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    end.abort();
  });
}

try {
  await directory.mirror(new FileStore(process.argv[2] ?? 'directory-copy'), {
    signal: end.signal,
    onEvent: (event) => {
      console.log(describe(event));
    },
  });
} catch (error) {
  if (!end.signal.aborted) throw error;
}
