import { number } from '../language/format.ts';
import { t } from '../language/language.ts';
import { Button } from './button.tsx';
import styles from './pager.module.css';

interface PagerProps {
  /** From 0, as the API counts. */
  readonly page: number;
  readonly totalPages: number;
  readonly onPage: (page: number) => void;
  readonly size?: number;
  readonly sizes?: readonly number[];
  readonly onSize?: (size: number) => void;
}

export function Pager({ page, totalPages, onPage, size, sizes = [], onSize }: PagerProps) {
  return (
    <nav class={styles.pager} aria-label={t().common.pageOf(page + 1, Math.max(1, totalPages))}>
      <div>
        <Button
          disabled={page <= 0}
          onClick={() => {
            onPage(Math.min(page, totalPages) - 1);
          }}
        >
          {t().common.previousPage}
        </Button>
        <span>{t().common.pageOf(page + 1, Math.max(1, totalPages))}</span>
        <Button
          disabled={page + 1 >= totalPages}
          onClick={() => {
            onPage(page + 1);
          }}
        >
          {t().common.nextPage}
        </Button>
      </div>
      {onSize !== undefined && (
        <label>
          {t().common.pageSize}{' '}
          <select
            value={size}
            onChange={(event) => {
              onSize(Number(event.currentTarget.value));
            }}
          >
            {sizes.map((one) => (
              <option key={one} value={one}>
                {number(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </nav>
  );
}
