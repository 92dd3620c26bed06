import { type DirectoryClient, DirectoryError } from 'organisations-directory-client';
import { FlagLookup } from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import type { FileEntry } from '../file/read-entries.ts';
import { inParallel } from '../send/in-parallel.ts';
import { type Pause, patiently } from '../send/patience.ts';
import {
  type PlannedRecord,
  planRecord,
  type StoredFlag,
  storedFlag,
  type StoredOrganisation,
} from './plan-record.ts';

/** The way in which the directory is read. */
export interface Reading {
  readonly directory: DirectoryClient;
  readonly signal: AbortSignal;
  readonly pause: Pause;
  /** Called with organisations read and to be read. */
  readonly onProgress: (done: number, total: number) => void;
}

const pageSize = 1_000;
/** A page costs the directory about as much as this number of single organisations. */
const readsOfPage = 10;
const readsAtOnce = 6;

/** Returns the flags of the directory, if the file names any. */
export async function lookUpFlags(
  entries: readonly FileEntry[],
  { directory, signal, pause }: Reading,
): Promise<FlagLookup<StoredFlag>> {
  const lookup = new FlagLookup<StoredFlag>();
  if (!entries.some(({ record }) => (record?.flags?.flags.length ?? 0) > 0)) return lookup;
  for (const status of ['Active', 'Inactive'] as const) {
    await patiently(async () => {
      for await (const flag of directory.flags.list({ status }, { signal })) lookup.add(storedFlag(flag));
    }, pause);
  }
  return lookup;
}

/**
 * Returns the organisations of the directory that the file names, by id: each by itself, or by pages of the list where that
 * takes the directory less. Records that are planned while a list is read are in `planned`, by number.
 */
export async function lookUpOrganisations(
  entries: readonly FileEntry[],
  lookup: FlagLookup<StoredFlag>,
  reading: Reading,
): Promise<{ stored: ReadonlyMap<string, StoredOrganisation>; planned: ReadonlyMap<number, PlannedRecord> }> {
  const valid = entries.filter(({ record }) => record !== null);
  const planned = new Map<number, PlannedRecord>();
  const toRead = (await isCheaperByPages(valid.length, reading))
    ? await readPages(valid, lookup, planned, reading)
    : valid;
  const stored = new Map<string, StoredOrganisation>();
  let done = 0;
  await inParallel(toRead, readsAtOnce, async (entry) => {
    const found = await lookUpOrganisation(entry, reading);
    if (found !== null) stored.set(found.organisation.OrganisationId, found);
    reading.onProgress((done += 1), toRead.length);
  });
  return { stored, planned };
}

async function isCheaperByPages(count: number, { directory, signal, pause }: Reading): Promise<boolean> {
  if (count <= readsOfPage) return false;
  const { page } = await patiently(() => directory.organisations.page({ size: 1 }, { signal }), pause);
  return Math.ceil(page.totalSize / pageSize) * readsOfPage < count;
}

/** Plans the organisations that stay as they are. Returns the records whose organisations are to be read with their ETags. */
async function readPages(
  valid: readonly FileEntry[],
  lookup: FlagLookup<StoredFlag>,
  planned: Map<number, PlannedRecord>,
  { directory, signal, pause, onProgress }: Reading,
): Promise<FileEntry[]> {
  const byId = new Map(valid.map((entry) => [entry.organisationId, entry]));
  const toRead: FileEntry[] = [];
  for (let page = 0, totalPages = 1; page < totalPages; page += 1) {
    const query = { size: pageSize, page };
    const answer = (await patiently(() => directory.organisations.page(query, { signal }), pause)).page;
    for (const organisation of answer.content) {
      const entry = byId.get(organisation.OrganisationId);
      if (entry === undefined) continue;
      const plan = planRecord(entry, { organisation, etag: null, adminUsers: null }, lookup);
      if (plan.outcome === 'unchanged' && !namesAdminUsers(entry)) planned.set(entry.number, plan);
      else toRead.push(entry);
    }
    totalPages = answer.totalPages;
    onProgress(page + 1, totalPages);
  }
  return toRead;
}

/** Returns the organisation of a record with its ETag, and its administrators if the record names any; null if there is none. */
export async function lookUpOrganisation(
  entry: FileEntry,
  reading: Pick<Reading, 'directory' | 'signal' | 'pause'>,
): Promise<StoredOrganisation | null> {
  const { directory, signal, pause } = reading;
  const id = entry.organisationId ?? '';
  try {
    const { value, etag } = await patiently(() => directory.organisations.get(id, { signal }), pause);
    const adminUsers = namesAdminUsers(entry)
      ? await patiently(() => directory.adminUsers.list(id, { signal }), pause)
      : null;
    return { organisation: value, etag, adminUsers };
  } catch (error) {
    if (error instanceof DirectoryError && error.status === 404) return null;
    throw error;
  }
}

function namesAdminUsers({ record }: FileEntry): boolean {
  return (record?.adminUsers ?? []).length > 0;
}
