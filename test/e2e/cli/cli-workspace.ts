import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { type CliResult, runCli } from './run-cli.js';

/** A folder to run commands in, and databases to run them on. */
export class CliWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'directory-cli-'));
  private readonly databases: TestDatabase[] = [];

  /** A migrated database without organisations; `template: null` gives one that is not migrated. */
  async database(template?: string | null): Promise<TestDatabase> {
    const database = await createTestDatabase(template);
    this.databases.push(database);
    return database;
  }

  write(name: string, content: string | Buffer): string {
    writeFileSync(this.path(name), content);
    return name;
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  run(database: TestDatabase, ...args: string[]): Promise<CliResult> {
    return runCli(args, { DATABASE_URL: database.url }, this.folder);
  }

  async close(): Promise<void> {
    for (const database of this.databases) await database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A record of a participants file that breaks no rule. */
export function aRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    OrganisationId: 'org-1',
    Status: 'Active',
    OrganisationName: 'Marble Otter',
    CreatedOn: '2020-12-18T17:53:49.832Z',
    LegalEntityName: 'Marble Otter plc',
    CountryOfRegistration: 'GB',
    CompanyRegister: 'Companies House',
    RegistrationNumber: '123',
    AddressLine1: '1 Example Street',
    City: 'London',
    Postcode: 'EC1A 1AA',
    Country: 'GB',
    ...changes,
  };
}

/** Records as NDJSON. */
export function ndjson(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
