import { Module } from '@nestjs/common';
import { AuthModule } from '../../http/auth/auth.module.js';
import { AuditRepository } from './audit/audit.repository.js';
import { Clock } from './clock.js';
import { OrganisationLocks } from './locks/organisation-locks.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';

/** Providers that every part of the Notify API uses: clock, audit, locks, outbox and authentication. */
@Module({
  imports: [AuthModule],
  providers: [AuditRepository, Clock, OrganisationLocks, OutboxRepository],
  exports: [AuthModule, AuditRepository, Clock, OrganisationLocks, OutboxRepository],
})
export class NotifyCoreModule {}
