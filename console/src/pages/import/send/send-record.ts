import {
  type AmendedOrganisation,
  type DirectoryClient,
  DirectoryError,
  type OrganisationPatch,
} from 'organisations-directory-client';
import { requestSchemas } from 'virtual:openapi';
import type { FlagLookup } from '../../../../../src/modules/directory/participants-file/flag-lookup.js';
import type { JsonObject } from '../../../../../src/modules/directory/participants-file/raw-record.js';
import type { NamedFlag } from '../../../../../src/modules/directory/participants-file/record.js';
import { lookUpOrganisation } from '../plan/look-up.ts';
import { type PlannedRecord, planRecord, type RecordWrites, type StoredFlag } from '../plan/plan-record.ts';
import { isOutage, type Pause, patiently } from './patience.ts';

/** The end of a record that was sent. */
export interface SendResult {
  /** Sentences of the directory; none for a record that it took. */
  readonly errors: readonly string[];
  /** True if somebody else changed or created the organisation since the preview. */
  readonly isConflict: boolean;
  readonly warnings: readonly string[];
}

const taken: SendResult = { errors: [], isConflict: false, warnings: [] };

/** The means of sending records. */
export interface Sending {
  readonly directory: DirectoryClient;
  readonly lookup: FlagLookup<StoredFlag>;
  readonly pause: Pause;
  /** Records whose last attempt got no answer, so that the directory may have them. */
  readonly unanswered: Set<number>;
}

/**
 * Sends one record.
 * @throws an outage (see `isOutage`), which says nothing about the record
 */
export async function sendRecord(planned: PlannedRecord, sending: Sending): Promise<SendResult> {
  const { writes } = planned;
  if (writes === null) return taken;
  const missing = sending.lookup.missing(writes.flags);
  if (missing.length > 0) return { ...taken, errors: missing.map(missingSentence) };
  try {
    const amended = await sendOrganisation(planned, writes, sending);
    await sendAdminUsers(writes, sending);
    return { ...taken, warnings: amended?.Warnings ?? [] };
  } catch (error) {
    if (isOutage(error)) sending.unanswered.add(planned.number);
    if (isOutage(error) || !(error instanceof DirectoryError)) throw error;
    return resultOf(error, planned, writes, sending);
  }
}

/** Returns the result of a record that the directory refused. */
async function resultOf(
  error: DirectoryError,
  planned: PlannedRecord,
  writes: RecordWrites,
  sending: Sending,
): Promise<SendResult> {
  const isConflict = error.status === 409 || error.status === 412;
  if (isConflict && (await finish(planned, writes, sending))) return taken;
  return { errors: error.sentences, isConflict, warnings: [] };
}

async function sendOrganisation(
  { outcome, changes }: PlannedRecord,
  writes: RecordWrites,
  { directory, lookup, pause }: Sending,
): Promise<AmendedOrganisation | null> {
  const { record, etag } = writes;
  const flagIds = [
    ...new Set([...writes.keptFlagIds, ...lookup.existing(writes.flags).map(({ flagId }) => flagId)]),
  ];
  if (outcome === 'created') {
    const body = { ...record.body, OrganisationId: record.organisationId, Flags: flagIds };
    return patiently(() => directory.organisations.create(body), pause);
  }
  const fields = changes.map(({ field }) => field).filter((field) => field !== 'AdminUsers');
  if (fields.length === 0) return null;
  const given: JsonObject = { ...record.values, Flags: flagIds };
  const patch = Object.fromEntries(fields.map((field) => [field, given[field]]));
  if (!isPatch(patch)) throw new Error(`${fields.join(', ')} can't be changed.`);
  const options = etag === null ? {} : { ifMatch: etag };
  return patiently(() => directory.organisations.patch(record.organisationId, patch, options), pause);
}

/** The values have been checked when the file was read. */
function isPatch(values: JsonObject): values is JsonObject & OrganisationPatch {
  const known = requestSchemas.OrganisationPatchRequest?.properties ?? {};
  return Object.keys(values).every((field) => Object.hasOwn(known, field));
}

function missingSentence({ name, value }: NamedFlag): string {
  return `Flags names ${name}=${value}, which could not be created`;
}

async function sendAdminUsers(
  { record, adminUsers }: RecordWrites,
  { directory, pause }: Sending,
): Promise<void> {
  for (const { userEmail, status, isNew } of adminUsers) {
    const id = record.organisationId;
    if (isNew) await patiently(() => directory.adminUsers.create(id, { UserEmail: userEmail }), pause);
    if (!isNew || status !== 'Active')
      await patiently(() => directory.adminUsers.replace(id, userEmail, { Status: status }), pause);
  }
}

/**
 * Finishes a record whose earlier attempt got no answer: the directory may have made the change, and the administrators may
 * be left.
 * @returns false if somebody else changed the organisation
 */
async function finish(planned: PlannedRecord, { record }: RecordWrites, sending: Sending): Promise<boolean> {
  if (!sending.unanswered.has(planned.number)) return false;
  const entry = { ...planned, record };
  const reading = { ...sending, signal: new AbortController().signal };
  const stored = await lookUpOrganisation(entry, reading);
  if (stored === null) return false;
  const { changes, writes } = planRecord(entry, stored, sending.lookup);
  if (!changes.every(({ field }) => field === 'AdminUsers')) return false;
  if (writes !== null) await sendAdminUsers(writes, sending);
  return true;
}
