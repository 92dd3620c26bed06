import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from './field-checks.ts';
import { defaultValues, type FieldSchemas, type FieldValue } from './form-values.ts';

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../openapi/directory.json'), 'utf8'),
) as { components: { schemas: Record<string, { properties: FieldSchemas; required?: string[] }> } };
const { properties: fields, required = [] } = document.components.schemas.OrganisationCreateRequest ?? {
  properties: {},
};

const faultOf = (field: string, value: FieldValue): readonly string[] =>
  faultsOf({ ...defaultValues(fields), [field]: value }, fields, required)[field] ?? [];

// test/e2e/console/edit-organisation.e2e.ts compares the sentences with those of the API.
describe('faultsOf', () => {
  it('names every required field of an empty form', () => {
    const faults = faultsOf(defaultValues(fields), fields, required);
    expect(Object.keys(faults).sort()).toEqual([...required].sort());
    expect(faults.City).toEqual(['City must be provided']);
  });

  it.each([
    ['a text below its bound', 'City', 'x', ['City must have 2 to 255 characters']],
    ['a text at its bound', 'City', 'xy', []],
    ['a text above its bound', 'Size', 'x'.repeat(256), ['Size must have at most 255 characters']],
    ['emoji at the bound, which count once', 'Size', '😀'.repeat(255), []],
    ['an angle bracket', 'Size', '<b>', ['Size must not contain < or >']],
    ['NUL', 'Size', 'a\u0000', ['Size must be valid Unicode without NUL']],
    ['two faults', 'City', '<', ['City must have 2 to 255 characters', 'City must not contain < or >']],
    ['outer white space, which does not count', 'City', ' x ', ['City must have 2 to 255 characters']],
    ['an optional text without value', 'Size', '  ', []],
    [
      'another kind of logo',
      'LogoUri',
      'ftp://a.png',
      ['LogoUri must be an http(s) URL of an svg, png or jpg image, or a data URI of one'],
    ],
    ['a logo', 'LogoUri', 'data:image/png;base64,AAAA', []],
    [
      'an id that no path can hold',
      'OrganisationId',
      '..',
      ['OrganisationId must not be . or .. or begin or end with a blank'],
    ],
    ['flags', 'Flags', ['a'], []],
  ])('returns the sentences of %s', (_, field, value, sentences) => {
    expect(faultOf(field, value)).toEqual(sentences);
  });
});
