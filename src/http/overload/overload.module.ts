import { Global, Module } from '@nestjs/common';
import { UnfinishedBodies } from './unfinished-bodies.js';

/** One limit for the guards of all APIs: Nest creates a guard for each module that uses it. */
@Global()
@Module({
  providers: [{ provide: UnfinishedBodies, useFactory: () => new UnfinishedBodies() }],
  exports: [UnfinishedBodies],
})
export class OverloadModule {}
