import { ConfigError } from './config/config-error.js';
import { loadEnvFile } from './config/env-file.js';
import { EmbeddedServerError } from './database/embedded/embedded-server-error.js';
import { runService } from './service.js';
import { ServiceError } from './service-error.js';

try {
  loadEnvFile();
  await runService();
} catch (error) {
  const isForeseen =
    error instanceof ConfigError || error instanceof EmbeddedServerError || error instanceof ServiceError;
  process.stderr.write(
    `${isForeseen ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
