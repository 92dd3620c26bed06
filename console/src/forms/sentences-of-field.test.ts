import { DirectoryError } from 'organisations-directory-client';
import { sentencesOfField } from './sentences-of-field.ts';

const refusal = new DirectoryError(
  400,
  ['Name must be a text', 'NameX is unknown', 'Url: no'],
  'id',
  new Headers(),
);

describe('sentencesOfField', () => {
  it.each([
    ['Name', ['Name must be a text']],
    ['Url', ['Url: no']],
    ['Value', []],
  ])('finds the sentences about %s', (field, sentences) => {
    expect(sentencesOfField(refusal, field)).toEqual(sentences);
  });

  it('finds nothing in another error', () => {
    expect(sentencesOfField(new Error('Name is wrong'), 'Name')).toEqual([]);
  });
});
