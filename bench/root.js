import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the project. */
export const root = join(import.meta.dirname, '..');

/** Node's arguments in `npm start`: memory limits and the service. */
export const startArguments = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .slice(1)
  .map((part) => (part === 'dist/main.js' ? join(root, part) : part));
