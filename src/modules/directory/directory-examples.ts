import { readExamples } from '../../http/openapi/read-examples.js';

/** The examples of the directory's OpenAPI document. */
export const directoryExamples = readExamples(import.meta.url, 'directory-examples.json');
