import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChainBrokenError,
  DirectoryClient,
  type DirectoryOptions,
  MemoryStore,
  type MirrorEvent,
  type MirrorOptions,
  type MirrorStore,
  type OrganisationCreate,
} from '../../../clients/typescript/src/index.js';
import { FileStore } from '../../../clients/typescript/src/node/index.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aFlagBody, anOrganisationBody } from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { admin, software, superUser } from '../../support/identities.js';
import { copiedBytes, listedBytes, newestPlace } from '../../support/mirrored-directory.js';
import { until } from '../../support/until.js';

const body = (overrides: Partial<OrganisationCreate> = {}) =>
  anOrganisationBody(overrides) as unknown as OrganisationCreate;

/** A mirror that runs, and what it has done. */
class RunningMirror {
  readonly events: MirrorEvent[] = [];
  private readonly end = new AbortController();
  readonly ended: Promise<unknown>;

  constructor(directory: DirectoryClient, store: MirrorStore, options: MirrorOptions = {}) {
    const running = directory.mirror(store, {
      checkSeconds: 1,
      ...options,
      signal: this.end.signal,
      onEvent: (event) => this.events.push(event),
    });
    this.ended = running.catch((error: unknown) => error);
  }

  snapshots(): string[] {
    return this.events.flatMap((event) => (event.type === 'snapshot' ? [event.reason] : []));
  }

  /** The sums of the entries that were applied, and of the hashes that were verified. */
  counts(): { entries: number; verified: number } {
    const changes = this.events.flatMap((event) => (event.type === 'changes' ? [event] : []));
    return {
      entries: changes.reduce((sum, { entries }) => sum + entries, 0),
      verified: changes.reduce((sum, { verified }) => sum + verified, 0),
    };
  }

  async untilCurrent(place: string): Promise<void> {
    const position = (text: string): number => Number(text.split('.').at(-1));
    await this.until(
      `current at ${place}`,
      (event) => event.type === 'current' && position(event.place) >= position(place),
    );
  }

  async until(what: string, matches: (event: MirrorEvent) => boolean): Promise<void> {
    let end: Error | null = null;
    void this.ended.then((error) => (end = new Error('the mirror ended', { cause: error })));
    await until(what, () => {
      if (this.events.some(matches)) return true;
      if (end !== null) throw end;
      return null;
    });
  }

  async stop(): Promise<unknown> {
    this.end.abort(new Error('stopped'));
    return this.ended;
  }
}

