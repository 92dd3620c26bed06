import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { UnreadResponses } from './unread-responses.js';

class FakeResponse extends EventEmitter {
  closed = false;

  constructor(public writableLength: number) {
    super();
  }

  destroy(): void {
    this.closed = true;
    this.emit('close');
  }
}

describe('UnreadResponses', () => {
  let unread: UnreadResponses;
  const add = (bytes: number): FakeResponse => {
    const response = new FakeResponse(bytes);
    unread.add(response as unknown as ServerResponse);
    return response;
  };
  beforeEach(() => {
    unread = new UnreadResponses(100);
  });

  it('keeps responses up to the limit', () => {
    expect([add(60), add(40)].map(({ closed }) => closed)).toEqual([false, false]);
  });

  it('closes the oldest responses above the limit, and no more than needed', () => {
    const responses = [add(30), add(30), add(30), add(50)];
    expect(responses.map(({ closed }) => closed)).toEqual([true, true, false, false]);
  });

  it('counts only the bytes that are still unread', () => {
    const slow = add(90);
    slow.writableLength = 10;
    expect([slow, add(90)].map(({ closed }) => closed)).toEqual([false, false]);
  });

  it('does not count a response that has been read', () => {
    const read = add(90);
    read.emit('close');
    expect([add(90).closed, read.closed]).toEqual([false, false]);
  });
});
