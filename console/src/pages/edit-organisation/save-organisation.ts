import {
  DirectoryError,
  type HistoryEntry,
  type OrganisationCreate,
  type OrganisationPatch,
} from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';
import type { Draft } from './organisation-draft.ts';
import { bodyOf, type FormValues, patchOf, valuesOf } from './form-values.ts';
import { merge } from './merge.ts';
import { editFields, newFields, requiredFields } from './organisation-schemas.ts';

export type SaveResult =
  | { readonly kind: 'saved'; readonly organisationId: string; readonly warnings: readonly string[] }
  /** Somebody changed the organisation meanwhile: the draft on the new state, and their newest change. */
  | { readonly kind: 'outdated'; readonly draft: Draft; readonly change: HistoryEntry | null };

/** Sends the changed fields, if the organisation is still in the state that they are based on. */
export async function saveChanges(organisationId: string, draft: Draft): Promise<SaveResult> {
  const body = patchOf(draft.base, draft.values);
  if (!isPatch(body)) throw new Error('The form has fields that no organisation has.');
  try {
    const options = draft.etag === null ? {} : { ifMatch: draft.etag };
    const { Warnings: warnings = [] } = await directory.organisations.patch(organisationId, body, options);
    return { kind: 'saved', organisationId, warnings };
  } catch (error) {
    if (!(error instanceof DirectoryError) || error.status !== 412) throw error;
    return rebase(organisationId, draft);
  }
}

/** Creates an organisation. */
export async function createOrganisation(values: FormValues): Promise<SaveResult> {
  const body = bodyOf(values);
  if (!isCreate(body)) throw new Error('The form lacks fields that every organisation has.');
  const { OrganisationId: organisationId, Warnings: warnings = [] } =
    await directory.organisations.create(body);
  return { kind: 'saved', organisationId, warnings };
}

/** Puts the person's changes on the present state. The next save compares with its ETag. */
async function rebase(organisationId: string, draft: Draft): Promise<SaveResult> {
  const { value, etag } = await directory.organisations.get(organisationId);
  const [change = null] = (await directory.organisations.historyPage(organisationId, { size: 1 })).content;
  const theirs = valuesOf(value, editFields);
  const { values, comparisons } = merge(draft.base, draft.values, theirs);
  const rebased = { ...draft, base: theirs, etag, values, comparisons, decided: [] };
  return { kind: 'outdated', draft: rebased, change };
}

/** Values of a form are of the kind that the schema of their field has, so only the names are left to compare. */
function isPatch(body: Readonly<Record<string, unknown>>): body is OrganisationPatch {
  return Object.keys(body).every((field) => field in editFields);
}

function isCreate(body: object): body is OrganisationCreate {
  const hasRequired = requiredFields.every((field) => field in body);
  return hasRequired && Object.keys(body).every((field) => field in newFields);
}
