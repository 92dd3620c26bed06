import type { Client } from 'openapi-fetch';
import type { paths } from '../openapi.js';

/** Every operation of the OpenAPI document by method and path, with typed parameters, bodies and answers. */
export type Api = Client<paths, 'application/json'>;
