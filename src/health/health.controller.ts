import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Representation } from '../http/responses/representation.js';
import { Readiness } from './readiness.js';

const notCached = { 'cache-control': 'no-store' };

/** Liveness for an orchestrator. */
@ApiExcludeController()
@Controller('health')
export class LivenessController {
  /** 200 whenever the process answers; does not check the database. */
  @Get('live')
  live(): Representation<{ status: string }> {
    return new Representation({ status: 'live' }, notCached);
  }
}

/** Readiness for an orchestrator. */
@ApiExcludeController()
@Controller('health')
export class ReadinessController {
  constructor(private readonly readiness: Readiness) {}

  /** 200 if the database is reachable and migrated, else 503 with the reason. */
  @Get('ready')
  async ready(): Promise<Representation<{ status: string }>> {
    const reason = await this.readiness.reasonAgainst();
    if (reason === null) return new Representation({ status: 'ready' }, notCached);
    return new Representation({ status: reason }, notCached, 503);
  }
}
