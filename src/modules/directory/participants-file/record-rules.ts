import type { JsonObject } from './raw-record.js';

/** A valid value, or one sentence for each fault. */
export type CheckedValue<Value> =
  | { readonly value: Value; readonly faults: readonly [] }
  | { readonly value: null; readonly faults: readonly [string, ...string[]] };

/** A field of an organisation on the wire. */
export interface RecordField {
  readonly wire: string;
  readonly type: 'text' | 'boolean' | 'moment';
  /** True if a request may leave it out. */
  readonly isOptional: boolean;
  /** True if null is a value: none. */
  readonly isNullable: boolean;
}

/** A checked entry of a Flags map. */
export interface MapFlag {
  readonly Name: string;
  readonly Value: string;
}

/** A checked flag of a Flags list. */
export interface ObjectFlag extends MapFlag {
  readonly Id: string;
  readonly Description?: string;
  readonly Status?: 'Active' | 'Inactive';
  readonly AccessLevel?: number;
}

/** A checked entry of AdminUsers. */
export interface AdminUser {
  readonly UserEmail: string;
  readonly Status?: 'Active' | 'Inactive';
}

/**
 * The rules of the directory for the values of a file, which the reading of records applies. The service has them from its
 * declarations, the console from the OpenAPI document. null counts as an absent value.
 */
export interface RecordRules<Body> {
  /** The fields of an organisation, without Flags. */
  readonly fields: readonly RecordField[];
  readonly organisationStatuses: readonly string[];
  readonly flagStatuses: readonly string[];
  readonly adminUserStatuses: readonly string[];
  readonly isOrganisationId: (value: unknown) => boolean;
  readonly checkOrganisation: (values: JsonObject) => CheckedValue<Body>;
  readonly checkMapFlag: (values: JsonObject) => CheckedValue<MapFlag>;
  readonly checkObjectFlag: (values: JsonObject) => CheckedValue<ObjectFlag>;
  readonly checkAdminUser: (values: JsonObject) => CheckedValue<AdminUser>;
}

/** The rules that the parts of a record need, whatever the type of its body. */
export type PartRules = RecordRules<unknown>;
