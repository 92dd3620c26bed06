import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { ClientSlots } from './client-slots.js';

class FakeResponse extends EventEmitter {
  closed = false;
  readonly emitted: string[] = [];

  override emit(event: string): boolean {
    if (event === 'close') this.closed = true;
    this.emitted.push(event);
    return super.emit(event);
  }
}

interface Taken {
  readonly response: FakeResponse;
  state: 'waiting' | 'started' | 'rejected';
  error: unknown;
}

describe('ClientSlots', () => {
  let slots: ClientSlots;
  beforeEach(() => {
    jest.useFakeTimers();
    slots = new ClientSlots(3);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  const take = async (client: string, response = new FakeResponse()): Promise<Taken> => {
    const taken: Taken = { response, state: 'waiting', error: null };
    slots.take(client, response as unknown as ServerResponse).then(
      () => (taken.state = 'started'),
      (error: unknown) => {
        taken.state = 'rejected';
        taken.error = error;
      },
    );
    await settled();
    return taken;
  };
  const takeMany = async (client: string, count: number): Promise<Taken[]> => {
    const all: Taken[] = [];
    for (let index = 0; index < count; index += 1) all.push(await take(client));
    return all;
  };
  const states = (all: readonly Taken[]): string[] => all.map(({ state }) => state);

  it('starts sixteen requests of a client, and lets the seventeenth wait but no other client', async () => {
    expect(new Set(states(await takeMany('a', 16)))).toEqual(new Set(['started']));
    expect((await take('a')).state).toBe('waiting');
    expect((await take('b')).state).toBe('started');
    expect(slots.waiting).toBe(1);
  });

  it.each(['ended', 'close'])('starts the oldest waiting request at the event %s', async (event) => {
    const [first] = await takeMany('a', 16);
    const queued = await takeMany('a', 2);
    first?.response.emit(event);
    await settled();
    expect(states(queued)).toEqual(['started', 'waiting']);
    expect(queued[0]?.response.emitted).toEqual(['queued', 'dequeued']);
  });

  it('frees one slot for a response that ends and then closes', async () => {
    const [first] = await takeMany('a', 16);
    const queued = await takeMany('a', 2);
    first?.response.emit('ended');
    first?.response.emit('close');
    await settled();
    expect(states(queued)).toEqual(['started', 'waiting']);
  });

  it('rejects a request with 503 and Retry-After after three seconds and not before', async () => {
    await takeMany('a', 16);
    const queued = await take('a');
    await jest.advanceTimersByTimeAsync(2_990);
    expect(queued.state).toBe('waiting');
    await jest.advanceTimersByTimeAsync(50);
    expect(queued).toMatchObject({
      state: 'rejected',
      error: { status: 503, headers: { 'retry-after': '1' } },
    });
    expect(slots.waiting).toBe(0);
  });

  it('removes a waiting request whose connection closes', async () => {
    const [first] = await takeMany('a', 16);
    const [gone, next] = await takeMany('a', 2);
    gone?.response.emit('close');
    expect(slots.waiting).toBe(1);
    first?.response.emit('ended');
    await settled();
    expect([gone?.state, next?.state]).toEqual(['waiting', 'started']);
  });

  it('takes no slot for a response that is already closed', async () => {
    for (let count = 0; count < 16; count += 1) {
      const response = new FakeResponse();
      response.emit('close');
      await take('a', response);
    }
    expect((await take('a')).state).toBe('started');
  });

  it('rejects at once above the limit of waiting requests of all clients', async () => {
    await takeMany('a', 16);
    await takeMany('b', 16);
    expect(states([...(await takeMany('a', 2)), ...(await takeMany('b', 2))])).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'rejected',
    ]);
  });

  it('counts from zero again after all requests of a client have ended', async () => {
    for (const { response } of await takeMany('a', 16)) response.emit('ended');
    expect(new Set(states(await takeMany('a', 16)))).toEqual(new Set(['started']));
    expect((await take('a')).state).toBe('waiting');
  });
});
