import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupsOf } from './field-groups.ts';

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../openapi/directory.json'), 'utf8'),
) as { components: { schemas: Record<string, { properties: object }> } };
const fields = Object.keys(document.components.schemas.OrganisationResponse?.properties ?? {});

describe('groupsOf', () => {
  it('has every field of the OpenAPI document once', () => {
    const grouped = groupsOf(fields).flatMap((group) => group.fields);
    expect([...grouped].sort()).toEqual([...fields].sort());
    expect(fields.length).toBeGreaterThan(18);
  });

  it('puts a field that it does not know last', () => {
    expect(
      groupsOf([...fields, 'TradingName'])
        .at(-1)
        ?.fields.at(-1),
    ).toBe('TradingName');
  });

  it('leaves out a group without fields', () => {
    expect(groupsOf(['City'])).toEqual([{ name: 'address', fields: ['City'] }]);
  });
});
