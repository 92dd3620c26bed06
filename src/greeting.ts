import { join, relative } from 'node:path';
import type { Config } from './config/config.js';
import { isLoopback } from './config/loopback.js';
import { developmentClients, developmentUsers } from './development-server/development-identities.js';
import { apis } from './modules/apis.js';
import { packageRoot } from './version.js';

/** The width of the left column. */
const labelWidth = 12;

/**
 * Returns the text after the start, at most ten lines: the addresses, the sample identities of the development settings,
 * the folders, how to stop, and two commands that get a page of organisations. Empty in production.
 * @param isConsoleBuilt false if `/console/` only says that the console is not built
 */
export function greeting(config: Config, isConsoleBuilt: boolean): string {
  if (config.isProduction) return '';
  const { auth, localOrigin } = config;
  const lines = [
    `Organisations Directory is ready at ${localOrigin} (Ctrl+C stops it)`,
    ...(config.console.clientId === null ? [] : [row('Console', consoleAddress(config, isConsoleBuilt))]),
    ...(config.docs ? [row('Swagger UI', `${localOrigin}/docs`)] : []),
    ...(auth.isDevelopmentServer ? identities() : []),
    ...apis.flatMap((api) => api.greeting?.(config) ?? []).map(([label, text]) => row(label, text)),
    ...folders(config),
    // The token's issuer has the scheme of the service, which a command without its certificate does not know.
    ...(auth.isDevelopmentServer && config.tls === null ? firstRequest(config) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)}${text}`;
}

function consoleAddress({ localOrigin }: Config, isConsoleBuilt: boolean): string {
  return isConsoleBuilt ? `${localOrigin}/console/` : 'is not built; run npm install, then start again';
}

function identities(): string[] {
  const clients = developmentClients.map(({ id, secret }, index) => (index === 0 ? `${id} / ${secret}` : id));
  return [row('Clients', clients.join(', ')), row('Users', developmentUsers.map(({ id }) => id).join(', '))];
}

function folders({ databaseUrl, dataDir, mail }: Config): string[] {
  const mails = mail.smtpUrl === null ? shown(join(dataDir, 'mail')) : null;
  if (databaseUrl !== null) return mails === null ? [] : [row('Mails', mails)];
  return [row('Data', mails === null ? shown(dataDir) : `${shown(dataDir)}; mails: ${mails}`)];
}

/** Two commands that work when pasted into a shell with the working directory of the service. */
function firstRequest(config: Config): string[] {
  return [
    `TOKEN=$(${tokenCommand(config)})`,
    `curl -s --oauth2-bearer "$TOKEN" '${config.localOrigin}/organisations?size=1'`,
  ];
}

/** A token names its issuer, which is the service's address; so the command needs the settings of the address. */
function tokenCommand({ host, port, dataDir, auth }: Config): string {
  const settings = [
    ...(host === '127.0.0.1' ? [] : [`HOST=${host}`]),
    ...(isLoopback(host) ? [] : ['ALLOW_DEVELOPMENT_ON_NETWORK=true']),
    ...(port === 3000 ? [] : [`PORT=${port}`]),
    ...(dataDir === join(process.cwd(), 'data') ? [] : [`DATA_DIR='${dataDir}'`]),
    ...(auth.audience === 'organisations-directory' ? [] : [`AUTH_AUDIENCE='${auth.audience}'`]),
  ];
  const isInPackage = process.cwd() === packageRoot;
  const command = isInPackage
    ? 'npm run -s cli -- token'
    : `node '${join(packageRoot, 'dist', 'cli.js')}' token`;
  return [...settings, command].join(' ');
}

/** Returns a path relative to the working directory where it is below it. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') ? path : `./${fromHere}`;
}
