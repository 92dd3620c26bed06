import { wordsFor } from './status-words.ts';

const fields = { Status: { enum: ['Active', 'Pending', 'Withdrawn', null] }, City: {} };

describe('wordsFor', () => {
  it.each([
    ['an operator all words', 'Status', 'Pending', true, ['Active', 'Pending', 'Withdrawn']],
    ['others no way to Active', 'Status', 'Pending', false, ['Pending', 'Withdrawn']],
    ['others the present Active', 'Status', 'Active', false, ['Active', 'Pending', 'Withdrawn']],
    ['no words for a text', 'City', 'London', true, []],
  ])('offers %s', (_, field, present, isOperator, words) => {
    expect(wordsFor(field, fields, present, isOperator)).toEqual(words);
  });
});
