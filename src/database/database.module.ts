import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database, DATABASE_OPTIONS, type DatabaseOptions } from './database.js';

/** The one connection pool of the process. */
@Global()
@Module({})
export class DatabaseModule {
  static with(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: DATABASE_OPTIONS, useValue: options }, Database],
      exports: [Database],
    };
  }
}
