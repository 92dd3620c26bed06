import type { ResponseOf, RowOf, StoredFields } from '../../../fields/field.js';
import { responseMapper } from '../../../fields/mapping.js';
import type { ChangesOf, NotifyField, NotifyFields } from './notify-field.js';

/** Returns the mapper from a row to its response, with the keys in alphabetical order as the contract demands. */
export function sortedResponseMapper<F extends StoredFields>(
  fields: F,
): (row: Readonly<RowOf<F>>) => ResponseOf<F> {
  const sorted = Object.entries(fields).sort(([, one], [, other]) =>
    (one.wire ?? '') < (other.wire ?? '') ? -1 : 1,
  );
  return responseMapper(Object.fromEntries(sorted) as F);
}

/** Returns the mapper from a checked request to the fields to write. A field that is not sent is undefined. */
export function changesMapper<F extends NotifyFields>(fields: F): (request: object) => ChangesOf<F> {
  const sendable = Object.entries<NotifyField>(fields).filter(
    ([, { onCreate, onUpdate }]) => onCreate !== 'never' || onUpdate !== 'never',
  );
  return (request) => {
    const sent = request as Readonly<Record<string, unknown>>;
    const changes = sendable.map(([name, { wire, write = (value: unknown) => value }]) => {
      const value = sent[wire ?? ''];
      return [name, value === undefined ? undefined : write(value)];
    });
    return Object.fromEntries(changes) as ChangesOf<F>;
  };
}
