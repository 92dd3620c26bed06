import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { readConfig } from '../../../config/config.js';
import { Signer } from '../../../http/signing/signer.js';
import { openSigningKeys } from '../../../http/signing/signing-keys.js';
import type { CommandTools } from '../../api-definition.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { readCheckpoint } from './read-checkpoint.js';
import { type LogVerdict, OtherLog, verifyLog } from './verify-log.js';

/** The options of `verify`. */
export interface VerifyOptions {
  /** File of a checkpoint. */
  readonly checkpoint?: string;
  /** File of the JWK set that verifies it. */
  readonly keys?: string;
}

const runbook = 'docs/operations/runbooks/broken-chain.md says what to do.';

/** Verifies the log, prints each fault, and fails if there is one. */
export async function verifyCommand(options: VerifyOptions, tools: CommandTools): Promise<void> {
  const checkpoint = await checkpointOf(options, tools);
  const verdict = await tools
    .withSession((session) => verifyLog(session, checkpoint))
    .catch((error: unknown) => {
      throw error instanceof OtherLog ? tools.failure(error.message) : error;
    });
  const { fault, differences } = verdict;
  const sentences = [...(fault === null ? [] : [fault]), ...differences.sentences];
  for (const sentence of sentences) process.stdout.write(`${sentence}\n`);
  if (sentences.length > 0)
    throw tools.failure(
      `The log and the tables do not agree (${differences.count + (fault === null ? 0 : 1)}). ${runbook}`,
    );
  process.stdout.write(summaryOf(verdict, checkpoint));
}

function summaryOf({ head, waiting }: LogVerdict, checkpoint: Checkpoint | null): string {
  return [
    `The log ${head.log} is whole up to position ${head.position}, whose hash is ${head.hash}.`,
    'Organisations, flags and administrators are what the log says.',
    ...(waiting === 0 ? [] : [`${waiting} later changes wait for their position.`]),
    ...(checkpoint === null ? [] : [`The log contains the checkpoint of position ${checkpoint.Position}.`]),
    '',
  ].join('\n');
}

async function checkpointOf(
  { checkpoint, keys }: VerifyOptions,
  tools: CommandTools,
): Promise<Checkpoint | null> {
  if (checkpoint === undefined) {
    if (keys !== undefined) throw tools.failure('--keys verifies a checkpoint: give --checkpoint too.');
    return null;
  }
  const read = async (path: string): Promise<string> =>
    readFile(path, 'utf8').catch((error: unknown) => {
      throw tools.failure(`${path} can not be read: ${messageOf(error)}.`);
    });
  const jws = await read(checkpoint);
  const keySet = keys === undefined ? await ownKeys() : toKeySet(await read(keys), keys, tools);
  try {
    return await readCheckpoint(jws, keySet);
  } catch (error) {
    throw tools.failure(`The checkpoint in ${checkpoint} is not valid: ${messageOf(error)}.`);
  }
}

async function ownKeys(): Promise<JSONWebKeySet> {
  return { keys: new Signer(await openSigningKeys(readConfig())).publicKeys };
}

function toKeySet(text: string, path: string, tools: CommandTools): JSONWebKeySet {
  try {
    const parsed = JSON.parse(text) as Partial<JSONWebKeySet> | null;
    if (Array.isArray(parsed?.keys)) return parsed as JSONWebKeySet;
  } catch {
    // The sentence below says it.
  }
  throw tools.failure(`${path} holds no JWK set. GET /.well-known/directory-keys returns one.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
