import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

/** Liveness and readiness for an orchestrator. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** 200 whenever the process answers; does not check the database. */
  @Get('live')
  live(@Res({ passthrough: true }) reply: FastifyReply): { status: string } {
    reply.header('cache-control', 'no-store');
    return { status: 'live' };
  }

  /** 200 if the database is reachable and migrated, else 503 with the reason. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string }> {
    reply.header('cache-control', 'no-store');
    const reason = await this.readiness.reasonAgainst();
    if (reason === null) return { status: 'ready' };
    reply.code(503);
    return { status: reason };
  }
}
