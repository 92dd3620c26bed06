/** Made by build/openapi-rules.ts. */
declare module 'virtual:openapi' {
  /** The part of JSON Schema that the request bodies of the directory use. */
  export interface FieldSchema {
    readonly type?: string | readonly string[];
    readonly description?: string;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly minItems?: number;
    readonly maxItems?: number;
    /** The rule of each item of a list. */
    readonly items?: FieldSchema;
    /** The forms of a value that may have several. */
    readonly oneOf?: readonly FieldSchema[];
    readonly pattern?: string;
    readonly format?: string;
    readonly enum?: readonly (string | null)[];
    readonly default?: unknown;
    readonly readOnly?: boolean;
    readonly examples?: readonly unknown[];
  }

  export interface RequestSchema {
    readonly required?: readonly string[];
    readonly properties: Readonly<Record<string, FieldSchema>>;
  }

  /** By the name of the schema, such as `OrganisationUpdateRequest`. */
  export const requestSchemas: Readonly<Record<string, RequestSchema>>;
}

/** Made by build/country-codes.ts. */
declare module 'virtual:countries' {
  /** ISO 3166-1 alpha-2, in alphabetical order. */
  export const countryCodes: readonly string[];
}