describe('mirror', () => {
  let app: TestApp;
  let folder: string;
  let operator: DirectoryClient;
  beforeAll(async () => {
    app = await startApp();
    operator = clientOf(admin);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-mirror-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const clientOf = (identity: Identity, options: Partial<DirectoryOptions> = {}): DirectoryClient =>
    new DirectoryClient({
      url: app.origin,
      tokens: { get: async () => ({ value: await app.issuer.token(identity) }) },
      ...options,
    });
  const newest = async (): Promise<string> =>
    newestPlace(app.origin, app.database, await app.issuer.token(admin));
  const expectEqual = async (identity: Identity): Promise<void> => {
    const listed = await listedBytes(app.origin, await app.issuer.token(identity));
    expect(listed.size).toBeGreaterThan(0);
    expect(copiedBytes(folder)).toEqual(listed);
  };

  it('has, to the byte, what the directory answers, after a snapshot and after each kind of change', async () => {
    await operator.organisations.create(body({ OrganisationId: 'before', LogoUri: null }));
    const mirror = new RunningMirror(clientOf(admin), new FileStore(folder));
    await mirror.untilCurrent(await newest());
    await expectEqual(admin);

    const flag = await operator.flags.create(aFlagBody({ Name: 'é', Value: 'b' }) as never);
    const other = await operator.flags.create(aFlagBody({ Name: 'E', Value: 'a' }) as never);
    const Flags = [flag.Id, other.Id];
    await operator.organisations.create(body({ OrganisationId: 'after', AddressLine2: 'Étage "2" \u2028' }));
    await operator.organisations.update('after', { Flags });
    await operator.organisations.patch('before', {
      Flags: [flag.Id],
      City: 'Leeds',
      Status: 'Withdrawn',
    } as never);
    await operator.adminUsers.create('before', { UserEmail: 'someone@bank.example' });
    await mirror.untilCurrent(await newest());
    await expectEqual(admin);

    await operator.flags.replace(flag.Id, aFlagBody({ Name: 'D', Value: 'c', Cascade: false }) as never);
    await mirror.untilCurrent(await newest());
    await expectEqual(admin);

    const ended = aFlagBody({ Name: 'E', Value: 'a', Status: 'Inactive', Cascade: true });
    await operator.flags.replace(other.Id, ended as never);
    await mirror.untilCurrent(await newest());
    await expectEqual(admin);
    expect(mirror.snapshots()).toEqual(['the store is empty']);
    const { entries, verified } = mirror.counts();
    expect(entries).toBeGreaterThanOrEqual(8);
    expect(verified).toBe(entries);
    expect(await mirror.stop()).toEqual(new Error('stopped'));
  });

  it('goes on where it was, without another snapshot', async () => {
    const first = new RunningMirror(clientOf(admin), new FileStore(folder));
    await first.untilCurrent(await newest());
    await first.stop();
    await operator.organisations.create(body({ OrganisationId: 'meanwhile' }));
    await operator.organisations.patch('meanwhile', { City: 'York' });
    const second = new RunningMirror(clientOf(admin), new FileStore(folder));
    await second.untilCurrent(await newest());
    await expectEqual(admin);
    await second.stop();
    expect(second.snapshots()).toEqual([]);
    expect(second.counts()).toEqual({ entries: 2, verified: 2 });
  });

  it('checks the signature of the checkpoint, and its hash', async () => {
    const mirror = new RunningMirror(clientOf(admin), new FileStore(folder));
    await mirror.untilCurrent(await newest());
    await mirror.until('a checkpoint', ({ type }) => type === 'checkpoint');
    await mirror.stop();
  });

  it("has what a TPP's software sees: no hidden flag, and a flag that becomes visible", async () => {
    const secret = await operator.flags.create(aFlagBody({ Value: 'Secret', AccessLevel: 5 }) as never);
    await operator.organisations.create(body({ OrganisationId: 'flagged' }));
    const mirror = new RunningMirror(clientOf(software), new FileStore(folder));
    await mirror.untilCurrent(await newest());
    await operator.organisations.patch('flagged', { Flags: [secret.Id], City: 'Hull' });
    await clientOf(superUser).organisations.patch('flagged', { City: 'Derby' });
    await mirror.untilCurrent(await newest());
    await expectEqual(software);
    expect([...copiedBytes(folder).values()].join()).not.toContain('Secret');

    await operator.flags.replace(
      secret.Id,
      aFlagBody({ Value: 'Secret', AccessLevel: 0, Cascade: false }) as never,
    );
    await until('the flag in the copy', () =>
      [...copiedBytes(folder).values()].join().includes('Secret') ? true : null,
    );
    await mirror.untilCurrent(await newest());
    await expectEqual(software);
    expect(mirror.snapshots()).toEqual(['the store is empty', 'a flag became visible']);
    await mirror.stop();
  });

  it('reads everything again if the directory has another log', async () => {
    const store = new FileStore(folder);
    const first = new RunningMirror(clientOf(admin), store);
    await first.untilCurrent(await newest());
    await first.stop();
    const state = await store.readState();
    if (state === null) throw new Error('there is no state');
    await store.write([], { ...state, place: `${randomUUID()}.7` });
    const second = new RunningMirror(clientOf(admin), new FileStore(folder));
    await second.untilCurrent(await newest());
    await expectEqual(admin);
    await second.stop();
    expect(second.snapshots()).toEqual(['the directory has another log']);
  });

  it('stops before it writes an entry that was changed on the way', async () => {
    const falsified = clientOf(admin, {
      async fetch(input, init) {
        const response = await fetch(input, init);
        const isFeed = new URL(new Request(input).url).pathname.endsWith('/changes');
        if (!isFeed || response.body === null) return response;
        const falsify = new TransformStream<string, string>({
          transform(chunk, controller) {
            controller.enqueue(chunk.replace('"New":"Truro"', '"New":"Bodmin"'));
          },
        });
        const body = response.body
          .pipeThrough(new TextDecoderStream())
          .pipeThrough(falsify)
          .pipeThrough(new TextEncoderStream());
        return new Response(body, response);
      },
    });
    const store = new MemoryStore();
    const mirror = new RunningMirror(falsified, store);
    await mirror.untilCurrent(await newest());
    await operator.organisations.create(body({ OrganisationId: 'cornish', City: 'Truro' }));
    expect(await mirror.ended).toBeInstanceOf(ChainBrokenError);
    expect(await store.read('cornish')).toBeNull();
  });
});
