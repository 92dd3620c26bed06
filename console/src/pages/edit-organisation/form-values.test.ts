import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bodyOf,
  changedFields,
  defaultValues,
  kindOf,
  patchOf,
  settableFields,
  valuesOf,
} from './form-values.ts';
import type { FieldSchemas } from './form-values.ts';

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../openapi/directory.json'), 'utf8'),
) as { components: { schemas: Record<string, { properties: FieldSchemas }> } };
const fieldsOf = (request: string): FieldSchemas =>
  settableFields(document.components.schemas[request]?.properties ?? {});
const fields = fieldsOf('OrganisationPatchRequest');

const organisation = {
  OrganisationId: 'a',
  OrganisationName: 'Bank',
  Size: null,
  Status: 'Active',
  RequiresParticipantTermsAndConditionsSigning: false,
  Flags: [{ Id: 'f2', Name: 'x' }, { Id: 'f1' }],
};
const values = valuesOf(organisation, fields);

describe('settableFields', () => {
  it('leaves out what the directory sets', () => {
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['OrganisationName', 'Flags', 'LogoUri']));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['OrganisationId']));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['CreatedOn']));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(['Warnings']));
  });
});

describe('kindOf', () => {
  it.each([
    ['OrganisationName', 'text'],
    ['Size', 'text'],
    ['Status', 'choice'],
    ['RequiresParticipantTermsAndConditionsSigning', 'tick'],
    ['Flags', 'flags'],
  ])('returns for %s: %s', (field, kind) => {
    expect(kindOf(fields[field] ?? {})).toBe(kind);
  });
});

describe('valuesOf', () => {
  it('returns a value for each field, without null', () => {
    expect(Object.keys(values)).toEqual(Object.keys(fields));
    expect(values).toMatchObject({ OrganisationName: 'Bank', Size: '', City: '', Status: 'Active' });
  });

  it('returns the ids of flags, whether they are given as objects or as ids', () => {
    expect(values.Flags).toEqual(['f2', 'f1']);
    expect(valuesOf({ Flags: ['f1'] }, fields).Flags).toEqual(['f1']);
  });
});

describe('defaultValues', () => {
  it('returns the defaults of POST', () => {
    expect(defaultValues(fieldsOf('OrganisationCreateRequest'))).toMatchObject({
      OrganisationId: '',
      Status: 'Active',
      RequiresParticipantTermsAndConditionsSigning: true,
      Flags: [],
    });
  });
});

describe('changedFields', () => {
  it('ignores outer white space and the order of flags', () => {
    expect(changedFields(values, { ...values, OrganisationName: ' Bank ', Flags: ['f1', 'f2'] })).toEqual([]);
  });

  it('names the fields that differ', () => {
    const changed = { ...values, OrganisationName: 'Other', Flags: ['f1'] };
    expect(changedFields(values, changed).sort()).toEqual(['Flags', 'OrganisationName']);
  });
});

describe('patchOf', () => {
  it('sends changed fields alone, trimmed, and null for a cleared one', () => {
    const changed = { ...values, OrganisationName: '', Size: ' Large ', RegistrationId: '  ' };
    expect(patchOf(values, changed)).toEqual({ OrganisationName: null, Size: 'Large' });
  });

  it('sends a tick that was set', () => {
    const changed = { ...values, RequiresParticipantTermsAndConditionsSigning: true };
    expect(patchOf(values, changed)).toEqual({ RequiresParticipantTermsAndConditionsSigning: true });
  });
});

describe('bodyOf', () => {
  it('leaves out fields without value', () => {
    expect(bodyOf({ OrganisationId: '', City: ' Rio ', Flags: [], Size: ' ' })).toEqual({
      City: 'Rio',
      Flags: [],
    });
  });
});
