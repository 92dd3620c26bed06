import { type ChangeEntry, type ChangesPage, parsePlace } from '../changes/change-entry.js';
import type { ChangesQuery } from '../changes/changes-reader.js';
import type { Checkpoint } from './checkpoints.js';
import { firstHash, hashOf } from './hash-chain.js';
import { type LogVerdict, verifyLog, type VerifyOptions, type VerifyProgress } from './verify-log.js';

const log = '5b0f3c4e-0000-4000-8000-000000000001';

/** A log of this many entries. */
async function logOf(count: number): Promise<ChangeEntry[]> {
  const entries: ChangeEntry[] = [];
  let previous = firstHash;
  for (let Position = 1; Position <= count; Position += 1) {
    const entry: ChangeEntry = {
      Position,
      OrganisationId: 'org-1',
      Revision: Position,
      At: '2026-01-02T03:04:05.678Z',
      By: { ClientId: 'admin', UserEmail: null },
      InteractionId: 'id-1',
      Operation: 'Update',
      Changes: [{ Field: 'City', Old: null, New: `City ${Position}` }],
    };
    previous = await hashOf(log, entry, previous);
    entries.push({ ...entry, Hash: previous });
  }
  return entries;
}

const at = (entries: readonly ChangeEntry[], position: number): Checkpoint => ({
  log,
  position,
  hash: entries[position - 1]?.Hash ?? firstHash,
  signedAt: '2026-01-02T03:04:05.000Z',
  text: 'jws',
});

/** Verifies a log of which these entries are shown. */
function verify(
  shown: readonly ChangeEntry[],
  checkpoint: Checkpoint,
  options: VerifyOptions = {},
  last = shown.at(-1)?.Position ?? 0,
): Promise<LogVerdict> {
  const page = ({ after = 0, limit = 100 }: ChangesQuery): Promise<ChangesPage> => {
    const from = typeof after === 'number' ? after : parsePlace(after).position;
    const to = Math.min(from + limit, last);
    const changes = shown.filter(({ Position }) => Position > from && Position <= to);
    return Promise.resolve({ changes, next: `${log}.${to}`, hasMore: to < last });
  };
  return verifyLog({ page }, { read: () => Promise.resolve(checkpoint) }, options);
}

const changed = (entries: readonly ChangeEntry[], position: number, more: Partial<ChangeEntry>) =>
  entries.map((entry) => (entry.Position === position ? { ...entry, ...more } : entry));

describe('verifyLog', () => {
  it('recomputes each hash of a log of several pages, and says how far it is', async () => {
    const entries = await logOf(2_100);
    const checkpoint = at(entries, 2_050);
    const steps: VerifyProgress[] = [];
    const verdict = await verify(entries, checkpoint, { onProgress: (step) => steps.push(step) });
    expect(verdict).toEqual({
      log,
      position: 2_100,
      hash: entries[2_099]?.Hash,
      verified: 2_100,
      hidden: 0,
      partial: 0,
      checkpoint,
      hasCheckpoint: true,
    });
    expect(steps).toEqual([
      { position: 1_000, newest: 2_050 },
      { position: 2_000, newest: 2_050 },
      { position: 2_100, newest: 2_100 },
    ]);
  });

  it('accepts an empty log', async () => {
    expect(await verify([], at([], 0))).toMatchObject({ position: 0, hash: firstHash, hasCheckpoint: true });
  });

  it('counts the positions that are hidden, and the entries that are shown in part', async () => {
    const entries = await logOf(6);
    const shown = changed(
      entries.filter(({ Position }) => Position !== 2),
      5,
      { Hash: null },
    );
    expect(await verify(shown, at(entries, 5))).toMatchObject({
      verified: 2,
      hidden: 1,
      partial: 1,
      hasCheckpoint: null,
    });
    expect(await verify([], at(entries, 6), {}, 6)).toMatchObject({ position: 6, hash: null, hidden: 6 });
  });

  it.each<[what: string, falsify: (entries: ChangeEntry[]) => ChangeEntry[], position: number]>([
    ['a changed entry', (entries) => changed(entries, 3, { At: '2026-01-02T03:04:05.679Z' }), 3],
    ['a changed hash', (entries) => changed(entries, 3, { Hash: 'f'.repeat(64) }), 3],
    ['a log that is shorter than the checkpoint', (entries) => entries.slice(0, 4), 4],
  ])('throws for %s, with the position', async (_, falsify, position) => {
    const entries = await logOf(6);
    await expect(verify(falsify(entries), at(entries, 6))).rejects.toMatchObject({
      name: 'ChainBrokenError',
      position,
    });
  });

  it('throws for a log that was written anew, because the checkpoint signs another hash', async () => {
    const entries = await logOf(6);
    await expect(verify(entries, { ...at(entries, 5), hash: 'f'.repeat(64) })).rejects.toMatchObject({
      name: 'ChainBrokenError',
      position: 5,
    });
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const entries = await logOf(1_500);
    const verdict = verify(entries, at(entries, 1_500), {
      signal: controller.signal,
      onProgress: () => {
        controller.abort(new Error('enough'));
      },
    });
    await expect(verdict).rejects.toThrow('enough');
  });
});
