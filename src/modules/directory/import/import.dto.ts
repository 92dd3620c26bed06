import { IsOneOf, IsWholeNumber, Provided } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { adminUserStatuses, type AdminUserStatus } from '../admin-users/admin-user.fields.js';
import { flagStatuses, type FlagStatus } from '../flags/flag.fields.js';
import { IsUserEmail } from '../admin-users/user-email.js';

/** One entry of a Flags map: a name with one of its values. */
export class MapFlagShape {
  @Provided()
  @IsText()
  @CodePoints(1, 255)
  @NoAngleBrackets()
  @IsStorable()
  Name: string;

  @Provided()
  @IsText()
  @CodePoints(1, 255)
  @NoAngleBrackets()
  @IsStorable()
  Value: string;
}

/** One object of a list of flags, as this API shows them. */
export class ObjectFlagShape extends MapFlagShape {
  @Provided()
  @IsText()
  @CodePoints(1, 40)
  @NoAngleBrackets()
  @IsStorable()
  Id: string;

  @IsText()
  @CodePoints(0, 255)
  @NoAngleBrackets()
  @IsStorable()
  Description?: string;

  @IsOneOf(['Organisation'])
  Type?: 'Organisation';

  @IsOneOf(flagStatuses)
  Status?: FlagStatus;

  @IsWholeNumber(0, 2_147_483_647)
  AccessLevel?: number;

  @IsText()
  CreatedAt?: string;

  @IsText()
  UpdatedAt?: string;
}

/** One entry of AdminUsers. */
export class AdminUserShape {
  @Provided()
  @IsText()
  @IsUserEmail()
  UserEmail: string;

  @IsOneOf(adminUserStatuses)
  Status?: AdminUserStatus;
}
