import { clientCredentials, DirectoryClient } from 'organisations-directory-client';

const url = process.env.DIRECTORY_URL ?? 'http://127.0.0.1:3000';
const tokens = clientCredentials({
  issuer: `${url}/dev/oidc`,
  clientId: 'dev-software',
  clientSecret: 'dev-software-secret',
});
const directory = new DirectoryClient({ url, tokens });

for await (const organisation of directory.organisations.list({ filterBy: 'sample bank' }))
  console.log(organisation.OrganisationName);
