import type { Type } from '@nestjs/common';
import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';
import type { ApiSchema } from '../database/api-schema.js';
import type { Queryable } from '../database/queryable.js';
import type { ErrorDialect } from '../http/errors/error-dialect.js';
import type { ApiDescription } from '../http/openapi/document-of.js';
import type { SecurityEventName } from '../security-events/event-names.js';
import type { EventDetails } from '../security-events/security-events.js';
import type { TokenSource } from '../http/openapi/security-scheme.js';

/** One API of the service: all that code outside of its folder uses of it. Cheap to load; `http` is not. */
export interface ApiDefinition {
  /** Lower case; its document is `/openapi/<name>.json`. */
  readonly name: string;
  readonly schema: ApiSchema;
  /** Loads the controllers and all that they need. */
  readonly http: () => Promise<ApiHttp>;
  /** Fills an empty, migrated database with the rows of a first start. */
  readonly loadSample: (databaseUrl: string) => Promise<void>;
  /** Labels and texts for a developer after the start; none where the operator configured the API. */
  readonly greeting?: (config: Config) => readonly (readonly [label: string, text: string])[];
  /** Registers its commands on the command line. */
  readonly addCommands?: (program: Command, tools: CommandTools) => void;
}

/** The HTTP side of an API. */
export interface ApiHttp {
  readonly module: Type;
  readonly errors: ErrorDialect;
  readonly describe: (tokens: TokenSource, config: Config) => ApiDescription;
  /** The OAuth 2.0 scopes of its access tokens. */
  readonly scopes?: readonly string[];
  /** Response headers that scripts of other origins may read (CORS). */
  readonly exposedHeaders: readonly string[];
  /** Adds the headers of its own responses. */
  readonly addHeaders?: (fastify: FastifyInstance) => void;
}

/** Tools of the command line for the commands of an API. */
export interface CommandTools {
  /** Help text with a line for each example, given without `npm run cli --`. */
  readonly example: (...lines: string[]) => string;
  /** Runs the work on the service's migrated database. */
  readonly withSession: <Result>(work: (session: Queryable) => Promise<Result>) => Promise<Result>;
  /** Writes a line of the security event stream. */
  readonly recordEvent: (event: SecurityEventName, details: EventDetails) => Promise<void>;
  /** An error that ends the command with exit code 1 and this sentence. */
  readonly failure: (sentence: string) => Error;
}
