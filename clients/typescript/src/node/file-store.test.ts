import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '../mirror/memory-store.js';
import type { MirrorState, MirrorStore } from '../mirror/mirror-store.js';
import type { Organisation } from '../schemas.js';
import { FileStore } from './file-store.js';

const state = (place: string): MirrorState => ({
  place,
  hash: null,
  fields: [],
  flags: [],
  checkpoint: null,
});
const anOrganisation = (id: string, city = 'London'): Organisation =>
  ({ OrganisationId: id, City: city }) as Organisation;

async function* rows(...organisations: Organisation[]): AsyncGenerator<Organisation> {
  yield* await Promise.resolve(organisations);
}

async function all(store: MirrorStore): Promise<Organisation[]> {
  const found: Organisation[] = [];
  for await (const organisation of store.organisations()) found.push(organisation);
  return found.sort((one, other) => (one.OrganisationId < other.OrganisationId ? -1 : 1));
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'organisations-directory-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.each([
  ['FileStore', () => new FileStore(folder)],
  ['MemoryStore', () => new MemoryStore()],
])('%s', (_, create) => {
  it('is empty at first', async () => {
    expect(await create().readState()).toBeNull();
  });

  it('replaces everything, then writes single organisations', async () => {
    const store = create();
    await store.readState();
    await store.replace(rows(anOrganisation('a'), anOrganisation('b')), state('log.1'));
    await store.replace(rows(anOrganisation('b'), anOrganisation('c')), state('log.2'));
    await store.write([anOrganisation('b', 'Leeds'), anOrganisation('d')], state('log.3'));
    expect(await all(store)).toEqual([
      anOrganisation('b', 'Leeds'),
      anOrganisation('c'),
      anOrganisation('d'),
    ]);
    expect(await store.read('b')).toEqual(anOrganisation('b', 'Leeds'));
    expect(await store.read('a')).toBeNull();
    expect(await store.readState()).toEqual(state('log.3'));
  });
});

describe('FileStore', () => {
  it('keeps the former copy if a snapshot breaks off', async () => {
    const store = new FileStore(folder);
    await store.replace(rows(anOrganisation('a')), state('log.1'));
    const broken = async function* (): AsyncGenerator<Organisation> {
      yield await Promise.resolve(anOrganisation('b'));
      throw new Error('connection lost');
    };
    await expect(store.replace(broken(), state('log.2'))).rejects.toThrow('connection lost');
    const again = new FileStore(folder);
    expect(await again.readState()).toEqual(state('log.1'));
    expect(await all(again)).toEqual([anOrganisation('a')]);
  });

  it('has the bytes of each organisation in a file, and one folder of them', async () => {
    const store = new FileStore(folder);
    await store.replace(rows(), state('log.0'));
    await store.replace(rows(anOrganisation('a')), state('log.1'));
    const [name = '', ...others] = readdirSync(folder).filter((each) => each !== 'state.json');
    expect(others).toEqual([]);
    expect(readFileSync(join(folder, name, 'a.json'), 'utf8')).toBe('{"OrganisationId":"a","City":"London"}');
  });

  it('has a file of its own for each id, whatever its characters', async () => {
    const ids = [
      'a',
      'A',
      '%41',
      '../a',
      'a/b',
      'a\\b',
      '.',
      '..',
      'é',
      '\u{1f600}'.repeat(40),
      'x'.repeat(40),
      'con:',
    ];
    const store = new FileStore(folder);
    await store.replace(rows(...ids.map((id) => anOrganisation(id))), state('log.1'));
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      name.toLowerCase(),
    );
    expect(names).toHaveLength(ids.length + 2);
    expect(new Set(names).size).toBe(names.length);
    for (const id of ids) expect(await store.read(id)).toEqual(anOrganisation(id));
  });
});
