import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.js';

/** What an orchestrator asks: is the process alive, and can it serve. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** 200 as long as the process answers at all; says nothing of the database. */
  @Get('live')
  live(@Res({ passthrough: true }) reply: FastifyReply): { status: string } {
    reply.header('cache-control', 'no-store');
    return { status: 'live' };
  }

  /** 200 where the database is reachable and migrated, else 503 with the reason. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string }> {
    reply.header('cache-control', 'no-store');
    const reason = await this.readiness.reasonAgainst();
    if (reason === null) return { status: 'ready' };
    reply.code(503);
    return { status: reason };
  }
}
