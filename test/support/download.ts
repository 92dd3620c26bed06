import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, get as httpGet } from 'node:http';
import type { TestApp } from './app.js';

/** A response whose headers have arrived and whose body is not read yet. */
export interface Download {
  readonly request: ClientRequest;
  readonly answer: IncomingMessage;
}

/** Starts a download over its own connection. */
export async function startDownload(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Download> {
  const request = httpGet(url, { agent: false, headers });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { request, answer };
}

export async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Waits until none of the service's connections is in a transaction. */
export async function untilNoSnapshots(service: TestApp): Promise<void> {
  while ((await snapshotsIn(service)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function snapshotsIn(service: TestApp): Promise<number> {
  const [row] = await service.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'organisations-directory' AND xact_start IS NOT NULL`,
  );
  return row?.count ?? 0;
}

/** Inserts Active organisations with about 10 kB of text each, more than sockets and compression buffer. */
export async function fillWithLongTexts(service: TestApp, count: number): Promise<void> {
  await service.database.query(
    `INSERT INTO directory.organisation (organisation_id, status, organisation_name, legal_entity_name,
       country_of_registration, company_register, registration_number, address_line1, city, postcode, country,
       parent_organisation_reference)
     SELECT 'many-' || lpad(number::text, 6, '0'), 'Active', 'Many', 'Many', 'GB', 'Register', number, '1 Example Street',
       'London', 'EC1', 'GB',
       (SELECT string_agg(md5(number::text || part), '') FROM generate_series(1, 300) AS part)
     FROM generate_series(1, $1::int) AS number`,
    [count],
  );
}
