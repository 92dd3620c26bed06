import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Length, registerDecorator, ValidateIf, validateSync } from 'class-validator';
import {
  type BrokenRule,
  brokenRules,
  type InputClass,
  planOf,
} from '../../src/http/validation/validation-plan.js';
import { fieldRules, otherTypes, textCasesOf } from '../support/organisation-field-rules.js';

type Values = Readonly<Record<string, unknown>>;

const sources = join(__dirname, '..', '..', 'src');

/** All exported classes with rules. */
async function shapes(): Promise<[string, InputClass][]> {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  const modules = await Promise.all(
    files
      .filter((file) => file.endsWith('.dto.ts'))
      .map((file) => import(join(sources, file)) as Promise<Record<string, unknown>>),
  );
  return modules
    .flatMap((module) => Object.entries(module))
    .filter((entry): entry is [string, InputClass] => isShape(entry[1]));
}

function isShape(exported: unknown): boolean {
  return typeof exported === 'function' && planOf(exported as InputClass).names.size > 0;
}

/** Returns the errors that class-validator reports, in its order. */
function oracle(instance: object): BrokenRule[] {
  return validateSync(instance, { stopAtFirstError: false }).flatMap(({ property, constraints = {} }) =>
    Object.entries(constraints).map(([rule, text]) => ({ field: property, rule, text })),
  );
}

function isToldDifferently(type: InputClass, instance: object): boolean {
  return !isDeepStrictEqual(brokenRules(type, instance), oracle(instance));
}

function instanceOf(type: InputClass, values: Values): object {
  return Object.assign(new type(), values);
}

const texts = fieldRules
  .filter(({ field }) => field === 'Postcode' || field === 'AddressLine1')
  .flatMap((rule) => textCasesOf(rule).map(({ value }) => value));
const uuid = '0f0e0d0c-0b0a-4080-8060-504030201000';
const values: readonly unknown[] = [
  ...new Set([
    ...texts,
    ...otherTypes.map(([, value]) => value),
    ...[
      '',
      'Active',
      'Organisation',
      'Permission',
      'true',
      '0',
      '-1',
      '1000',
      'a@example.org',
      'https://x.org/a.png',
    ],
    ...[
      'data:image/png;base64,AAAA',
      'CreatedOn',
      'CreatedOn,desc',
      '.',
      '..',
      uuid,
      'local',
      'central',
      '2026-11-22',
    ],
    ...[
      null,
      undefined,
      -1,
      2_147_483_647,
      2_147_483_648,
      Infinity,
      ['CreatedOn', 'City,asc'],
      ['a', 'a'],
      [uuid],
    ],
    ...[['a', 1, null], [['a']], Array.from({ length: 101 }, (_, at) => `f${at}`), [`<${'x'.repeat(41)}`]],
  ]),
];

/** Seeded random generator (mulberry32), deterministic in every run. */
function picks(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

describe('a planned check', () => {
  it('returns the same errors as class-validator for every shape and every single value', async () => {
    for (const [name, type] of await shapes()) {
      const differing = [...planOf(type).names]
        .flatMap((field) => values.map((value) => ({ [field]: value })))
        .filter((input) => isToldDifferently(type, instanceOf(type, input)));
      expect([name, differing]).toEqual([name, []]);
    }
  });

  it('returns the same errors as class-validator for every shape with random fields', async () => {
    const pick = picks(20_261_122);
    let broken = 0;
    for (const [name, type] of await shapes()) {
      for (let round = 0; round < 60; round++) {
        const fields = [...planOf(type).names].map((field) => [field, values[pick(values.length)]]);
        const instance = instanceOf(type, Object.fromEntries(fields) as Values);
        expect([name, instance, isToldDifferently(type, instance)]).toEqual([name, instance, false]);
        broken += brokenRules(type, instance).length;
      }
    }
    expect(broken).toBeGreaterThan(1_000);
  });

  it('covers the shapes of both APIs', async () => {
    const names = (await shapes()).map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(['OrganisationUpdateRequest', 'ObjectFlagShape', 'UserCreateRequest']),
    );
    expect(names.length).toBeGreaterThan(20);
  });
});

/** A rule that rejects every value. */
function Never(name: string, message: string): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: { message },
      validator: { validate: () => false },
    });
  };
}

it('reports the last of two rules with the same name at the position of the first, like class-validator', () => {
  class Twice {
    @Never('same', '$property first')
    @Never('other', '$property between')
    @Never('same', '$property last')
    field = 1;
  }
  expect(brokenRules(Twice, new Twice())).toEqual(oracle(new Twice()));
});

it('reports rules of a class before inherited rules, like class-validator', () => {
  class Parent {
    @Never('one', '$property of the parent')
    inherited = 1;
    @Never('one', '$property of the parent')
    overridden = 1;
  }
  class Child extends Parent {
    @Never('two', '$property of the child')
    override overridden = 2;
    @Never('two', '$property of the child')
    own = 2;
  }
  expect(brokenRules(Child, new Child())).toEqual(oracle(new Child()));
});

describe('a rule that a plan does not support is rejected:', () => {
  const cases: [string, () => InputClass][] = [
    [
      'a condition',
      () => {
        class Shape {
          @ValidateIf(() => false)
          @Never('never', '$property never')
          field = 1;
        }
        return Shape;
      },
    ],
    [
      'a built-in rule of class-validator with constraints',
      () => {
        class Shape {
          @Length(1, 2)
          field = 'abc';
        }
        return Shape;
      },
    ],
    [
      'a message that contains the value',
      () => {
        class Shape {
          @Never('never', '$property is not $value')
          field = 1;
        }
        return Shape;
      },
    ],
    [
      'an asynchronous rule',
      () => {
        class Shape {
          field = 1;
        }
        registerDecorator({
          name: 'later',
          async: true,
          target: Shape,
          propertyName: 'field',
          options: { message: 'later' },
          validator: { validate: () => Promise.resolve(false) },
        });
        return Shape;
      },
    ],
  ];

  it.each(cases)('%s', (_, shape) => {
    expect(() => planOf(shape())).toThrow(/planned/);
  });
});
