import { UnfinishedBodies } from './unfinished-bodies.js';

describe('UnfinishedBodies', () => {
  it('holds bytes up to the limit, and not one more until some are released', () => {
    const bodies = new UnfinishedBodies(100);
    expect([bodies.hold(60), bodies.hold(40), bodies.hold(1), bodies.heldBytes]).toEqual([
      true,
      true,
      false,
      100,
    ]);
    bodies.release(1);
    expect([bodies.hold(1), bodies.hold(1)]).toEqual([true, false]);
  });

  it('holds 64 MiB by default', () => {
    const bodies = new UnfinishedBodies();
    expect([bodies.hold(64 * 1_048_576), bodies.hold(1)]).toEqual([true, false]);
  });
});
