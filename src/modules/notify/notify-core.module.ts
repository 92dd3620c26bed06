import { Module } from '@nestjs/common';
import { AuthModule } from '../../http/auth/auth.module.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeys } from './api-keys/api-keys.service.js';
import { AuditRepository } from './audit/audit.repository.js';
import { Clock } from './clock.js';
import { OrganisationLocks } from './locks/organisation-locks.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';

/** Providers that every part of the Notify API uses: clock, audit, locks, outbox, API keys and authentication. */
@Module({
  imports: [AuthModule],
  providers: [ApiKeys, ApiKeysRepository, AuditRepository, Clock, OrganisationLocks, OutboxRepository],
  exports: [ApiKeys, AuthModule, AuditRepository, Clock, OrganisationLocks, OutboxRepository],
})
export class NotifyCoreModule {}
