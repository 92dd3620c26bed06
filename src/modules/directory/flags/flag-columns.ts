import { jsonMembers, selectList } from '../../../fields/sql.js';
import { type Flag, flagFields } from './flag.fields.js';

/** Every field of a flag `f`, named as in the code. */
export const selectedFlagColumns = selectList(flagFields, 'f');

/** The order of an organisation's flags: Name, Value, Id. */
export const fixedFlagOrder =
  'f.name COLLATE directory.text_order, f.value COLLATE directory.text_order, f.flag_id';

/** A flag as PostgreSQL writes it into a JSON list: its times are text. */
export type FlagJson = Omit<Flag, 'createdAt' | 'updatedAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string;
};

const members = jsonMembers(flagFields, 'f');

/**
 * The flags that the organisation `o` carries, in their fixed order, as one list of `FlagJson`: those up to a clearance
 * (an SQL expression), or all.
 */
export function carriedFlags(clearance?: string): string {
  const shown = clearance === undefined ? '' : ` AND f.access_level <= ${clearance}`;
  return `(SELECT coalesce(json_agg(json_build_object(${members}) ORDER BY ${fixedFlagOrder}), '[]')
   FROM directory.organisation_flag c JOIN directory.flag f USING (flag_id)
   WHERE c.organisation_id = o.organisation_id${shown})`;
}

/** A flag and the version of its row, which every change of it changes. */
export type VersionedFlagJson = FlagJson & { readonly version: string };

/** The flags of these ids (an SQL expression) that there are, in their fixed order, as one list of `VersionedFlagJson`. */
export function namedFlags(flagIds: string): string {
  return `(SELECT coalesce(
     json_agg(json_build_object(${members}, 'version', ${flagVersion}) ORDER BY ${fixedFlagOrder}), '[]')
   FROM directory.flag f WHERE f.flag_id = ANY(${flagIds}))`;
}

/** The version of a flag `f`: the transaction that wrote its row, which no lock on it changes. */
export const flagVersion = 'f.xmin::text';

export function toFlag(json: FlagJson): Flag {
  return { ...json, createdAt: new Date(json.createdAt), updatedAt: new Date(json.updatedAt) };
}

/** The flags of such a list. */
export function toFlags(list: readonly FlagJson[]): Flag[] {
  return list.map(toFlag);
}
