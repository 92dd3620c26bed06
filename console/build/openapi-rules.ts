import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { virtualModule } from './virtual-module.ts';

const document = fileURLToPath(new URL('../../openapi/directory.json', import.meta.url));

interface OpenApi {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/**
 * Makes the module `virtual:openapi`: the schemas of all request bodies of the committed OpenAPI document, so that forms
 * have their fields, bounds and enumerations from there. The rest of the document stays out of the bundle.
 */
export function openapiRules(): Plugin {
  const codeOf = (): string => {
    const { components } = JSON.parse(readFileSync(document, 'utf8')) as OpenApi;
    const requests = Object.entries(components.schemas).filter(([name]) => name.endsWith('Request'));
    return `export const requestSchemas = ${JSON.stringify(Object.fromEntries(requests))};`;
  };
  return virtualModule('virtual:openapi', codeOf, [document]);
}
