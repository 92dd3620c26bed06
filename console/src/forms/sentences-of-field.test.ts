import { DirectoryError } from 'organisations-directory-client';
import { sentencesOfField } from './sentences-of-field.ts';

const refusal = new DirectoryError(
  400,
  [
    'Name must be a text',
    'NameX is unknown',
    'Url: no',
    'each of Flags must have 1 to 40 characters',
    'The body is empty; send a JSON object.',
  ],
  'id',
  new Headers(),
);

describe('sentencesOfField', () => {
  it.each([
    ['Name', ['Name must be a text']],
    ['Url', ['Url: no']],
    ['Flags', ['each of Flags must have 1 to 40 characters']],
    ['Value', []],
    ['constructor', []],
    ['body', []],
  ])('finds the sentences about %s', (field, sentences) => {
    expect(sentencesOfField(refusal, field)).toEqual(sentences);
  });

  it('finds nothing in another error', () => {
    expect(sentencesOfField(new Error('Name is wrong'), 'Name')).toEqual([]);
  });
});
