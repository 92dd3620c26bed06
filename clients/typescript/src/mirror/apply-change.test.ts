import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeEntry } from '../changes/change-entry.js';
import type { Flag, Organisation } from '../schemas.js';
import { applyChange, flagIdsIn, organisationFields } from './apply-change.js';

const flagsOf = (ids: readonly string[]): Flag[] => ids.map((Id) => ({ Id }) as Flag);

function anEntry(changes: ChangeEntry['Changes'], more: Partial<ChangeEntry> = {}): ChangeEntry {
  return {
    Position: 1,
    OrganisationId: 'org-1',
    Revision: 1,
    At: '2026-01-02T03:04:05.678Z',
    By: { ClientId: 'admin', UserEmail: null },
    InteractionId: 'id-1',
    Operation: 'Create',
    Changes: changes,
    ...more,
  };
}

describe('organisationFields', () => {
  it('are the members of the OpenAPI document in its order', () => {
    const file = join(__dirname, '..', '..', '..', '..', 'openapi', 'directory.json');
    const { components } = JSON.parse(readFileSync(file, 'utf8')) as {
      components: { schemas: Record<string, { properties: object }> };
    };
    const { properties = {} } = components.schemas.OrganisationResponse ?? {};
    expect(Object.keys(properties)).toEqual(organisationFields);
  });
});

describe('applyChange', () => {
  const created = applyChange(
    null,
    anEntry([
      { Field: 'City', Old: null, New: 'London' },
      { Field: 'Status', Old: null, New: 'Active' },
      { Field: 'Flags', Old: null, New: ['f1', 'f2'] },
    ]),
    organisationFields,
    flagsOf,
  );

  it('makes an organisation with every member in the published order, null where there is no value', () => {
    expect(Object.keys(created)).toEqual(organisationFields);
    expect(created).toMatchObject({
      OrganisationId: 'org-1',
      City: 'London',
      LogoUri: null,
      Flags: [{ Id: 'f1' }, { Id: 'f2' }],
    });
  });

  it('changes the fields of the entry and keeps the others', () => {
    const entry = anEntry([{ Field: 'City', Old: 'London', New: 'Leeds' }], {
      Operation: 'Update',
      Revision: 2,
    });
    expect(applyChange(created, entry, organisationFields, flagsOf)).toEqual({ ...created, City: 'Leeds' });
  });

  it('leaves the organisation as it is for a change of administrators', () => {
    const change = { Field: 'AdminUsers', Old: null, New: { UserEmail: 'a@b.example', Status: 'Active' } };
    const entry = anEntry([change as never], { Operation: 'AdminUser', Revision: 2 });
    expect(JSON.stringify(applyChange(created, entry, organisationFields, flagsOf))).toBe(
      JSON.stringify(created),
    );
  });

  it('keeps members that this version of the client does not know', () => {
    const fields = [...organisationFields, 'Later'];
    const present = { ...created, Later: 1 } as Organisation;
    const entry = anEntry([{ Field: 'Later', Old: 1, New: 2 }], { Revision: 2 });
    expect(applyChange(present, entry, fields, flagsOf)).toMatchObject({ Later: 2 });
  });

  it('has no flags if the entry clears them, or names none', () => {
    const cleared = anEntry([{ Field: 'Flags', Old: ['f1'], New: [] }], { Revision: 2 });
    expect(applyChange(created, cleared, organisationFields, flagsOf).Flags).toEqual([]);
    expect(applyChange(null, anEntry([]), organisationFields, flagsOf).Flags).toEqual([]);
  });
});

describe('flagIdsIn', () => {
  it('returns the ids of flags that are put on organisations', () => {
    const entry = anEntry([
      { Field: 'Flags', Old: ['a'], New: ['b', 'c'] },
      { Field: 'City', Old: 'x', New: 'y' },
    ]);
    expect(flagIdsIn([entry])).toEqual(['b', 'c']);
  });
});
