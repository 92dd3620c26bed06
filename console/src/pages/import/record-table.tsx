import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { Empty } from '../../design/empty.tsx';
import { Pager } from '../../design/pager.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { OutcomeBadges } from './outcome-badges.tsx';
import type { FilePlan } from './plan/plan-file.ts';
import type { PlannedRecord } from './plan/plan-record.ts';
import { RecordDetails } from './record-details.tsx';
import { RecordName } from './record-name.tsx';
import type { SendResult } from './send/send-record.ts';
import { countsOf, isShown, type View, views } from './summary.ts';
import { ViewButtons } from './view-buttons.tsx';

const pageSize = 50;

interface RecordTableProps {
  readonly plan: FilePlan;
  readonly results: ReadonlyMap<number, SendResult>;
  /** Changes with the results. */
  readonly revision: number;
}

/** The records of a file by pages, all or those of one outcome. */
export function RecordTable({ plan, results, revision }: RecordTableProps) {
  const { import: messages } = t();
  const { query, route } = useLocation();
  const view = views.find((one) => one === query.show) ?? 'all';
  const counts = useMemo(() => countsOf(plan.records, results), [plan, results, revision]);
  const rows = useMemo(
    () => plan.records.filter((record) => isShown(view, record, results)),
    [plan, results, revision, view],
  );
  const totalPages = Math.ceil(rows.length / pageSize);
  const page = Math.max(0, Math.min(Number(query.page ?? 0), totalPages - 1)) || 0;
  const show = (next: View, nextPage: number): void => {
    route(pathTo('import', { show: next === 'all' ? null : next, page: nextPage || null }), true);
  };
  return (
    <>
      <ViewButtons
        view={view}
        counts={counts}
        onView={(next) => {
          show(next, 0);
        }}
      />
      {rows.length === 0 ? (
        <Empty>{messages.noRecords}</Empty>
      ) : (
        <DataTable
          caption={`${messages.recordsTitle}: ${messages.views[view]}`}
          columns={columnsOf(results)}
          rows={rows.slice(page * pageSize, (page + 1) * pageSize)}
          keyOf={(record) => String(record.number)}
        />
      )}
      {totalPages > 1 && (
        <Pager
          page={page}
          totalPages={totalPages}
          onPage={(next) => {
            show(view, next);
          }}
        />
      )}
    </>
  );
}

function columnsOf(results: RecordTableProps['results']): Column<PlannedRecord>[] {
  const { columns } = t().import;
  return [
    { key: 'number', heading: columns.number, cell: (record) => number(record.number), isNumeric: true },
    {
      key: 'name',
      heading: columns.organisation,
      isRowHeading: true,
      cell: (record) => <RecordName record={record} result={results.get(record.number) ?? null} />,
    },
    {
      key: 'outcome',
      heading: columns.outcome,
      cell: (record) => <OutcomeBadges record={record} result={results.get(record.number) ?? null} />,
    },
    {
      key: 'details',
      heading: columns.details,
      cell: (record) => <RecordDetails record={record} result={results.get(record.number) ?? null} />,
    },
  ];
}
