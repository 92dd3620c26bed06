import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.js';

/**
 * Adds the settings of `.env` in the working directory to the environment. A variable that is set wins, even an empty one.
 * Not `process.loadEnvFile`, whose errors do not say what is wrong with the file.
 * @throws ConfigError if the file exists and can't be read
 */
export function loadEnvFile(): void {
  for (const [name, value] of Object.entries(parseEnv(readEnvFile()))) process.env[name] ??= value;
}

function readEnvFile(): string {
  try {
    // Editors of Windows write a byte order mark, which would be part of the first name.
    return readFileSync('.env', 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return '';
    const reason = code === 'EISDIR' ? 'it is a folder' : `${code}; this user needs read access`;
    throw new ConfigError(`.env in the working directory can't be read: ${reason}.`);
  }
}
