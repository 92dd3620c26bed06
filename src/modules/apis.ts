import type { ApiDefinition, ApiHttp } from './api-definition.js';
import { directoryApi } from './directory/directory-api.js';
import { notifyApi } from './notify/notify-api.js';

/** The APIs of the service. The first one's error dialect also answers paths that no API owns. */
export const apis: readonly [ApiDefinition, ...ApiDefinition[]] = [directoryApi, notifyApi];

/** The tables of all APIs. */
export const schemas = apis.map((api) => api.schema);

/** An API with its HTTP side. */
export interface LoadedApi extends ApiHttp {
  readonly name: string;
}

/** Loads the HTTP side of every API. */
export async function loadApis(): Promise<[LoadedApi, ...LoadedApi[]]> {
  const [first, ...others] = apis;
  const load = async ({ name, http }: ApiDefinition): Promise<LoadedApi> => ({ name, ...(await http()) });
  return [await load(first), ...(await Promise.all(others.map(load)))];
}
