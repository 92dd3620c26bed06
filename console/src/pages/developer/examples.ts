import { curlOf } from '../../directory/curl.ts';

/** The sample client of the development server that may read everything. */
const sampleClient = { id: 'dev-software', secret: 'dev-software-secret' };
const placeholders = { id: 'CLIENT_ID', secret: 'CLIENT_SECRET' };

/** The addresses to which programs send their requests. */
export interface Addresses {
  /** With a slash at the end. */
  readonly directory: string;
  readonly issuer: string;
  readonly isDevelopment: boolean;
}

/** Returns the command that asks the development server for a token by the service's own command line. */
export function commandLineToken(): string {
  return `TOKEN=$(npm run -s cli -- token ${sampleClient.id})`;
}

/** Returns the command that gets a token by client credentials (RFC 6749 §4.4). */
export function clientCredentialsToken(tokenEndpoint: string, isDevelopment: boolean): string {
  const { id, secret } = isDevelopment ? sampleClient : placeholders;
  const scope = isDevelopment ? '' : " -d 'scope=directory:software'";
  return [
    `TOKEN=$(curl -s '${tokenEndpoint}' \\`,
    `  -u '${id}:${secret}' -d grant_type=client_credentials${scope} |`,
    String.raw`  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')`,
  ].join('\n');
}

/** Returns the commands that send the usual requests. @param organisationId one that the person may read, if any */
export function requestExamples(directory: string, organisationId: string | null) {
  const id = organisationId === null ? 'ORGANISATION_ID' : inUrl(organisationId);
  const organisation = `${directory}organisations/${id}`;
  return {
    list: curlOf(`${directory}organisations?size=10&sort=OrganisationName`),
    one: curlOf(organisation),
    changes: curlOf(`${directory}organisations/changes?limit=10`),
    amend: [
      `ETAG=$(curl -sI '${organisation}' -H "authorization: Bearer $TOKEN" |`,
      String.raw`  sed -n 's/^[Ee][Tt][Aa][Gg]: *//p' | tr -d '\r')`,
      `curl -X PATCH '${organisation}' \\`,
      `  -H "authorization: Bearer $TOKEN" -H "if-match: $ETAG" \\`,
      `  -H 'content-type: application/merge-patch+json' -d '{"AddressLine2": "Floor 3"}'`,
    ].join('\n'),
    participants: `curl '${directory}organisations/export/open-data'`,
  };
}

/** A single quote would end the text of the shell. */
function inUrl(id: string): string {
  return encodeURIComponent(id).replaceAll("'", '%27');
}

/** Returns a program that lists organisations with the TypeScript client. */
export function typeScriptExample({ directory, issuer, isDevelopment }: Addresses): string {
  const { id, secret } = isDevelopment ? sampleClient : placeholders;
  return `import { clientCredentials, DirectoryClient } from 'organisations-directory-client';

const directory = new DirectoryClient({
  url: '${directory}',
  tokens: clientCredentials({
    issuer: '${issuer}',
    clientId: '${id}',
    clientSecret: '${secret}',
  }),
});
for await (const organisation of directory.organisations.list({ hideInactive: 'true' })) {
  console.log(organisation.OrganisationId, organisation.OrganisationName);
}`;
}
