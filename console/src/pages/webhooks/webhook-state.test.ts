import { nextAttemptOf, positionOf, stateOf } from './webhook-state.ts';

const since = '2026-11-28T04:00:00.000Z';

describe('stateOf', () => {
  it.each([
    ['Pending', null, 'Pending'],
    ['Pending', since, 'VerificationFails'],
    ['Active', null, 'Active'],
    ['Active', since, 'Failing'],
    ['Paused', since, 'Paused'],
    ['Disabled', since, 'Disabled'],
  ] as const)('of a %s webhook that fails since %s is %s', (Status, FailingSince, state) => {
    expect(stateOf({ Status, FailingSince })).toBe(state);
  });
});

describe('nextAttemptOf', () => {
  it.each([
    ['Active', since, 'then'],
    ['Pending', since, 'then'],
    ['Active', null, null],
    ['Paused', since, null],
    ['Disabled', since, null],
  ] as const)('of a %s webhook that fails since %s is %s', (Status, FailingSince, next) => {
    expect(nextAttemptOf({ Status, FailingSince, NextAttemptAt: 'then' })).toBe(next);
  });
});

describe('positionOf', () => {
  it('reads the position of a place', () => {
    expect(positionOf('6b0f8b8e-1f1b-4f0c-9a5e-2f6f4f1f2a30.42')).toBe(42);
  });
});
