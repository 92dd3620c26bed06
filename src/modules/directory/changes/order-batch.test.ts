import { type Candidate, orderBatch, withoutPredecessor } from './order-batch.js';

function anEntry(ownerId: string, revision: number, followsPositioned = false): Candidate {
  return {
    owner: 'organisation',
    ownerId,
    revision,
    followsPositioned,
    at: new Date(0),
    clientId: 'client',
    userEmail: null,
    interactionId: 'i',
    operation: 'Update',
    changes: [],
  };
}

const names = (entries: readonly { ownerId: string; revision: number }[]): string[] =>
  entries.map(({ ownerId, revision }) => `${ownerId}${revision}`);

describe('the order of a batch', () => {
  it('is that of the candidates, where each follows its predecessor', () => {
    const candidates = [anEntry('b', 1, true), anEntry('a', 1, true), anEntry('b', 2)];
    expect(withoutPredecessor(candidates)).toEqual([]);
    expect(names(orderBatch(candidates, []))).toEqual(['b1', 'a1', 'b2']);
  });

  it('moves earlier revisions of the same owner before a later one', () => {
    const candidates = [anEntry('a', 3), anEntry('b', 1, true), anEntry('a', 2), anEntry('a', 1, true)];
    expect(names(orderBatch(candidates, []))).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('includes predecessors from outside of the batch once', () => {
    const candidates = [anEntry('a', 4), anEntry('a', 2)];
    expect(names(withoutPredecessor(candidates))).toEqual(['a4', 'a2']);
    const predecessors = [anEntry('a', 3), anEntry('a', 2), anEntry('a', 1), anEntry('a', 1)];
    expect(names(orderBatch(candidates, predecessors))).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('tells owners with equal ids apart', () => {
    const flag = { ...anEntry('a', 2), owner: 'flag' as const };
    expect(withoutPredecessor([anEntry('a', 1, true), flag])).toEqual([flag]);
  });
});
