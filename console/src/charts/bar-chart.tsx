import { useState } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { number } from '../language/format.ts';
import { t } from '../language/language.ts';
import { type ChartRow, ChartTable } from './chart-table.tsx';
import styles from './charts.module.css';
import { firstAndRest } from './scales.ts';

interface BarChartProps {
  /** Says what is counted. */
  readonly caption: string;
  /** The longest first. */
  readonly bars: readonly ChartRow[];
  /** The count beyond the bars. */
  readonly others?: number;
  /** False if a thing can be in several bars, so that a sum would count it twice. */
  readonly sumsRest?: boolean;
  readonly labelHeading: string;
  readonly valueHeading: string;
}

/** Bars before a person asks for all. */
const firstBars = 8;

/** Counts by name. Each bar is a link; the rest is one row without a bar, which would dwarf the others. */
export function BarChart({ bars, others = 0, sumsRest = true, ...props }: BarChartProps) {
  const [isWhole, setWhole] = useState(false);
  const { first, rest } = firstAndRest(bars, isWhole ? bars.length : firstBars);
  const longest = Math.max(1, ...bars.map(({ value }) => value));
  const left = sumsRest ? rest + others : 0;
  const othersLabel = t().overview.others;
  const leftOut = others === 0 ? [] : [{ key: '', label: othersLabel, value: others }];
  return (
    <figure class={styles.figure}>
      <figcaption>{props.caption}</figcaption>
      <ul role="list" class={styles.bars}>
        {first.map((bar) => (
          <li key={bar.key}>
            <BarRow bar={bar} longest={longest} />
          </li>
        ))}
        {left > 0 && (
          <li class={`${styles.bar} ${styles.others}`}>
            <span class={styles.label}>{othersLabel}</span>
            <span class={styles.value}>{number(left)}</span>
          </li>
        )}
      </ul>
      {bars.length > firstBars && (
        <div>
          <Button
            look="quiet"
            isExpanded={isWhole}
            onClick={() => {
              setWhole(!isWhole);
            }}
          >
            {isWhole ? t().overview.showLess : t().overview.showAll(bars.length)}
          </Button>
        </div>
      )}
      <ChartTable {...props} rows={[...bars, ...leftOut]} />
    </figure>
  );
}

function BarRow({ bar, longest }: { readonly bar: ChartRow; readonly longest: number }) {
  const content = (
    <>
      <span class={styles.label} dir="auto">
        {bar.label}
      </span>
      <span class={styles.value}>{number(bar.value)}</span>
      <svg class={styles.track} width="100%" height="8" aria-hidden="true">
        <rect class={styles.mark} width={`${(100 * bar.value) / longest}%`} height="8" rx="2" />
      </svg>
    </>
  );
  if (bar.href === undefined) return <span class={styles.bar}>{content}</span>;
  return (
    <a class={styles.bar} href={bar.href}>
      {content}
    </a>
  );
}
