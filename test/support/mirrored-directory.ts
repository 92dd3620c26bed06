import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeLog } from './change-log.js';
import type { TestDatabase } from './postgres.js';

/** Returns the organisations that the directory lists, by id, each with the bytes of the answer. */
export async function listedBytes(origin: string, token: string): Promise<ReadonlyMap<string, string>> {
  const listed = new Map<string, string>();
  for (let page = 0, totalPages = 1; page < totalPages; page += 1) {
    const response = await fetch(`${origin}/organisations?size=1000&page=${page}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    const answer = JSON.parse(text) as { content: { OrganisationId: string }[]; totalPages: number };
    ({ totalPages } = answer);
    for (const organisation of answer.content) {
      const bytes = JSON.stringify(organisation);
      if (!text.includes(bytes)) throw new Error(`${organisation.OrganisationId} was written in another way`);
      listed.set(organisation.OrganisationId, bytes);
    }
  }
  return listed;
}

/** Returns the organisations of a copy in plain files, by id, each with the bytes of its file. */
export function copiedBytes(folder: string): ReadonlyMap<string, string> {
  const copied = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json') || name === 'state.json') continue;
    const bytes = readFileSync(join(folder, name), 'utf8');
    copied.set((JSON.parse(bytes) as { OrganisationId: string }).OrganisationId, bytes);
  }
  return copied;
}

/** Returns the place up to which a copy in plain files has every change; null before its snapshot. */
export function placeOfCopy(folder: string): string | null {
  try {
    const stored = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as {
      place?: string;
      state?: { place: string };
    };
    return stored.place ?? stored.state?.place ?? null;
  } catch {
    return null;
  }
}

/** Returns the newest place, once every change has its position. */
export async function newestPlace(origin: string, database: TestDatabase, token: string): Promise<string> {
  await wholeLog(database);
  const response = await fetch(`${origin}/organisations/changes`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}` },
  });
  return response.headers.get('x-directory-position') ?? '';
}
