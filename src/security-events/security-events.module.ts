import { type DynamicModule, Global, Module } from '@nestjs/common';
import { SecurityEvents } from './security-events.js';

/** Provides the security event stream to every module. */
@Global()
@Module({})
export class SecurityEventsModule {
  static with(events: SecurityEvents): DynamicModule {
    return {
      module: SecurityEventsModule,
      providers: [{ provide: SecurityEvents, useValue: events }],
      exports: [SecurityEvents],
    };
  }
}
