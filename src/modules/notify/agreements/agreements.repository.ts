import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';

/** An agreement (MOU) as its e-mails need it. */
export interface Agreement {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly crown: boolean | null;
  readonly signedByName: string;
  readonly signedByAddress: string;
  readonly onBehalfOfName: string | null;
  /** As received, not validated. */
  readonly onBehalfOfAddress: string | null;
}

/** Reads the agreement of an organisation. */
@Injectable()
export class AgreementsRepository {
  /** Returns the signed agreement of an organisation; null if nobody signed. */
  async find(transaction: Queryable, organisationId: string): Promise<Agreement | null> {
    const [agreement] = await transaction.query<Agreement>(
      `SELECT o.id AS "organisationId", o.name AS "organisationName", o.crown,
         u.name AS "signedByName", u.email_address AS "signedByAddress",
         o.agreement_signed_on_behalf_of_name AS "onBehalfOfName",
         o.agreement_signed_on_behalf_of_email_address AS "onBehalfOfAddress"
       FROM notify.organisation o JOIN notify.user_account u ON u.id = o.agreement_signed_by_id
       WHERE o.id = $1`,
      [organisationId],
    );
    return agreement ?? null;
  }
}
