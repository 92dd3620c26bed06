/** The list of flags before or after a change; empty for anything but a list. */
const listOf = (member: 'Old' | 'New'): string =>
  `CASE jsonb_typeof(change -> '${member}') WHEN 'array' THEN change -> '${member}' ELSE '[]' END`;

/**
 * True of an entry's `changes` with a change that the reader sees. An id that is in both lists is no change. An entry of
 * hidden changes only is left out, because its presence would tell of hidden flags.
 * @param showsUsers an SQL expression: whether the reader sees changes of administrators
 * @param flagClearance an SQL expression: the highest AccessLevel that the reader sees
 */
export function showsSomething(showsUsers: string, flagClearance: string): string {
  return `EXISTS (
  SELECT FROM jsonb_array_elements(changes) change
  WHERE CASE change ->> 'Field'
    WHEN 'AdminUsers' THEN ${showsUsers}
    WHEN 'Flags' THEN EXISTS (
      SELECT FROM jsonb_array_elements_text(${listOf('Old')} || ${listOf('New')}) named(flag_id)
      WHERE NOT EXISTS (SELECT FROM directory.flag f WHERE f.flag_id = named.flag_id AND f.access_level > ${flagClearance})
      GROUP BY named.flag_id HAVING count(*) = 1)
    ELSE true
  END)`;
}

/**
 * True of each entry that `showsSomething` may be false of: its first change is one of flags or administrators, or there is
 * none. Changes of other fields come first, so that few other entries are among these. The predicate of the index
 * organisation_history_hideable_idx, word for word.
 */
export const isHideable = `(changes #>> '{0,Field}' IN ('Flags', 'AdminUsers')) IS NOT FALSE`;
