import { ProofMemory } from './proof-memory.js';

describe('ProofMemory', () => {
  const proof = (id: string, thumbprint = 'key') => ({ id, thumbprint });
  let memory: ProofMemory;
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_700_000_000_000 });
    memory = new ProofMemory(80_000, 3);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('takes a proof once', () => {
    expect([memory.take(proof('a')), memory.take(proof('a'))]).toEqual(['new', 'seen']);
  });

  it('tells keys, and ids that run into them, apart', () => {
    expect([
      memory.take(proof('a')),
      memory.take(proof('a', 'other')),
      memory.take(proof('y.a', 'ke')),
    ]).toEqual(['new', 'new', 'new']);
  });

  it('remembers a proof for as long as it can live, whenever it came', () => {
    memory.take(proof('first'));
    jest.advanceTimersByTime(79_000);
    memory.take(proof('late'));
    expect(memory.take(proof('first'))).toBe('seen');
    jest.advanceTimersByTime(79_999);
    expect(memory.take(proof('late'))).toBe('seen');
  });

  it('forgets, so that it never grows beyond two generations', () => {
    memory.take(proof('a'));
    jest.advanceTimersByTime(160_001);
    expect(memory.take(proof('a'))).toBe('new');
  });

  it('forgets after a long silence too', () => {
    memory.take(proof('a'));
    jest.advanceTimersByTime(3_600_000);
    expect(memory.take(proof('a'))).toBe('new');
  });

  it('takes no more than it can remember, and says when it can again', () => {
    for (const id of ['a', 'b', 'c']) memory.take(proof(id));
    jest.advanceTimersByTime(50_000);
    expect([memory.take(proof('d')), memory.take(proof('a')), memory.fullForSeconds]).toEqual([
      'full',
      'seen',
      30,
    ]);
    jest.advanceTimersByTime(30_000);
    expect([memory.take(proof('d')), memory.take(proof('a'))]).toEqual(['new', 'seen']);
  });
});
