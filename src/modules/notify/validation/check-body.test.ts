import { FieldErrors, NoOtherFields } from './body-style.js';
import { checkBody } from './check-body.js';
import {
  AtMost,
  ListOf,
  NotEmpty,
  OfType,
  OneOf,
  Required,
  Storable,
  UuidField,
  UuidList,
} from './schema-rules.js';

const uuid = '0F0E0D0C-0b0a-9080-7060-504030201000';

class Shape {
  @OfType('string', 'null')
  @NotEmpty()
  @AtMost(3)
  @Storable()
  text?: string | null;

  @OfType('boolean')
  @Required()
  flag: boolean;

  @OneOf(['one', 'two'])
  word?: string;

  @OneOf(['one', 'two'], { nullable: true })
  word_or_null?: string | null;

  @ListOf(['a', 'b', 'hidden'], ['a', 'b'])
  list?: string[];

  @UuidField()
  @Required()
  id: string;

  @UuidField({ nullable: true })
  id_or_null?: string | null;

  @UuidList()
  ids?: string[];

  @OfType('number')
  number?: number;

  @OfType('integer', 'null')
  integer?: number | null;

  @OfType('object')
  thing?: object;
}

@FieldErrors()
class ByField extends Shape {}

@NoOtherFields()
class Closed extends Shape {}

const good = { flag: true, id: uuid };

/** The faults of a body, from the thrown error. */
function faultsOf(shape: new () => Shape, body: unknown): unknown {
  try {
    checkBody(shape, body);
    return [];
  } catch (problem) {
    return 'wireMessage' in (problem as object)
      ? (problem as { wireMessage: unknown }).wireMessage
      : (problem as { sentences: unknown }).sentences;
  }
}

describe('a checked body', () => {
  it('contains the known fields only; null stays null and absent fields stay absent', () => {
    const value = checkBody(
      Shape,
      JSON.parse('{"flag":false,"id":"' + uuid + '","text":null,"more":1,"__proto__":{}}'),
    );
    expect({ ...value }).toEqual({ flag: false, id: uuid, text: null });
  });

  it('has no faults for a valid body', () => {
    const body = {
      ...good,
      id_or_null: null,
      ids: [uuid, uuid],
      integer: null,
      list: ['a', 'hidden'],
      number: 1.5,
      text: '🏛🏛🏛',
      thing: {},
      word: 'one',
      word_or_null: null,
    };
    expect(faultsOf(Shape, body)).toEqual([]);
  });

  it.each([
    [{ text: 5 }, ['text 5 is not of type string, null']],
    [{ text: '' }, ['text must not be empty']],
    [{ text: 'abcd' }, ['text is too long, at most 3 characters are kept']],
    [{ text: 'a\u0000' }, ['text is not valid Unicode without NUL']],
    [{ text: '\ud800' }, ['text is not valid Unicode without NUL']],
    [{ flag: null }, ['flag None is not of type boolean']],
    [{ flag: 'true' }, ['flag true is not of type boolean']],
    [{ flag: 1 }, ['flag 1 is not of type boolean']],
    [{ word: 'foo' }, ['word foo is not one of [one, two]']],
    [{ word: null }, ['word None is not one of [one, two]']],
    [{ word_or_null: ['one'] }, ['word_or_null [one] is not one of [one, two]']],
    [{ list: null }, ['list None is not of type array']],
    [{ list: 'a' }, ['list a is not of type array']],
    [{ list: ['a', 'x', 'b', null, 'x'] }, ['list x is not one of [a, b]', 'list None is not one of [a, b]']],
    [{ id: 5 }, ['id is not a valid UUID']],
    [{ id: null }, ['id is not a valid UUID']],
    [{ id: `${uuid}0` }, ['id is not a valid UUID']],
    [{ id: uuid.replaceAll('-', '') }, ['id is not a valid UUID']],
    [{ id_or_null: '' }, ['id_or_null is not a valid UUID']],
    [{ ids: uuid }, [`ids ${uuid} is not of type array`]],
    [{ ids: ['x', 'y', uuid] }, ['ids is not a valid UUID']],
    [{ number: '1' }, ['number 1 is not of type number']],
    [{ number: JSON.parse('1e400') as number }, ['number inf is not of type number']],
    [{ integer: 1.5 }, ['integer 1.5 is not of type integer, null']],
    [{ integer: 2 ** 60 }, ['integer 1152921504606847000 is not of type integer, null']],
    [{ thing: [] }, ['thing [] is not of type object']],
    [{ thing: null }, ['thing None is not of type object']],
  ])('reports the fault of %j', (change, faults) => {
    expect(faultsOf(Shape, { ...good, ...change })).toEqual(faults);
  });

  it('reports faults of values in the order of the shape, then missing fields in that order', () => {
    expect(faultsOf(Shape, { ids: [1], number: null, text: true, word: 5 })).toEqual([
      'text True is not of type string, null',
      'word 5 is not one of [one, two]',
      'ids is not a valid UUID',
      'number None is not of type number',
      'flag is a required property',
      'id is a required property',
    ]);
  });

  it.each([
    [null, 'None is not of type object'],
    ['invalid', 'invalid is not of type object'],
    [[], '[] is not of type object'],
    [5, '5 is not of type object'],
    [false, 'False is not of type object'],
  ])('is an object; %j is rejected', (body, fault) => {
    expect(faultsOf(Shape, body)).toEqual([fault]);
    expect(faultsOf(ByField, body)).toEqual({ _schema: ['Invalid input type.'] });
  });

  it('reports faults by field if the shape asks for this', () => {
    expect(faultsOf(ByField, { text: 'abcd\u0000' })).toEqual({
      flag: ['is a required property'],
      id: ['is a required property'],
      text: expect.arrayContaining([
        'is not valid Unicode without NUL',
        'is too long, at most 3 characters are kept',
      ]) as unknown,
    });
  });

  it('reports unknown fields if the shape is closed', () => {
    expect(faultsOf(Closed, { ...good, colour: 1, "it's": 2 })).toEqual([
      'colour is not a known field',
      'its is not a known field',
    ]);
  });

  it('reports at most a hundred faults', () => {
    const unknown = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`field-${index}`, 1]));
    expect(faultsOf(Closed, { ...good, ...unknown })).toHaveLength(100);
  });
});
