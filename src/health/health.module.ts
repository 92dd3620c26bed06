import { Module } from '@nestjs/common';
import { LivenessController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** /health/live, and the check of /health/ready. */
@Module({ controllers: [LivenessController], providers: [Readiness], exports: [Readiness] })
export class HealthModule {}
