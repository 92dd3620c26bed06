import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { OrganisationRow } from './organisation.fields.js';
import { isVisible, type Visibility } from './organisation-visibility.js';
import { Parameters } from './parameters.js';

/** The relations of an organisation to others that the caller may see. */
export interface OrganisationRelations {
  /** True too where no parent is named. */
  readonly hasParent: boolean;
  /** Another Active organisation has the same RegistrationNumber in the same CompanyRegister. */
  readonly hasActiveTwin: boolean;
}

/** The columns of an organisation `o` that decide its relations. */
export const relatingColumns = 'o.parent_organisation_reference, o.registration_number, o.company_register';

/** The values that decide the relations. One that is absent is read from a row `present` of `relatingColumns`. */
type Related = Pick<OrganisationRow, 'organisationId'> &
  Partial<Pick<OrganisationRow, 'parentOrganisationReference' | 'registrationNumber' | 'companyRegister'>>;

/**
 * The columns of `OrganisationRelations`, in as few words as the case allows: PostgreSQL keeps the plan of a statement
 * whose plan doesn't get better by looking at its values.
 */
export function relations(organisation: Related, visibility: Visibility, parameters: Parameters): string {
  const related = `SELECT FROM directory.organisation o WHERE ${isVisible(visibility, parameters)}`;
  const { organisationId, parentOrganisationReference, registrationNumber, companyRegister } = organisation;
  const valueOf = (given: string | undefined, column: string): string =>
    given === undefined ? `present.${column}` : parameters.add(given);
  return `${hasParent(related, parentOrganisationReference, valueOf)} AS "hasParent",
    EXISTS (${related} AND o.status = 'Active'
      AND ${hasRegistrationNumber(valueOf(registrationNumber, 'registration_number'))}
      AND o.company_register = ${valueOf(companyRegister, 'company_register')}
      AND o.organisation_id <> ${parameters.add(organisationId)}) AS "hasActiveTwin"`;
}

function hasParent(
  related: string,
  reference: string | null | undefined,
  valueOf: (given: string | undefined, column: string) => string,
): string {
  if (reference === null) return 'true';
  const parent = valueOf(reference, 'parent_organisation_reference');
  const found = `EXISTS (${related} AND o.organisation_id = ${parent})
    OR EXISTS (${related} AND ${hasRegistrationNumber(parent)})`;
  return reference === undefined ? `(${parent} IS NULL OR ${found})` : `(${found})`;
}

/** True of an organisation `o` with exactly this number. The first term is for the index, whose collation ignores case. */
function hasRegistrationNumber(number: string): string {
  return `o.registration_number COLLATE directory.text_order = ${number} AND o.registration_number = ${number}`;
}

/** Looks for an organisation's relatives. */
@Injectable()
export class OrganisationRelationsRepository {
  async find(
    queryable: Queryable,
    organisation: Related,
    visibility: Visibility,
  ): Promise<OrganisationRelations> {
    const parameters = new Parameters();
    const [row] = await queryable.query<OrganisationRelations>(
      `SELECT ${relations(organisation, visibility, parameters)}`,
      parameters.values,
    );
    return row ?? { hasParent: true, hasActiveTwin: false };
  }
}
