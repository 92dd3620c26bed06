import { Module } from '@nestjs/common';
import { NotifyCoreModule } from '../notify-core.module.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { InvitesController } from './invites.controller.js';
import { InvitesRepository } from './invites.repository.js';
import { InvitesService } from './invites.service.js';

/** Invites to organisations. */
@Module({
  imports: [NotifyCoreModule],
  controllers: [InvitesController, InvitationsController],
  providers: [InvitationsService, InvitesRepository, InvitesService],
})
export class InvitesModule {}
