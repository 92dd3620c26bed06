import type { Organisation } from 'organisations-directory-client';
import { requestSchemas } from 'virtual:openapi';
import english from '../language/messages/en.ts';

export type OrganisationField = keyof Organisation;
/** A field with one value, by which a list can be sorted. */
export type ScalarField = Exclude<OrganisationField, 'Flags'>;

const properties = requestSchemas.OrganisationUpdateRequest?.properties ?? {};

const isList = (name: string): boolean => [properties[name]?.type].flat().includes('array');

const isScalar = (name: string): name is ScalarField => name in properties && !isList(name);

/** The fields with one value each, in the order of their labels. */
export const scalarFields: readonly ScalarField[] = Object.keys(english.fields).filter(isScalar);

/** All fields of an organisation, in the order of their labels. */
export const organisationFields: readonly OrganisationField[] = [...scalarFields, 'Flags'];

export type OrganisationStatus = Organisation['Status'];

/** The words of Status. */
export const organisationStatuses: readonly OrganisationStatus[] = (properties.Status?.enum ?? []).filter(
  (word): word is OrganisationStatus => word !== null && word in english.status,
);
