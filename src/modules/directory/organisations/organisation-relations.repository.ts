import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { Organisation } from './organisation.entity.js';
import type { Visibility } from './organisations.repository.js';

/** How an organisation stands to others that the caller may see. */
export interface OrganisationRelations {
  /** True too where no parent is named. */
  readonly hasParent: boolean;
  /** Another Active organisation has the same RegistrationNumber in the same CompanyRegister. */
  readonly hasActiveTwin: boolean;
}

type Related = Pick<
  Organisation,
  'organisationId' | 'parentOrganisationReference' | 'registrationNumber' | 'companyRegister'
>;

/** Looks for an organisation's relatives. */
@Injectable()
export class OrganisationRelationsRepository {
  async find(
    queryable: Queryable,
    organisation: Related,
    visibility: Visibility,
  ): Promise<OrganisationRelations> {
    const visible = `($1 OR EXISTS (SELECT FROM directory.admin_user a
      WHERE a.organisation_id = o.organisation_id AND a.user_email = $2 AND a.status = 'Active'))`;
    const rows = await queryable.query<OrganisationRelations>(
      `SELECT
         ($3::text IS NULL OR EXISTS (SELECT FROM directory.organisation o WHERE ${visible} AND o.organisation_id = $3)
           OR EXISTS (SELECT FROM directory.organisation o WHERE ${visible} AND o.registration_number = $3)) AS "hasParent",
         EXISTS (SELECT FROM directory.organisation o WHERE ${visible} AND o.status = 'Active'
           AND o.registration_number = $4 AND o.company_register = $5 AND o.organisation_id <> $6) AS "hasActiveTwin"`,
      [
        visibility.readsAll,
        visibility.userEmail,
        organisation.parentOrganisationReference,
        organisation.registrationNumber,
        organisation.companyRegister,
        organisation.organisationId,
      ],
    );
    return rows[0] ?? { hasParent: true, hasActiveTwin: false };
  }
}
