import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
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
  @ApiOperation({ summary: 'Get the invite of a link' })
  @Reads(InviteDataResponse, 'The invite')
  check(@PathText('token', 'The last segment of the link') token: string): Promise<InviteDataResponse> {
    return this.invitations.getByToken(token);
  }

  @Get(':invite_id_or_token')
  @ApiOperation({ summary: 'Get an invite by its id, or by the token of its link' })
  @Reads(InviteDataResponse, 'The invite')
  get(
    @PathText('invite_id_or_token', 'The id of the invite, or the last segment of its link')
    idOrToken: string,
  ): Promise<InviteDataResponse> {
    return this.invitations.get(idOrToken);
  }
}
