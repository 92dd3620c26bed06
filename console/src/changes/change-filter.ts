import type { ChangeEntry } from 'organisations-directory-client';

type Operation = ChangeEntry['Operation'];

/** The kinds of change; the compiler compares them with the client's type. */
const allOperations: Readonly<Record<Operation, true>> = {
  Create: true,
  Update: true,
  Import: true,
  FlagCascade: true,
  AdminUser: true,
};

export const operations = Object.keys(allOperations).filter(isOperation);

function isOperation(text: string): text is Operation {
  return Object.hasOwn(allOperations, text);
}

/** The changes that a person wants to see; an empty text lets every change through. */
export interface ChangeFilter {
  /** The id of an organisation. */
  readonly organisation: string;
  readonly operation: string;
  /** Part of the e-mail address of the user, or of the id of the client. */
  readonly person: string;
}

export const noFilter: ChangeFilter = { organisation: '', operation: '', person: '' };

/** Returns the filter that the query of an address holds. */
export function filterOf(query: Readonly<Record<string, string>>): ChangeFilter {
  const { organisation = '', operation = '', person = '' } = query;
  return { organisation, operation: isOperation(operation) ? operation : '', person };
}

export function isFiltered({ organisation, operation, person }: ChangeFilter): boolean {
  return [organisation, operation, person].some((text) => text.trim() !== '');
}

/** True for a change that the filter lets through. */
export function matches({ organisation, operation, person }: ChangeFilter, entry: ChangeEntry): boolean {
  const id = organisation.trim();
  if (id !== '' && entry.OrganisationId !== id) return false;
  if (operation !== '' && entry.Operation !== operation) return false;
  const part = person.trim().toLowerCase();
  return [entry.By.UserEmail ?? '', entry.By.ClientId].some((name) => name.toLowerCase().includes(part));
}
