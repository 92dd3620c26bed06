import type { OrganisationStatistics } from 'organisations-directory-client';
import { StatusBadge } from '../../design/badge.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './overview.module.css';

/** The number of organisations in all and with each Status. */
export function Totals({
  statistics: { totalSize, byStatus },
}: {
  readonly statistics: OrganisationStatistics;
}) {
  return (
    <dl class={styles.totals}>
      <div class={styles.total}>
        <dt>{t().overview.total}</dt>
        <dd>
          <a href={pathTo('organisations')}>{number(totalSize)}</a>
        </dd>
      </div>
      {byStatus.map(({ Status, Count }) => (
        <div key={Status} class={styles.total}>
          <dt>
            <StatusBadge status={Status} />
          </dt>
          <dd>
            <a href={pathTo('organisations', { status: Status })}>{number(Count)}</a>
          </dd>
        </div>
      ))}
    </dl>
  );
}
