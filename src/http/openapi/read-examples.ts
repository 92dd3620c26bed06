import { readFileSync } from 'node:fs';
import type { ApiExamples } from './add-examples.js';

/**
 * Reads the examples of an API.
 * @param module the URL of a module in the folder of the file
 */
export function readExamples(module: string, file: string): ApiExamples {
  return JSON.parse(readFileSync(new URL(file, module), 'utf8')) as ApiExamples;
}
