/** A row of notify.usage_fact for a random test. */
export interface RandomFact {
  readonly bst_date: string;
  readonly notification_type: 'email' | 'sms' | 'letter';
  readonly provider: string;
  readonly rate: string;
  readonly rate_multiplier: number;
  readonly billable_units: number;
  readonly notifications_sent: number;
}

/** Returns integers from 0 to below `limit`; the same sequence for the same seed (mulberry32). */
export type RandomNumbers = (limit: number) => number;

export function randomNumbers(seed: number): RandomNumbers {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const types = ['email', 'sms', 'sms', 'letter'] as const;
const rates = ['0.0165', '0.02', '0.0233', '0.000001', '1.5'];

/** Returns facts of a few days: the first and last of a financial year, and some just outside 2024. */
export function randomFacts(random: RandomNumbers): RandomFact[] {
  const days = [
    '2024-03-31',
    '2024-04-01',
    '2024-04-02',
    '2024-10-27',
    '2025-03-30',
    '2025-03-31',
    '2025-04-01',
  ];
  return Array.from({ length: random(25) }, (_, index) => ({
    bst_date: pick(days, random),
    notification_type: pick(types, random),
    // Part of the primary key: no two facts are equal.
    provider: `provider-${index}`,
    rate: pick(rates, random),
    rate_multiplier: 1 + random(3),
    billable_units: random(40),
    notifications_sent: random(40),
  }));
}

/** Returns the totals of 2024, calculated unit by unit in millionths of a pound. */
export function expectedUsage(freeUnits: number, facts: readonly RandomFact[]): Record<string, number> {
  const ofYear = facts.filter((fact) => fact.bst_date >= '2024-04-01' && fact.bst_date <= '2025-03-31');
  const ofType = (type: string): RandomFact[] => ofYear.filter((fact) => fact.notification_type === type);
  const units = ofType('sms')
    .sort((one, other) =>
      one.bst_date === other.bst_date
        ? millionths(other.rate) - millionths(one.rate)
        : one.bst_date < other.bst_date
          ? -1
          : 1,
    )
    .flatMap((fact) => Array<string>(fact.billable_units * fact.rate_multiplier).fill(fact.rate));
  const charged = units.slice(freeUnits);
  const sent = (type: string): number => sum(ofType(type).map((fact) => fact.notifications_sent));
  return {
    chargeable_billable_sms: charged.length,
    email_totals: sent('email'),
    emails_sent: sent('email'),
    letter_cost:
      sum(ofType('letter').map((fact) => fact.notifications_sent * millionths(fact.rate))) / 1_000_000,
    letter_totals: sent('letter'),
    sms_billable_units: units.length,
    sms_cost: sum(charged.map(millionths)) / 1_000_000,
    sms_remainder: Math.max(freeUnits - units.length, 0),
    sms_totals: sent('sms'),
  };
}

function millionths(rate: string): number {
  return Math.round(Number(rate) * 1_000_000);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function pick<T>(from: readonly T[], random: RandomNumbers): T {
  const picked = from[random(from.length)];
  if (picked === undefined) throw new RangeError('there is nothing to pick from');
  return picked;
}
