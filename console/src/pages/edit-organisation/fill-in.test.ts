import { fillIn } from './fill-in.ts';

const present = { Status: 'Withdrawn', City: 'Rio', Flags: ['a'] };
const former = { Status: 'Active', City: 'London', Flags: ['a', 'gone'] };

describe('fillIn', () => {
  it('fills in what an operator may set, without flags that are no longer active', () => {
    expect(fillIn(present, former, ['a', 'b'], true)).toEqual({
      values: { Status: 'Active', City: 'London', Flags: ['a'] },
      left: ['Flags'],
    });
  });

  it('keeps the present Status for others if the former one is Active', () => {
    expect(fillIn(present, former, ['a', 'gone'], false)).toEqual({
      values: { Status: 'Withdrawn', City: 'London', Flags: ['a', 'gone'] },
      left: ['Status'],
    });
  });

  it('leaves nothing if the Status is the same', () => {
    expect(fillIn(former, former, ['a', 'gone'], false).left).toEqual([]);
  });
});
