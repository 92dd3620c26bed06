import { type Column, DataTable } from '../../design/data-table.tsx';
import { moment } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import type { TokenClaims } from '../../sign-in/token-claims.ts';
import styles from './developer.module.css';

type Claim = readonly [name: string, value: unknown];

/** Claims that are seconds since 1970 (RFC 7519, OpenID Connect). */
const moments = new Set(['exp', 'iat', 'nbf', 'auth_time']);

export function ClaimsTable({ claims }: { readonly claims: TokenClaims }) {
  const { developer: messages } = t();
  const columns: Column<Claim>[] = [
    { key: 'name', heading: messages.claim, isRowHeading: true, cell: ([name]) => <code>{name}</code> },
    {
      key: 'value',
      heading: messages.value,
      cell: ([name, value]) => <code class={styles.value}>{textOf(name, value)}</code>,
    },
  ];
  return (
    <DataTable
      caption={messages.claims}
      columns={columns}
      rows={Object.entries(claims)}
      keyOf={([name]) => name}
    />
  );
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value, null, 2);
  const isMoment = moments.has(name) && typeof value === 'number';
  return isMoment ? `${text} (${moment(new Date(value * 1_000).toISOString())})` : text;
}
