import { ApiProperty } from '@nestjs/swagger';
import {
  organisationPermissions,
  type OrganisationUserPermission,
} from '../members/organisation-permission.js';
import { EmailAddressField } from '../validation/email-address.js';
import { ListOf, notText, OneOf, Required, SchemaRule, UuidField } from '../validation/schema-rules.js';
import { inviteStatuses, type InviteStatus } from './invite-status.js';

const maxLength = 2_000;

/** Base of an invite's link: an http(s) URL without query, fragment or user name; null: the configured admin pages. */
function InviteLinkHostField(): PropertyDecorator {
  return SchemaRule('inviteLinkHost', (value) => {
    if (value === null) return [];
    if (typeof value !== 'string') return [notText(value, { nullable: true })];
    return isLinkHost(value) ? [] : ['is not a valid http or https URL'];
  });
}

/**
 * Only ASCII, because a browser reads some other letters as ASCII ones; no backslash, because a browser reads it as a
 * slash; no percent sign, because a browser decodes it in a host.
 */
function isLinkHost(value: string): boolean {
  return (
    value.length <= maxLength &&
    /^https?:\/\/(?!\/)[\x21-\x7e]+$/i.test(value) &&
    !/[?#@\\%]/.test(value) &&
    URL.canParse(value)
  );
}

/** The body of POST /organisation/{id}/invite. */
export class InviteRequest {
  @ApiProperty({ type: String, format: 'email' })
  @EmailAddressField()
  @Required()
  email_address: string;

  @ApiProperty({ type: String, format: 'uuid', description: 'The user in whose name the e-mail goes out' })
  @UuidField()
  @Required()
  invited_by: string;

  @ApiProperty({ enum: organisationPermissions, isArray: true, required: false })
  @ListOf(organisationPermissions)
  permissions?: OrganisationUserPermission[];

  @ApiProperty({
    type: String,
    nullable: true,
    required: false,
    description:
      'Root of the pages that the link leads to. Its scheme, host and port are those of `NOTIFY_ADMIN_BASE_URL` or of an entry of `NOTIFY_LINK_ORIGINS`.',
  })
  @InviteLinkHostField()
  invite_link_host?: string | null;
}

/** The body of POST /organisation/{id}/invite/{invite_id}, unchecked: the invite is looked up before its form counts. */
export class InviteUpdateRequest {
  @ApiProperty({ enum: inviteStatuses })
  @SchemaRule('unchecked', () => [])
  status: unknown;
}

/** The same body, for validation. */
export class InviteUpdate {
  @OneOf(inviteStatuses)
  @Required()
  status: InviteStatus;
}
