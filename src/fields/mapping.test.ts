import type { Field, Fields } from './field.js';
import { requestMapper, responseMapper } from './mapping.js';

const base = {
  isNullable: false,
  inRequest: 'required',
  rules: [],
  api: {},
  isSortable: false,
  isSearched: false,
} as const;
const fields = {
  id: { ...base, wire: 'Id', column: 'id', type: 'text', inRequest: 'never' } as Field<'Id', string, 'never'>,
  at: { ...base, wire: 'At', column: 'at', type: 'timestamptz', inRequest: 'never' } as Field<
    'At',
    Date | null,
    'never'
  >,
  name: { ...base, wire: 'Name', column: 'name', type: 'text' } as Field<'Name', string, 'required'>,
  note: {
    ...base,
    wire: 'Note',
    column: 'note',
    type: 'text',
    isNullable: true,
    inRequest: 'optional',
  } as Field<'Note', string | null, 'optional'>,
  isOpen: {
    ...base,
    wire: 'IsOpen',
    column: 'is_open',
    type: 'boolean',
    inRequest: 'optional',
    whenAbsent: true,
  } as Field<'IsOpen', boolean, 'optional'>,
  revision: { ...base, wire: null, column: 'revision', type: 'integer', inRequest: 'never' } as Field<
    null,
    number,
    'never'
  >,
} satisfies Fields;

describe('responseMapper', () => {
  const row = {
    id: 'a',
    at: new Date('2024-01-02T03:04:05.678Z'),
    name: 'n',
    note: null,
    isOpen: false,
    revision: 7,
  };

  it('returns the fields on the wire in the order of their declaration', () => {
    expect(JSON.stringify(responseMapper(fields)(row))).toBe(
      '{"Id":"a","At":"2024-01-02T03:04:05.678Z","Name":"n","Note":null,"IsOpen":false}',
    );
  });

  it('returns null for a time that is null', () => {
    expect(responseMapper(fields)({ ...row, at: null }).At).toBeNull();
  });

  it('adds computed values after the fields', () => {
    const map = responseMapper(fields, { Double: ({ revision }) => revision * 2 });
    expect(Object.entries(map(row)).at(-1)).toEqual(['Double', 14]);
  });
});

describe('requestMapper', () => {
  const map = requestMapper(fields);

  it('fills in null, the declared default and the default of the call', () => {
    expect(map({})).toEqual({ name: null, note: null, isOpen: true });
    expect(map({ Name: 'n' }, { isOpen: false })).toEqual({ name: 'n', note: null, isOpen: false });
  });

  it('keeps false, and turns an empty optional text into null', () => {
    expect(map({ Name: 'n', Note: '', IsOpen: false })).toEqual({ name: 'n', note: null, isOpen: false });
    expect(map({ Name: 'n', Note: ' ' })).toMatchObject({ note: ' ' });
  });
});
