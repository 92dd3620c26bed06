import type { OrganisationCreate } from 'organisations-directory-client';
import type { FieldSchema, RequestSchema } from 'virtual:openapi';
import { providedSentence } from '../../../../../src/http/validation/text-checks.js';
import {
  isUserEmail,
  emailSentence,
} from '../../../../../src/modules/directory/participants-file/email-address.js';
import type { JsonObject } from '../../../../../src/modules/directory/participants-file/raw-record.js';
import type {
  AdminUser,
  CheckedValue,
  MapFlag,
  ObjectFlag,
  RecordField,
  RecordRules,
} from '../../../../../src/modules/directory/participants-file/record-rules.js';
import { notReserved } from '../../../../../src/modules/directory/organisations/organisation-id-checks.js';
import { faultsOf, wordsOf } from './field-faults.ts';

type Schemas = Readonly<Record<string, RequestSchema>>;
type Properties = RequestSchema['properties'];

/** The rules of a file's values, from the request schemas of the OpenAPI document. */
export function recordRulesOf(schemas: Schemas): RecordRules<OrganisationCreate> {
  const create = schemaOf(schemas, 'OrganisationCreateRequest');
  const flag = schemaOf(schemas, 'FlagCreateRequest');
  const { Name, Value, Description, Status, AccessLevel } = flag.properties;
  const userStatus = schemaOf(schemas, 'AdminUserUpdateRequest').properties.Status;
  const flagId = create.properties.Flags?.items?.oneOf?.[0];
  const { OrganisationId, Status: organisationStatus, ...properties } = create.properties;
  // In the order in which the API reports faults.
  const ofOrganisation = {
    ...known({ OrganisationId, Status: organisationStatus }),
    ...properties,
    Flags: {},
  };
  const checkUser = checker<AdminUser>({ UserEmail: { type: 'string' }, ...known({ Status: userStatus }) }, [
    'UserEmail',
  ]);
  const isOfType = { Type: { enum: ['Organisation'] } };
  return {
    fields: fieldsOf(schemaOf(schemas, 'OrganisationUpdateRequest')),
    organisationStatuses: wordsOf(organisationStatus),
    flagStatuses: wordsOf(Status),
    adminUserStatuses: wordsOf(userStatus),
    // A reserved id is one; no organisation is created with it.
    isOrganisationId: (value) =>
      faultsOf('OrganisationId', OrganisationId ?? {}, value).every(
        (fault) => fault === notReserved.sentence,
      ),
    checkOrganisation: checker<OrganisationCreate>(ofOrganisation, create.required),
    checkMapFlag: checker<MapFlag>(known({ Name, Value }), ['Name', 'Value']),
    checkObjectFlag: checker<ObjectFlag>(
      { ...known({ Id: flagId, Description }), ...isOfType, ...known({ Status, AccessLevel, Name, Value }) },
      ['Name', 'Value', 'Id'],
    ),
    checkAdminUser: checkAdminUserWith(checkUser),
  };
}

/** The OpenAPI document has no pattern of an address. A value that is no text is no address either. */
function checkAdminUserWith(
  check: (values: JsonObject) => CheckedValue<AdminUser>,
): (values: JsonObject) => CheckedValue<AdminUser> {
  return (values) => {
    const { UserEmail = null } = values;
    if (UserEmail === null || (typeof UserEmail === 'string' && isUserEmail(UserEmail))) return check(values);
    const others = check({ ...values, UserEmail: 'someone@example.org' });
    return { value: null, faults: [`UserEmail ${emailSentence}`, ...others.faults] };
  };
}

/** Returns the check of objects with these fields; other fields are not looked at. */
function checker<Value extends object>(
  properties: Properties,
  required: readonly string[] = [],
): (values: JsonObject) => CheckedValue<Value> {
  const faultsIn = (values: JsonObject): string[] =>
    Object.entries(properties).flatMap(([name, schema]) => {
      const value = ownValue(values, name);
      if (value === undefined) return required.includes(name) ? [`${name} ${providedSentence}`] : [];
      return faultsOf(name, schema, value).map((sentence) => `${name} ${sentence}`);
    });
  const isValid = (values: JsonObject): values is JsonObject & Value => faultsIn(values).length === 0;
  return (values) => {
    const own = ownValues(values, Object.keys(properties));
    if (isValid(own)) return { value: own, faults: [] };
    const [first = '', ...rest] = faultsIn(own);
    return { value: null, faults: [first, ...rest] };
  };
}

function ownValues(values: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = ownValue(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Returns undefined for null, which is as absent. */
function ownValue(values: JsonObject, name: string): unknown {
  return Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined;
}

function fieldsOf({ properties, required = [] }: RequestSchema): RecordField[] {
  return Object.entries(properties).flatMap(([wire, schema]) => {
    const type = typeOf(schema);
    if (type === null) return [];
    const isOptional = !required.includes(wire) && schema.readOnly !== true;
    return [
      { wire, type, isOptional, isNullable: isOptional && type === 'text' && schema.enum === undefined },
    ];
  });
}

function typeOf({ type = [], format }: FieldSchema): RecordField['type'] | null {
  if (format === 'date-time') return 'moment';
  if (type.includes('boolean')) return 'boolean';
  return type.includes('string') ? 'text' : null;
}

function known(properties: Readonly<Record<string, FieldSchema | undefined>>): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      if (schema === undefined) throw new Error(`The OpenAPI document has no schema of ${name}.`);
      return [name, schema];
    }),
  );
}

function schemaOf(schemas: Schemas, name: string): RequestSchema {
  const schema = schemas[name];
  if (schema === undefined) throw new Error(`The OpenAPI document has no schema ${name}.`);
  return schema;
}
