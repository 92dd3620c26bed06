import { Controller, Get } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { NotifyApi, Reads } from '../notify-api.decorator.js';
import { PathText } from '../validation/parameters.js';
import { InvitationsService } from './invitations.service.js';
import { InviteDataResponse } from './invite.response.dto.js';

/** Invites, for the invited person. */
@NotifyApi('Invites')
@Controller('invite/organisation')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get('check/:token')
  @Operation(
    'getInviteByToken',
    'Get the invite of a link',
    'Returns the invite whose link ends in the token. Only an e-mail of `createInvite` holds a token: the sample has none, so send `createInvite` first and take the token from the e-mail.',
  )
  @NeedsScope('read')
  @Reads(InviteDataResponse, 'The invite')
  check(@PathText('token', 'The last segment of the link') token: string): Promise<InviteDataResponse> {
    return this.invitations.getByToken(token);
  }

  @Get(':invite_id_or_token')
  @Operation(
    'getInviteByIdOrToken',
    'Get an invite by its id or its token',
    'Returns the invite with this id, or the invite whose link ends in this token.',
  )
  @NeedsScope('read')
  @Reads(InviteDataResponse, 'The invite')
  get(
    @PathText('invite_id_or_token', 'The id of the invite, or the last segment of its link')
    idOrToken: string,
  ): Promise<InviteDataResponse> {
    return this.invitations.get(idOrToken);
  }
}
