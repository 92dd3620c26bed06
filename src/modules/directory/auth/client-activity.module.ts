import { Global, Module } from '@nestjs/common';
import { ClientActivity } from './client-activity.js';

/** Global, because every part of the directory has a guard of its own. */
@Global()
@Module({ providers: [ClientActivity], exports: [ClientActivity] })
export class ClientActivityModule {}
