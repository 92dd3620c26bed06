import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Config } from '../../src/config/config.js';
import { createLogger } from '../../src/http/logging/logger.js';
import type { Answer } from './answer.js';

/**
 * Stores logs, error bodies and secrets for the end of the run, when `secret-scan.js` searches every log and error body
 * for every secret used. Each process of the run has its own files.
 */
function fileOf(kind: 'secrets' | 'log' | 'events' | 'errors' | 'output'): string | null {
  const folder = process.env.TEST_EVIDENCE_DIR;
  return folder === undefined ? null : join(folder, `${kind}-${process.pid}.txt`);
}

const noted = new Set<string>();

/** Minimum length of a secret; shorter ones could be any word. */
const leastLength = 12;

/** Records a token, key or password that no log may contain; returns it. */
export function noteSecret(secret: string): string {
  const file = fileOf('secrets');
  if (file !== null && secret.length >= leastLength && !noted.has(secret)) {
    noted.add(secret);
    appendFileSync(file, `${JSON.stringify(secret)}\n`);
  }
  return secret;
}

/** Records the secrets among the settings of a service. */
export function noteSettings(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (name.endsWith('_SECRETS')) value.split(',').forEach(noteSecret);
    else if (/_(SECRET|KEY|PASSWORD)$/.test(name)) noteSecret(value);
    else if (/_URLS?$/.test(name)) value.split(',').forEach(notePassword);
  }
}

function notePassword(url: string): void {
  const { password = '' } = URL.parse(url) ?? {};
  noteSecret(password);
  noteSecret(decodeURIComponent(password));
}

/** Records the body of an error response; returns the response. */
export function noteErrorBody(answer: Answer): Answer {
  const file = fileOf('errors');
  if (file !== null && answer.status >= 400) appendFileSync(file, `${answer.text}\n`);
  return answer;
}

/** Records the log lines of a process's output. Rows of its greeting that show development keys are left out. */
export function noteOutput(text: string): void {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('{') || !/^(?: {2}(?:Clients|Notify)|.*development)/i.test(line));
  const file = fileOf('output');
  if (file !== null) appendFileSync(file, `${lines.join('\n')}\n`);
}

/** Records the security events of a service with this data folder. */
export function noteEvents(dataDir: string): void {
  const [source, file] = [join(dataDir, 'security-events.ndjson'), fileOf('events')];
  if (file !== null && existsSync(source)) appendFileSync(file, readFileSync(source));
}

/** The service's own logger, which writes to the run's evidence. */
export function testLogger(logLevel: Config['logLevel']): pino.Logger {
  const dest = fileOf('log');
  if (dest === null) return pino({ level: 'silent' });
  return createLogger({ logLevel, logFormat: 'json' }, pino.destination({ dest, sync: true }));
}
