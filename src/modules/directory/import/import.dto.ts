import { RulesOf } from '../../../fields/shapes.js';
import { IsOneOf, IsWholeNumber } from '../../../http/validation/field-rules.js';
import {
  adminUserFields,
  adminUserStatuses,
  type AdminUserStatus,
} from '../admin-users/admin-user.fields.js';
import { flagFields, flagStatuses, type FlagStatus, maxAccessLevel } from '../flags/flag.fields.js';

/** One entry of a Flags map: a name with one of its values. */
export class MapFlagShape {
  @RulesOf(flagFields.name)
  Name: string;

  @RulesOf(flagFields.value)
  Value: string;
}

/** One object of a list of flags, as this API shows them. */
export class ObjectFlagShape extends MapFlagShape {
  @RulesOf(flagFields.flagId)
  Id: string;

  @RulesOf(flagFields.description)
  Description?: string;

  @IsOneOf(['Organisation'])
  Type?: 'Organisation';

  @IsOneOf(flagStatuses)
  Status?: FlagStatus;

  @IsWholeNumber(0, maxAccessLevel)
  AccessLevel?: number;
}

/** One entry of AdminUsers. */
export class AdminUserShape {
  @RulesOf(adminUserFields.userEmail)
  UserEmail: string;

  @IsOneOf(adminUserStatuses)
  Status?: AdminUserStatus;
}
