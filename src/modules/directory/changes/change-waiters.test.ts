import { WaiterCount } from './change-waiters.js';

const client = (clientId: string, userEmail: string | null = null) => ({ clientId, userEmail });

/** Returns how many of these requests are let in. */
function entered(count: WaiterCount, caller: ReturnType<typeof client>, requests: number): number {
  return Array.from({ length: requests }, () => count.enter(caller)).filter((leave) => leave !== null).length;
}

describe('WaiterCount', () => {
  it('lets in as many requests of a client as its limit', () => {
    expect(entered(new WaiterCount({ total: 9, perClient: 2 }), client('a'), 3)).toBe(2);
  });

  it('lets in as many requests of all clients as the limit of the instance', () => {
    const count = new WaiterCount({ total: 3, perClient: 2 });
    expect([entered(count, client('a'), 2), entered(count, client('b'), 2)]).toEqual([2, 1]);
  });

  it('gives each user of a client a limit of their own', () => {
    const count = new WaiterCount({ total: 9, perClient: 2 });
    const callers = [client('a'), client('a', 'one@bank.example'), client('a', 'two@bank.example')];
    expect(callers.map((caller) => entered(count, caller, 3))).toEqual([2, 2, 2]);
  });

  it('lets a request in again for each that ended, however often its end is told', () => {
    const count = new WaiterCount({ total: 9, perClient: 1 });
    const leave = count.enter(client('a'));
    leave?.();
    leave?.();
    expect(entered(count, client('a'), 2)).toBe(1);
  });
});
