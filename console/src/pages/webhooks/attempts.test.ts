import type { WebhookDelivery } from 'organisations-directory-client';
import { attemptsOf } from './attempts.ts';

const delivery = (
  MessageId: string,
  Type: WebhookDelivery['Type'] = 'organisation.changes',
): WebhookDelivery => ({
  At: '2026-11-28T04:00:00.000Z',
  Type,
  MessageId,
  Status: 500,
  DurationMs: 1,
  Positions: null,
  Error: 'The receiver answered 500.',
  Answer: null,
});

describe('attemptsOf', () => {
  it('numbers the attempts of each message from the oldest on', () => {
    const attempts = attemptsOf(['b', 'a', 'b', 'a', 'a'].map((id) => delivery(id)));
    expect(attempts.map(({ delivery: { MessageId }, number }) => `${MessageId}${number}`)).toEqual([
      'b2',
      'a3',
      'b1',
      'a2',
      'a1',
    ]);
    expect(attempts.every(({ isExact }) => isExact)).toBe(true);
  });

  it('takes the number of the oldest message as a minimum if the list is full', () => {
    const full = [...Array.from({ length: 99 }, () => delivery('new')), delivery('old')];
    expect(attemptsOf(full).map(({ isExact }) => isExact)).toEqual([
      ...Array.from({ length: 99 }, () => true),
      false,
    ]);
  });

  it('marks the newest attempt that is no test', () => {
    const attempts = attemptsOf([delivery('t', 'webhook.test'), delivery('a'), delivery('a')]);
    expect(attempts.map(({ isNewest }) => isNewest)).toEqual([false, true, false]);
  });

  it('is empty without deliveries', () => {
    expect(attemptsOf([])).toEqual([]);
  });
});
