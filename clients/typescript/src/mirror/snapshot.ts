import { parsePlace, placeText } from '../changes/change-entry.js';
import type { Changes } from '../changes/changes.js';
import type { CallOptions } from '../resources/calls.js';
import type { Organisations } from '../resources/organisations.js';
import type { Flag, Organisation } from '../schemas.js';
import { organisationFields } from './apply-change.js';
import type { Checkpoint } from './checkpoints.js';
import { firstHash } from './hash-chain.js';
import type { MirrorSources } from './mirror-sources.js';
import type { MirrorState, MirrorStore } from './mirror-store.js';

const pageSize = 1_000;

/**
 * Reads the whole directory into the store.
 *
 * The checkpoint is read first, so its place is before the list's. Changes are then applied from the checkpoint on: those
 * that the list shows already are applied once more, with the same result, and each later hash follows from a signed one.
 */
export async function takeSnapshot(
  { organisations, flags, changes, checkpoints }: MirrorSources,
  store: MirrorStore,
  signal: AbortSignal | undefined,
): Promise<MirrorState> {
  const options = signal === undefined ? {} : { signal };
  const checkpoint = (await checkpoints?.read(signal)) ?? null;
  const known: Flag[] = [];
  for await (const flag of flags.list({ type: 'Organisation' }, options)) known.push(flag);
  const first = await organisations.page({ size: pageSize }, options);
  const start = startOf(first.place ?? (await changes.newest(options)), checkpoint);
  const state: MirrorState = {
    ...start,
    hash: start.hash ?? (await hashAt(start.place, changes, options)),
    fields: fieldsOf(first.page.content[0]),
    flags: known,
  };
  await store.replace(rowsFrom(first.page, organisations, options), state);
  return state;
}

/** The place from which changes are applied: the signed one, unless the list is older or of another log. */
function startOf(
  listed: string,
  checkpoint: Checkpoint | null,
): Pick<MirrorState, 'place' | 'hash' | 'checkpoint'> {
  const list = parsePlace(listed);
  const isSigned = checkpoint?.log === list.log && checkpoint.position <= list.position;
  if (!isSigned) return { place: listed, hash: null, checkpoint: null };
  return { place: placeText(checkpoint), hash: checkpoint.hash, checkpoint: checkpoint.text };
}

/** Returns the hash at a place as the log has it, signed or not; null if the caller may not see it. */
async function hashAt(place: string, changes: Changes, options: CallOptions): Promise<string | null> {
  const { log, position } = parsePlace(place);
  if (position === 0) return firstHash;
  const page = await changes.page({ after: placeText({ log, position: position - 1 }), limit: 1 }, options);
  const [entry] = page.changes;
  return entry?.Position === position ? (entry.Hash ?? null) : null;
}

function fieldsOf(organisation: Organisation | undefined): readonly string[] {
  return organisation === undefined ? organisationFields : Object.keys(organisation);
}

/** Rows move to later pages only, because none is ever deleted: a row may come twice, and none is missed. */
async function* rowsFrom(
  first: { readonly content: readonly Organisation[]; readonly totalPages: number },
  organisations: Organisations,
  options: CallOptions,
): AsyncGenerator<Organisation, void> {
  yield* first.content;
  for (let page = 1, { totalPages } = first; page < totalPages; page += 1) {
    const next = await organisations.page({ size: pageSize, page }, options);
    yield* next.page.content;
    ({ totalPages } = next.page);
  }
}
