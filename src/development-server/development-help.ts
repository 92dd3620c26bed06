import { developmentClients, developmentUsers, swaggerUiClientId } from './development-identities.js';

const clients = developmentClients.map(
  ({ id, secret, description }) => `- \`${id}\`, secret \`${secret}\`: ${description}`,
);
const users = developmentUsers.map(({ id, description }) => `- \`${id}\`: ${description}`);

/** Markdown for the Authorize dialog: the clients and users of the development server. */
export const developmentHelp = [
  '**For development only.** No scope need be ticked: one gets those of the client.',
  'By client credentials, put one of these into client_id and client_secret:',
  clients.join('\n'),
  `By authorisation code, leave client_id at \`${swaggerUiClientId}\` and client_secret empty, and choose a user:`,
  users.join('\n'),
].join('\n\n');
