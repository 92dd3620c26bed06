import { requestSchemas } from 'virtual:openapi';
import { settableFields } from './form-values.ts';

/** The fields that a person can set on an organisation. */
export const editFields = settableFields(requestSchemas.OrganisationPatchRequest?.properties ?? {});

/** The fields of a new organisation. */
export const newFields = settableFields(requestSchemas.OrganisationCreateRequest?.properties ?? {});

/** The fields that every organisation has. */
export const requiredFields = requestSchemas.OrganisationCreateRequest?.required ?? [];
