import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { BrandingUser } from './branding-user.js';

/** The only SQL on who uses an e-mail branding. */
@Injectable()
export class EmailBrandingUsesRepository {
  /** Organisations whose default it is, by name; one that is inactive may come back, and has it then. */
  listOrganisations(queryable: Queryable, brandingId: string): Promise<BrandingUser[]> {
    return queryable.query<BrandingUser>(
      `SELECT id, name FROM notify.organisation WHERE email_branding_id = $1
       ORDER BY name COLLATE notify.text_order, id`,
      [brandingId],
    );
  }

  /** Active services that have it, by name; an archived one keeps it for the record alone. */
  listServices(queryable: Queryable, brandingId: string): Promise<BrandingUser[]> {
    return queryable.query<BrandingUser>(
      `SELECT id, name FROM notify.service WHERE email_branding_id = $1 AND active
       ORDER BY name COLLATE notify.text_order, id`,
      [brandingId],
    );
  }
}
