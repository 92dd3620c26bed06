import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isNotifyPath } from '../../src/modules/notify/notify-paths.js';
import { check } from '../../src/http/validation/check.js';
import { parsePlace } from '../../src/modules/directory/changes/place.js';
import { notReserved } from '../../src/modules/directory/organisations/organisation-id-checks.js';
import { OrganisationUpdateRequest } from '../../src/modules/directory/organisations/organisation.dto.js';
import { Attack } from './support/attack.js';
import { type Growth, isLinear, matchesOf, worstGrowth } from './support/growth.js';
import { operationsOf, type Schema } from './support/operations.js';

interface Collected {
  readonly literals: readonly { readonly at: string; readonly source: string; readonly flags: string }[];
  readonly builtAt: readonly string[];
}

const collected = JSON.parse(
  execFileSync(process.execPath, [join(__dirname, 'support', 'collect-patterns.js')], {
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  }),
) as Collected;

/** The distinct patterns. */
const literals = [
  ...new Map(collected.literals.map((literal) => [`/${literal.source}/${literal.flags}`, literal])).values(),
];

const documented = [
  ...new Set(
    (['directory', 'notify'] as const).flatMap((api) =>
      operationsOf(api).flatMap(({ body, parameters }) =>
        [body, ...parameters.map(({ schema }) => schema)].flatMap(patternsIn),
      ),
    ),
  ),
];

function patternsIn(schema: Schema | null | undefined): string[] {
  if (schema === null || schema === undefined) return [];
  return [
    ...(schema.pattern === undefined ? [] : [schema.pattern]),
    ...patternsIn(schema.items),
    ...Object.values(schema.properties ?? {}).flatMap(patternsIn),
  ];
}

const told = (growth: Growth): string => JSON.stringify(growth);

/** Checks that the measured growth of known patterns is linear or not. */
const expectLinear = (
  patterns: readonly (readonly [source: string, flags: string])[],
  expected: boolean,
): void => {
  for (const [source, flags] of patterns) {
    const growth = worstGrowth(source, flags);
    expect({ source, growth: told(growth), isLinear: isLinear(growth) }).toMatchObject({
      isLinear: expected,
    });
  }
};

describe('the time of a pattern', () => {
  const attack = new Attack('ReDoS');

  it('is measured as exponential or quadratic for patterns that are', () => {
    expectLinear(
      [
        ['^(a+)+$', ''],
        ['^(a|aa)+$', ''],
        ['\\s+$', ''],
        ['/+$', ''],
        ['^(.*?,){3}x', ''],
        ['^[\\w.]+@([\\w-]+\\.?)+$', ''],
        ['^\\d+\\d+$', ''],
        ['[;,]\\s*for=\\[[^\\]]*\\]', 'gi'],
        ['(?:^|[;,])\\s*for=("?)(\\[[^\\]]*\\]|[^":;,\\s]*)(?::\\d+)?\\1', 'gi'],
        ['\\([^)]*\\)', 'g'],
        ['<[^>]*>', 'g'],
      ],
      false,
    );
  }, 120_000);

  it('is measured as linear for linear patterns', () => {
    expectLinear(
      [
        ['^[^<>]*$', ''],
        ['^[a-z]+-[a-z]+$', 'i'],
        ['a', 'g'],
        ['^\\d{1,15}$', ''],
      ],
      true,
    );
  });

  it('is measured for all patterns, over texts that they match', () => {
    expect(literals.filter(({ source, flags }) => matchesOf(source, flags).length === 0)).toEqual([]);
    expect(literals.length).toBeGreaterThan(80);
    expect(documented.length).toBeGreaterThan(2);
  });

  it.each(literals.map(({ at, source, flags }) => [at, source, flags] as const))(
    'is linear in the length of the text: %s /%s/%s',
    (at, source, flags) => {
      const growth = worstGrowth(source, flags);
      attack.count(`${at} /${source}/${flags}`, false, isLinear(growth) ? [] : [told(growth)]);
      attack.expectNoFailure();
    },
  );

  it.each(documented)('in the documents is linear in the length of the text: /%s/', (source) => {
    const growth = worstGrowth(source, 'u');
    attack.count(source, false, isLinear(growth) ? [] : [told(growth)]);
    attack.expectNoFailure();
  });

  /** Patterns built at run time, by the file that uses them. */
  const built: Readonly<Record<string, (text: string) => unknown>> = {
    'src/modules/notify/notify-paths.ts': isNotifyPath,
    'src/modules/directory/changes/place.ts': parsePlace,
    'src/modules/directory/organisations/logo-uri-checks.ts': (text) =>
      check(OrganisationUpdateRequest, { LogoUri: text }),
    'src/modules/directory/organisations/organisation-id-checks.ts': (text) => notReserved.holds(text),
  };

  it('is measured for each pattern built at run time', () => {
    expect(collected.builtAt).toEqual(Object.keys(built).sort());
  });

  it.each(Object.entries(built))('built at run time is linear in the length of the text: %s', (name, use) => {
    const timeOf = (text: string): number => {
      const times = [1, 2, 3].map(() => {
        const before = performance.now();
        use(text);
        return performance.now() - before;
      });
      return Math.min(...times);
    };
    const pumps = [
      'a',
      '/',
      '.',
      ' ',
      '\n',
      'data:image/png;base64,A',
      'https://',
      'https://a.png',
      '.png',
      '{"a":',
      ',\n  {',
      '=',
      'A',
      '<',
      '\u0001',
    ];
    for (const prefix of ['', 'https://', 'data:image/png;base64,', '/organisation/', '[{"a":1}'])
      for (const pump of pumps)
        for (const suffix of ['', '!', '\u0000', '.svg']) {
          const textOf = (length: number): string =>
            prefix + pump.repeat(Math.ceil(length / pump.length)) + suffix;
          const growth = {
            prefix,
            pump,
            suffix,
            short: timeOf(textOf(10_000)),
            long: timeOf(textOf(100_000)),
          };
          attack.count(name, false, isLinear(growth) ? [] : [told(growth)]);
        }
    attack.expectNoFailure();
  });
});
