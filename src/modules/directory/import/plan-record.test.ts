import type { Flag } from '../flags/flag.fields.js';
import type { OrganisationRecord } from '../organisations/organisation.fields.js';
import { toReadRecord } from './import-record.mapper.js';
import type { ImportRecord } from './import-record.js';
import { planRecord, type RecordPlan } from './plan-record.js';

const now = new Date('2024-01-02T03:04:05.678Z');

function aFlag(flagId: string, accessLevel = 0): Flag {
  return {
    flagId,
    createdAt: now,
    updatedAt: now,
    name: 'Kind',
    description: null,
    type: 'Organisation',
    value: flagId,
    status: 'Active',
    accessLevel,
  };
}

/** A record of a file, with Flags in the form of a map. */
function aRecord(): ImportRecord {
  const { record, errors } = toReadRecord({
    OrganisationId: 'org-1',
    OrganisationName: 'Marble Otter',
    LegalEntityName: 'Marble Otter plc',
    CountryOfRegistration: 'GB',
    CompanyRegister: 'Companies House',
    RegistrationNumber: '123',
    AddressLine1: '1 Example Street',
    City: 'London',
    Postcode: 'EC1A 1AA',
    Country: 'GB',
    Flags: { Kind: 'Bank' },
  });
  if (record === null) throw new Error(errors.join());
  return record;
}

/** Plans the record for an organisation that carries `before`; `named` are the flags of the record. */
function plan(before: readonly Flag[], named: readonly Flag[]): RecordPlan {
  const record = aRecord();
  const { organisationId, fields } = record;
  const organisation: OrganisationRecord = {
    organisationId,
    ...fields,
    createdOn: now,
    revision: 1,
    flags: before,
  };
  return planRecord(record, { organisation, adminUsers: [] }, named, now);
}

describe('planRecord', () => {
  it('keeps flags above level 0 that a map does not name, and drops those of level 0', () => {
    const hidden = aFlag('hidden', 1);
    const named = aFlag('named');
    expect(plan([aFlag('open', 0), hidden], [named])).toMatchObject({ after: { flags: [hidden, named] } });
  });

  it('accepts more flags than a body names, since bodies add up to them', () => {
    const hidden = aFlag('hidden', 1);
    const named = Array.from({ length: 1_001 }, (_, index) => aFlag(`named-${index}`));
    expect(plan([hidden], named).after.flags).toHaveLength(1_002);
  });
});
