import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { isUuid } from '../validation/schema-rules.js';
import { inviteLifetimeMs } from './invite-lifetime.js';
import { toInviteResponse } from './invite.mapper.js';
import type { InviteDataResponse } from './invite.response.dto.js';
import { readInviteToken } from './invite-token.js';
import { InvitesRepository } from './invites.repository.js';

const damaged = 'Something’s wrong with this link. Make sure you’ve copied the whole thing.';
const expired =
  'Your invitation to GOV.UK Notify has expired. Please ask the person that invited you to send you another one';

/** Reads invites: by id at any time, by the token of a link until it expires. */
@Injectable()
export class InvitationsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly invites: InvitesRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NoResultFound, RuleBroken as for `getByToken` */
  get(idOrToken: string): Promise<InviteDataResponse> {
    return isUuid(idOrToken) ? this.getById(idOrToken) : this.getByToken(idOrToken);
  }

  /** @throws RuleBroken for an invalid or expired token, NoResultFound if its invite does not exist */
  async getByToken(text: string): Promise<InviteDataResponse> {
    const token = readInviteToken(text, this.config.notify.adminSecrets);
    if (token === null) throw new RuleBroken({ invitation: damaged });
    if (this.clock.now().getTime() - token.issuedAt.getTime() > inviteLifetimeMs)
      throw new RuleBroken({ invitation: expired });
    return this.getById(token.inviteId);
  }

  private async getById(inviteId: string): Promise<InviteDataResponse> {
    const invite = await this.invites.find(inviteId);
    if (invite === null) throw new NoResultFound();
    return { data: toInviteResponse(invite) };
  }
}
