import { createHash } from 'node:crypto';
import type { ChangeEntry } from '../changes/change-entry.js';
import { ChainBrokenError, firstHash, HashChain, hashOf } from './hash-chain.js';

const log = '5b0f3c4e-0000-4000-8000-000000000001';
const place = (position: number) => ({ log, position });

function anEntry(position: number, more: Partial<ChangeEntry> = {}): ChangeEntry {
  return {
    Position: position,
    OrganisationId: 'org-1',
    Revision: position,
    At: '2026-01-02T03:04:05.678Z',
    By: { ClientId: 'admin', UserEmail: null },
    InteractionId: 'id-1',
    Operation: 'Update',
    Changes: [{ Field: 'City', Old: 'London', New: 'Zürich €' }],
    ...more,
  };
}

/** The entries 1 to `count` with their hashes. */
async function chainOf(count: number): Promise<ChangeEntry[]> {
  const entries: ChangeEntry[] = [];
  let previous = firstHash;
  for (let position = 1; position <= count; position += 1) {
    previous = await hashOf(log, anEntry(position), previous);
    entries.push(anEntry(position, { Hash: previous }));
  }
  return entries;
}

describe('hashOf', () => {
  it('is SHA-256 over the canonical JSON of log, position, previous hash and entry', async () => {
    // Written by hand: sorted members, no white space.
    const text = `{"Entry":{"At":"2026-01-02T03:04:05.678Z","By":{"ClientId":"admin","UserEmail":null},"Changes":[{"Field":"City","New":"Zürich €","Old":"London"}],"InteractionId":"id-1","Operation":"Update","OrganisationId":"org-1","Revision":1},"Log":"${log}","Position":1,"Previous":"${firstHash}"}`;
    expect(await hashOf(log, anEntry(1, { Hash: 'ignored' }), firstHash)).toBe(
      createHash('sha256').update(text).digest('hex'),
    );
  });
});

describe('HashChain', () => {
  it('verifies each entry from the first on', async () => {
    const chain = new HashChain(place(0), firstHash);
    const entries = await chainOf(3);
    for (const entry of entries) await chain.accept(entry);
    expect([chain.verified, chain.hash]).toEqual([3, entries[2]?.Hash]);
  });

  it('throws for an entry that was changed, and for one that is missing', async () => {
    const [first, second, third] = await chainOf(3);
    const chain = new HashChain(place(0), firstHash);
    await chain.accept(first ?? anEntry(0));
    await expect(chain.accept({ ...(second ?? anEntry(0)), At: '2026-01-02T03:04:05.679Z' })).rejects.toThrow(
      ChainBrokenError,
    );
    const renumbered = { ...(third ?? anEntry(0)), Position: 2 };
    await expect(chain.accept(renumbered)).rejects.toThrow('The hash of position 2');
  });

  it('goes on after an entry without a hash, and after hidden positions', async () => {
    const entries = await chainOf(6);
    const chain = new HashChain(place(0), firstHash);
    const shown = [
      entries[0],
      { ...(entries[1] ?? anEntry(0)), Hash: null },
      entries[2],
      entries[4],
      entries[5],
    ];
    for (const entry of shown) await chain.accept(entry ?? anEntry(0));
    // Position 3 follows one without a hash, and position 5 follows a hidden one.
    expect(chain.verified).toBe(2);
    chain.moveTo(place(9));
    expect(chain.hash).toBeNull();
  });

  it('compares a checkpoint with the hash of its position', async () => {
    const entries = await chainOf(2);
    const chain = new HashChain(place(0), firstHash);
    for (const entry of entries) await chain.accept(entry);
    expect(chain.compare(1, entries[0]?.Hash ?? '')).toBe(true);
    expect(chain.compare(3, 'later')).toBeNull();
    expect(() => chain.compare(2, 'f'.repeat(64))).toThrow('The checkpoint signs');
    expect(() => chain.compare(0, 'f'.repeat(64))).toThrow(ChainBrokenError);
  });
});
