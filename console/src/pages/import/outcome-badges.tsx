import { Badge } from '../../design/badge.tsx';
import { t } from '../../language/language.ts';
import styles from './import.module.css';
import type { Outcome, PlannedRecord } from './plan/plan-record.ts';
import type { SendResult } from './send/send-record.ts';

interface OutcomeBadgesProps {
  readonly record: PlannedRecord;
  readonly result: SendResult | null;
}

const tones = {
  created: 'good',
  changed: 'info',
  unchanged: 'idle',
  refused: 'bad',
} as const satisfies Record<Outcome, string>;

/** The outcome that a record would have, and once it is sent, whether the directory took it. */
export function OutcomeBadges({ record, result }: OutcomeBadgesProps) {
  const { outcomes, results } = t().import;
  return (
    <div class={styles.badges}>
      <Badge tone={tones[record.outcome]}>{outcomes[record.outcome]}</Badge>
      {result !== null && (
        <Badge tone={result.errors.length === 0 ? 'good' : 'bad'}>
          {result.errors.length === 0 ? results.sent : result.isConflict ? results.conflict : results.failed}
        </Badge>
      )}
    </div>
  );
}
