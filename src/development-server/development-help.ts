import { developmentClients, developmentUsers, swaggerUiClientId } from './development-identities.js';

const clients = developmentClients.map(
  ({ id, secret, description }) => `- \`${id}\`, secret \`${secret}\`: ${description}`,
);
const users = developmentUsers.map(({ id, description }) => `- \`${id}\`: ${description}`);

/** Who may get a token from the development server, and how; Markdown, for whoever is about to authorise. */
export const developmentHelp = [
  '**For development only.** No scope need be ticked: one gets those of the client.',
  'By client credentials, put one of these into client_id and client_secret:',
  clients.join('\n'),
  `By authorisation code, leave client_id at \`${swaggerUiClientId}\` and client_secret empty, and choose a user:`,
  users.join('\n'),
].join('\n\n');
