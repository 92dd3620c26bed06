import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { ReadinessController } from './health/health.controller.js';
import { HealthModule } from './health/health.module.js';
import { nestLogging } from './http/logging/logger.js';
import { OverloadModule } from './http/overload/overload.module.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { schemas } from './modules/apis.js';
import type { SecurityEvents } from './security-events/security-events.js';
import { SecurityEventsModule } from './security-events/security-events.module.js';

/** The service: a list of its modules. */
@Module({})
export class AppModule {
  static with(
    config: Config,
    databaseUrl: string,
    logger: Logger,
    events: SecurityEvents,
    apiModules: readonly Type[],
  ): DynamicModule {
    const database = {
      url: databaseUrl,
      poolSize: config.databasePoolSize,
      timeoutMs: config.databaseTimeoutMs,
    };
    return {
      module: AppModule,
      // Otherwise the management server has these paths, and this one does not know them.
      controllers: config.managementPort === null ? [ReadinessController, MetricsController] : [],
      imports: [
        ConfigModule.with(config),
        LoggerModule.forRoot(nestLogging(logger)),
        DatabaseModule.with(database, config.databaseReplicaUrls, schemas),
        SecurityEventsModule.with(events),
        HealthModule,
        OverloadModule,
        MetricsModule,
        ...apiModules,
      ],
    };
  }
}
