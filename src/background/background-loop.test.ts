import { BackgroundLoop, linesOf } from './background-loop.js';

/** A loop whose rounds the test ends one by one. */
function startLoop() {
  const rounds: { end: (hasMore: boolean) => void; fail: (error: Error) => void }[] = [];
  const lines: string[] = [];
  const loop = new BackgroundLoop({
    turn: () => new Promise((end, fail) => rounds.push({ end, fail })),
    lines: linesOf('the queue'),
    logger: { log: (line: string) => lines.push(line), error: (line: string) => lines.push(line) },
  });
  loop.start();
  return { loop, rounds, lines };
}

/** Lets promises settle without timers. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('a background loop', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('runs the next round at once while more is due', async () => {
    const { rounds } = startLoop();
    rounds[0]?.end(true);
    await settle();
    expect(rounds).toHaveLength(2);
  });

  it('pauses for a second if nothing is due', async () => {
    const { rounds } = startLoop();
    rounds[0]?.end(false);
    await jest.advanceTimersByTimeAsync(999);
    expect(rounds).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(rounds).toHaveLength(2);
  });

  it('ends its pause when it is woken', async () => {
    const { loop, rounds } = startLoop();
    rounds[0]?.end(false);
    await settle();
    loop.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(rounds).toHaveLength(2);
  });

  it('runs another round if it is woken during one that found nothing', async () => {
    const { loop, rounds } = startLoop();
    loop.wake();
    rounds[0]?.end(false);
    await jest.advanceTimersByTimeAsync(0);
    expect(rounds).toHaveLength(2);
  });

  it('doubles its pause up to 30 seconds while rounds fail, and logs the first failure and the recovery', async () => {
    const { loop, rounds, lines } = startLoop();
    for (const [round, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      rounds[round]?.fail(new TypeError('away'));
      await settle();
      loop.wake();
      await jest.advanceTimersByTimeAsync(seconds * 1_000 - 1);
      expect(rounds).toHaveLength(round + 1);
      await jest.advanceTimersByTimeAsync(1);
      expect(rounds).toHaveLength(round + 2);
    }
    rounds[7]?.end(true);
    await settle();
    expect(lines).toEqual(['the queue can not be read: TypeError', 'the queue can be read again']);
  });

  it('ends behind the round in progress when it is stopped', async () => {
    const { loop, rounds } = startLoop();
    loop.stop();
    let hasEnded = false;
    const ended = loop.ended().then(() => (hasEnded = true));
    await settle();
    expect(hasEnded).toBe(false);
    rounds[0]?.end(true);
    await ended;
    expect(rounds).toHaveLength(1);
  });
});
