import { type Command, InvalidArgumentError } from 'commander';
import { developmentApiKeyName } from '../../../config/notify-config.js';
import { ConstraintViolation } from '../../../database/database-errors.js';
import type { Queryable } from '../../../database/queryable.js';
import type { CommandTools } from '../../api-definition.js';
import { type ApiKeyScope, apiKeyScopes } from '../auth/api-key-scopes.js';
import { ApiKeyAdministrationRepository } from './api-key-administration.repository.js';
import { expiryWords, readExpiry } from './expiry.js';
import { newApiKey } from './new-api-key.js';

const keys = new ApiKeyAdministrationRepository();
const insufficientPrivilege = '42501';

/** Registers `api-key create`, `api-key list` and `api-key revoke`. */
export function addApiKeyCommands(program: Command, tools: CommandTools): void {
  const group = program.command('api-key').description('Create, list and revoke keys of the Notify API.');
  group
    .command('create')
    .description('Create a key and print it. It is shown once: the database stores its hash only.')
    .argument('<name>', 'the holder, as the audit will name it', apiKeyName)
    .requiredOption('--scopes <list>', `one or more of ${apiKeyScopes.join(', ')}, with commas`, scopesOf)
    .option('--expires <when>', expiryWords, expiryOf)
    .addHelpText(
      'after',
      tools.example(
        'api-key create reports --scopes read',
        'api-key create operations --scopes read,write,mail --expires 90',
      ),
    )
    .action((name: string, options: { scopes: ApiKeyScope[]; expires?: Date }) =>
      create(tools, name, options),
    );
  group
    .command('list')
    .description('Print the keys without their secrets, one line of JSON each.')
    .addHelpText('after', tools.example('api-key list'))
    .action(() => list(tools));
  group
    .command('revoke')
    .description('Revoke a key. All instances refuse it from their next request on.')
    .argument('<name>', 'of the key', apiKeyName)
    .addHelpText('after', tools.example('api-key revoke reports'))
    .action((name: string) => revoke(tools, name));
}

async function create(
  tools: CommandTools,
  name: string,
  { scopes, expires = null }: { scopes: ApiKeyScope[]; expires?: Date | null },
): Promise<void> {
  const { key, sha256 } = newApiKey();
  try {
    await inSession(tools, (session) =>
      keys.insert(session, { name, sha256, scopes, createdAt: new Date(), expiresAt: expires }),
    );
  } catch (error) {
    if (!(error instanceof ConstraintViolation)) throw error;
    throw tools.failure(`A key named ${name} exists. Choose another name, or revoke that key first.`);
  }
  await tools.recordEvent('api_key.created', {
    name,
    scopes,
    expiresAt: expires?.toISOString() ?? null,
  });
  process.stdout.write(`${key}\n`);
}

async function list(tools: CommandTools): Promise<void> {
  const found = await inSession(tools, (session) => keys.list(session, new Date()));
  for (const key of found) process.stdout.write(`${JSON.stringify(key)}\n`);
}

async function revoke(tools: CommandTools, name: string): Promise<void> {
  const earlier = await inSession(tools, async (session) => {
    if (await keys.revoke(session, name, new Date())) return 'none';
    return keys.findRevocation(session, name);
  });
  if (earlier === null) throw tools.failure(`No key is named ${name}.`);
  if (earlier === 'none') {
    await tools.recordEvent('api_key.revoked', { name });
    process.stdout.write(`The key ${name} is revoked.\n`);
  } else {
    process.stdout.write(`The key ${name} was revoked at ${earlier.toISOString()}. Nothing was changed.\n`);
  }
}

/** Runs the work as an owner of the tables. */
async function inSession<Result>(
  tools: CommandTools,
  work: (session: Queryable) => Promise<Result>,
): Promise<Result> {
  try {
    return await tools.withSession(work);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === insufficientPrivilege)) throw error;
    throw tools.failure(
      'The role of DATABASE_URL may not change API keys. Run the command with the URL of the owner of the tables.',
    );
  }
}

function apiKeyName(text: string): string {
  if (text === developmentApiKeyName)
    throw new InvalidArgumentError('It names the key of development; choose another name.');
  if (/^[\w.@-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 100 letters, digits or any of . _ @ -');
}

function scopesOf(text: string): ApiKeyScope[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.every((word) => apiKeyScopes.some((scope) => scope === word)))
    return apiKeyScopes.filter((scope) => words.includes(scope));
  throw new InvalidArgumentError(
    `It must be one or more of ${apiKeyScopes.join(', ')}, separated by commas.`,
  );
}

function expiryOf(text: string): Date {
  const expiry = readExpiry(text, new Date());
  if (expiry === null) throw new InvalidArgumentError(`It must be ${expiryWords}.`);
  return expiry;
}
