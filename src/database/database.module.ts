import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database, DATABASE_OPTIONS, type DatabaseOptions } from './database.js';
import { Replicas } from './replicas.js';

/** The connections of the process: to the primary, and to its read replicas where there are any. */
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
