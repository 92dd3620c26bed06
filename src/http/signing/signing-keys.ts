import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../config/config-error.js';
import { missingSigningKey, readSigningKeys, type SigningKeys } from '../../config/signing-config.js';
import { createKeyFile } from './create-key-file.js';

/** The settings that decide which keys sign. */
export interface SigningSettings {
  readonly isProduction: boolean;
  readonly signingKeyFile: string | null;
  readonly dataDir: string;
}

/**
 * Returns the keys of SIGNING_KEY_FILE. Without the setting a development service makes a key in DATA_DIR once, so that
 * signatures stay valid after a restart.
 * @throws ConfigError if the file is missing in production, or has the wrong content
 */
export async function openSigningKeys(settings: SigningSettings): Promise<SigningKeys> {
  const { signingKeyFile } = settings;
  const toError = (message: string): Error => new ConfigError(message);
  if (signingKeyFile !== null) return readSigningKeys(signingKeyFile, 'SIGNING_KEY_FILE', toError);
  if (settings.isProduction) throw new ConfigError(missingSigningKey);
  const path = join(settings.dataDir, 'signing-keys.json');
  if (!existsSync(path)) await createKeyFile(path);
  return readSigningKeys(path, 'The file of the signing keys in DATA_DIR', toError);
}
