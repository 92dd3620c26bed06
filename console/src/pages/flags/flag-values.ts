import type { Flag, FlagUpdate } from 'organisations-directory-client';

/** The fields of a flag as a request has them. */
export type FlagBody = Omit<FlagUpdate, 'Cascade'>;
export type FlagField = keyof FlagBody;
export type FlagValues = Readonly<Record<FlagField, string>>;

/** In the order of the form. */
export const flagFields: readonly FlagField[] = [
  'Name',
  'Value',
  'Description',
  'Type',
  'Status',
  'AccessLevel',
];

/** The values of the form for a new flag. */
export const newFlagValues: FlagValues = {
  Name: '',
  Value: '',
  Description: '',
  Type: 'Organisation',
  Status: 'Active',
  AccessLevel: '0',
};

export function valuesOf(flag: FlagBody): FlagValues {
  return { ...bodyOf(flag), Description: flag.Description ?? '', AccessLevel: String(flag.AccessLevel) };
}

/** Returns the fields that a request sends to leave a flag as it is. */
export function bodyOf({ Name, Value, Description, Type, Status, AccessLevel }: FlagBody): FlagBody {
  return { Name, Value, Description: Description ?? null, Type, Status, AccessLevel };
}

/** The part of a flag that decides whether organisations may have it. */
type Assignable = Pick<Flag, 'Type' | 'Status'>;

/** True if organisations may have the flag. */
export function isAssignable({ Type, Status }: Assignable): boolean {
  return Type === 'Organisation' && Status === 'Active';
}

/** True if a change takes the flag from every organisation that has it. */
export function endsAssignment(before: Assignable, after: Assignable): boolean {
  return isAssignable(before) && !isAssignable(after);
}
