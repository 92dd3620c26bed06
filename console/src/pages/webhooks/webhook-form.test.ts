import { afterOf, newWebhookValues, requestOf, withWord } from './webhook-form.ts';

const isOperation = (word: string): word is 'Create' | 'Update' => ['Create', 'Update'].includes(word);

describe('requestOf', () => {
  it('leaves out what is empty', () => {
    const values = { ...newWebhookValues, Url: ' https://hooks.bank.example/ ' };
    expect(requestOf(values, isOperation)).toEqual({ Url: 'https://hooks.bank.example/' });
  });

  it('sends distinct ids, known operations and the place', () => {
    const values = {
      ...newWebhookValues,
      Url: 'https://hooks.bank.example/',
      Description: 'ours',
      OrganisationIds: 'a, b\na',
      Operations: 'Create Unknown',
      Start: 'position',
      Position: ' 42 ',
    };
    expect(requestOf(values, isOperation)).toEqual({
      Url: 'https://hooks.bank.example/',
      Description: 'ours',
      OrganisationIds: ['a', 'b'],
      Operations: ['Create'],
      After: '42',
    });
  });
});

describe('afterOf', () => {
  it.each([
    ['now', null],
    ['beginning', '0'],
    ['position', '7'],
  ])('of %s is %s', (Start, after) => {
    expect(afterOf({ Start, Position: '7' })).toBe(after);
  });
});

describe('withWord', () => {
  const all = ['Create', 'Update', 'Import'];

  it('puts a word in, in the order of all words', () => {
    expect(withWord('Import', 'Create', true, all)).toBe('Create Import');
  });

  it('takes a word out', () => {
    expect(withWord('Create Import', 'Create', false, all)).toBe('Import');
  });
});
