import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database, DATABASE_OPTIONS, type DatabaseOptions } from './database.js';
import { Replicas } from './replicas.js';

/** Provides the connections to the primary and to its read replicas. */
@Global()
@Module({})
export class DatabaseModule {
  static with(options: DatabaseOptions, replicaUrls: readonly string[]): DynamicModule {
    const { poolSize, timeoutMs } = options;
    return {
      module: DatabaseModule,
      providers: [
        { provide: DATABASE_OPTIONS, useValue: options },
        Database,
        {
          provide: Replicas,
          useFactory: (database: Database) =>
            new Replicas(database, { urls: replicaUrls, poolSize, timeoutMs }),
          inject: [Database],
        },
      ],
      exports: [Database, Replicas],
    };
  }
}
