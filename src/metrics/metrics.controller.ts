import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Representation } from '../http/responses/representation.js';
import { Metrics } from './metrics.js';

/** The endpoint for Prometheus. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async scrape(): Promise<Representation<string>> {
    return new Representation(await this.metrics.text(), {
      'content-type': this.metrics.contentType,
      'cache-control': 'no-store',
    });
  }
}
