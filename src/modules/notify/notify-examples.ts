import { readExamples } from '../../http/openapi/read-examples.js';

/** The examples of the Notify API's OpenAPI document. */
export const notifyExamples = readExamples(import.meta.url, 'notify-examples.json');
