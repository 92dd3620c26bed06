import { Global, Module } from '@nestjs/common';
import { ClientSlots } from './client-slots.js';
import { UnfinishedBodies } from './unfinished-bodies.js';

/** The limits for the guards of all APIs: Nest creates a guard for each module that uses it. */
@Global()
@Module({
  providers: [
    { provide: ClientSlots, useFactory: () => new ClientSlots() },
    { provide: UnfinishedBodies, useFactory: () => new UnfinishedBodies() },
  ],
  exports: [ClientSlots, UnfinishedBodies],
})
export class OverloadModule {}
