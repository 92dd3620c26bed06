import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { UntakenAnswers } from './unread-responses.js';

class AnAnswer extends EventEmitter {
  closed = false;

  constructor(public writableLength: number) {
    super();
  }

  destroy(): void {
    this.closed = true;
    this.emit('close');
  }
}

describe('answers that nobody takes', () => {
  let untaken: UntakenAnswers;
  const add = (bytes: number): AnAnswer => {
    const answer = new AnAnswer(bytes);
    untaken.add(answer as unknown as ServerResponse);
    return answer;
  };
  beforeEach(() => {
    untaken = new UntakenAnswers(100);
  });

  it('are kept as long as they are not too much together', () => {
    expect([add(60), add(40)].map(({ closed }) => closed)).toEqual([false, false]);
  });

  it('are let go from the oldest on, and no more of them than must be', () => {
    const answers = [add(30), add(30), add(30), add(50)];
    expect(answers.map(({ closed }) => closed)).toEqual([true, true, false, false]);
  });

  it('count as much as is still left of them', () => {
    const slow = add(90);
    slow.writableLength = 10;
    expect([slow, add(90)].map(({ closed }) => closed)).toEqual([false, false]);
  });

  it('count no more when they are taken', () => {
    const taken = add(90);
    taken.emit('close');
    expect([add(90).closed, taken.closed]).toEqual([false, false]);
  });
});
