import { useLocation } from 'preact-iso';
import { number } from '../language/format.ts';
import { t } from '../language/language.ts';
import { type ChartRow, ChartTable } from './chart-table.tsx';
import styles from './charts.module.css';
import { labelledIndexes, ticksUpTo } from './scales.ts';

/** A count of a time. */
interface Column extends ChartRow {
  /** A shorter label below the plot, where four stand in a line. */
  readonly shortLabel?: string;
}

interface ColumnChartProps {
  /** Says what is counted. */
  readonly caption: string;
  /** In the order of time. */
  readonly columns: readonly Column[];
  readonly labelHeading: string;
  readonly valueHeading: string;
}

/** Pixels. */
const plotHeight = 160;
/** The part of a column's place that it fills. */
const fill = 0.8;

/** Counts over time. Widths are parts of the whole, so that texts keep their size at every width. */
export function ColumnChart({ columns, ...props }: ColumnChartProps) {
  const highest = columns.reduce<ChartRow | null>(
    (best, column) => (best === null || column.value > best.value ? column : best),
    null,
  );
  const ticks = ticksUpTo(highest?.value ?? 0);
  const top = ticks.at(-1) ?? 1;
  const summary = highest === null ? '' : t().overview.highest(highest.label, highest.value);
  return (
    <figure class={styles.figure}>
      <figcaption>{props.caption}</figcaption>
      <div class={styles.columns} role="img" aria-label={`${props.caption} ${summary}`}>
        <Axis ticks={ticks} top={top} />
        <Plot columns={columns} ticks={ticks} top={top} />
        <Labels columns={columns} />
      </div>
      <p class={styles.summary}>{summary}</p>
      <ChartTable {...props} rows={columns.toReversed()} />
    </figure>
  );
}

interface Scale {
  readonly ticks: readonly number[];
  readonly top: number;
}

const heightOf = (value: number, top: number): number => (value / top) * plotHeight;

/** The numbers beside the lines; they take the width that they need. */
function Axis({ ticks, top }: Scale) {
  const longest = Math.max(...ticks.map((tick) => number(tick).length));
  const width = 8 * longest + 8;
  return (
    <svg class={styles.axis} width={width} height={plotHeight + 16}>
      {ticks.map((tick) => (
        <text key={tick} x={width - 8} y={plotHeight + 8 - heightOf(tick, top)} dy="0.35em" text-anchor="end">
          {number(tick)}
        </text>
      ))}
    </svg>
  );
}

function Plot({ columns, ticks, top }: Scale & { readonly columns: readonly ChartRow[] }) {
  const step = 100 / Math.max(1, columns.length);
  const { route } = useLocation();
  return (
    <svg class={styles.plot} width="100%" height={plotHeight + 16}>
      {ticks.map((tick) => {
        const y = plotHeight + 8 - heightOf(tick, top);
        return <line key={tick} class={styles.line} x1="0" x2="100%" y1={y} y2={y} />;
      })}
      {columns.map(({ key, label, value, href }, index) => {
        const height = heightOf(value, top);
        return (
          // The plot is one picture; the table has the same links for the keyboard.
          <g
            key={key}
            class={`${styles.column} ${href === undefined ? '' : styles.link}`}
            onClick={() => {
              if (href !== undefined) route(href);
            }}
          >
            <title>{`${label}: ${number(value)}`}</title>
            {/* The whole height, so that the pointer finds small columns too. */}
            <rect class={styles.target} x={`${index * step}%`} y="0" width={`${step}%`} height="100%" />
            <rect
              class={styles.mark}
              x={`${(index + (1 - fill) / 2) * step}%`}
              y={plotHeight + 8 - height}
              width={`${step * fill}%`}
              height={height}
            />
          </g>
        );
      })}
    </svg>
  );
}

/** Two labels on narrow windows, more on wide ones. */
function Labels({ columns }: { readonly columns: readonly Column[] }) {
  const ends = new Set(labelledIndexes(columns.length, 2));
  return (
    <div class={styles.labels} aria-hidden="true">
      {labelledIndexes(columns.length, 4).map((index) => (
        <span key={index} class={ends.has(index) ? undefined : styles.wideOnly}>
          {columns[index]?.shortLabel ?? columns[index]?.label}
        </span>
      ))}
    </div>
  );
}
