import { ConfigError } from './config-error.js';

/**
 * Adds the settings of `.env` in the working directory to the environment. A variable that is set wins, even an empty one.
 * @throws ConfigError if the file exists and can't be read
 */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return;
    const reason = code === 'EISDIR' ? 'it is a folder' : `${code}: this user needs read access`;
    throw new ConfigError(`.env in the working directory can't be read (${reason}).`);
  }
}
