import { type DynamicModule, Global, Module } from '@nestjs/common';
import { API_SCHEMAS, type ApiSchema } from './api-schema.js';
import { Database, DATABASE_OPTIONS, type DatabaseOptions } from './database.js';
import { Replicas } from './replicas.js';

/** Provides the connections to the primary and to its read replicas. */
@Global()
@Module({})
export class DatabaseModule {
  static with(
    options: DatabaseOptions,
    replicaUrls: readonly string[],
    schemas: readonly ApiSchema[],
  ): DynamicModule {
    const { poolSize, timeoutMs } = options;
    return {
      module: DatabaseModule,
      providers: [
        { provide: DATABASE_OPTIONS, useValue: options },
        { provide: API_SCHEMAS, useValue: schemas },
        Database,
        {
          provide: Replicas,
          useFactory: (database: Database) =>
            new Replicas(database, { urls: replicaUrls, poolSize, timeoutMs }),
          inject: [Database],
        },
      ],
      exports: [API_SCHEMAS, Database, Replicas],
    };
  }
}
