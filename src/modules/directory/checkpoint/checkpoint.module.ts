import { Module } from '@nestjs/common';
import { AuthModule } from '../../../http/auth/auth.module.js';
import { SigningModule } from '../signing/signing.module.js';
import { CheckpointController } from './checkpoint.controller.js';
import { CheckpointRepository } from './checkpoint.repository.js';
import { CheckpointService } from './checkpoint.service.js';

/** The signed end of the change log. */
@Module({
  imports: [AuthModule, SigningModule],
  controllers: [CheckpointController],
  providers: [CheckpointRepository, CheckpointService],
})
export class CheckpointModule {}
