import type { Flag } from 'organisations-directory-client';
import { Badge } from '../design/badge.tsx';
import { number } from '../language/format.ts';
import { t } from '../language/language.ts';
import styles from './flag-badges.module.css';

interface FlagBadgesProps {
  readonly flags: readonly Flag[];
  /** The rest is counted. */
  readonly max: number;
}

/** The first flags of an organisation as badges, and the number of the others. */
export function FlagBadges({ flags, max }: FlagBadgesProps) {
  if (flags.length === 0) return null;
  const others = flags.length - max;
  return (
    <ul role="list" class={styles.flags}>
      {flags.slice(0, max).map(({ Id, Name, Value }) => (
        <li key={Id} dir="auto">
          <Badge>
            {Name}: {Value}
          </Badge>
        </li>
      ))}
      {others > 0 && (
        <li>
          <Badge>
            <span aria-hidden="true">+{number(others)}</span>
            <span class="visually-hidden">{t().organisations.moreFlags(others)}</span>
          </Badge>
        </li>
      )}
    </ul>
  );
}
