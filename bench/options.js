/** Options of a run from its command line, and its plan. */
import { parseArgs } from 'node:util';

export const goalNumbers = Array.from({ length: 18 }, (_, index) => index + 1);

/** The plan of a run: seconds of load, rounds, and requests of a sample. */
const plans = {
  full: { rows: 1_000_000, warmUpS: 18, sampleS: 5, rounds: 5, requests: 200, requestsS: 4, starts: 5 },
  short: { rows: 10_000, warmUpS: 1, sampleS: 1, rounds: 1, requests: 40, requestsS: 0.3, starts: 1 },
};

const usage = `npm run bench -- [--short] [--goals 1,2,3] [--rows N] [--json FILE]

  --short   under 3 minutes in place of under 30: fewer rows, and figures that are less steady
  --goals   only these lines of the table
  --rows    organisations in the directory (full: ${plans.full.rows}, short: ${plans.short.rows})
  --json    the same results, for machines, into this file

BENCH_DATABASE_URL names a PostgreSQL server to use in place of a private one, as a role that may create databases.`;

/** An error sentence for the user about an invalid command line. */
export class UsageError extends Error {}

/** @returns {{ mode: 'full' | 'short', goals: number[], rows: number, jsonFile: string | null, plan: object }} or null for --help */
export function readOptions(commandLine) {
  const { values } = parse(commandLine);
  if (values.help) {
    console.log(usage);
    return null;
  }
  const mode = values.short ? 'short' : 'full';
  return {
    mode,
    goals: values.goals === undefined ? goalNumbers : readGoals(values.goals),
    rows: values.rows === undefined ? plans[mode].rows : readRows(values.rows),
    jsonFile: values.json ?? null,
    databaseUrl: process.env.BENCH_DATABASE_URL || null,
    plan: plans[mode],
  };
}

function parse(args) {
  const options = {
    short: { type: 'boolean', default: false },
    goals: { type: 'string' },
    rows: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  };
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new UsageError(`${error.message}\n\n${usage}`);
  }
}

function readGoals(text) {
  const goals = [...new Set(text.split(',').map(Number))].sort((one, other) => one - other);
  if (goals.every((goal) => goalNumbers.includes(goal))) return goals;
  throw new UsageError(
    `--goals is "${text}"; allowed: numbers from 1 to ${goalNumbers.length}, separated by commas.`,
  );
}

/** Fewer would leave no second page of the sorts and no 1,000 rows for comparison. */
function readRows(text) {
  const rows = /^\d{1,8}$/.test(text) ? Number(text) : NaN;
  if (rows >= 2_000) return rows;
  throw new UsageError(`--rows is "${text}"; allowed: a whole number from 2,000.`);
}
