import type { Flag } from 'organisations-directory-client';
import { StatusBadge } from '../../design/badge.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { day, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { typeLabel } from './flag-labels.ts';
import { type FlagListState, sortableColumns } from './flag-list-state.ts';

interface FlagsTableProps {
  readonly rows: readonly Flag[];
  readonly sort: FlagListState['sort'];
  readonly onChange: (part: Partial<FlagListState>) => void;
}

export function FlagsTable({ rows, sort, onChange }: FlagsTableProps) {
  return (
    <DataTable
      caption={t().flags.title}
      columns={columnsOf()}
      rows={rows}
      keyOf={({ Id }) => Id}
      sort={sort}
      onSort={(key) => {
        onChange({ sort: { key, isDescending: key === sort.key && !sort.isDescending } });
      }}
    />
  );
}

function columnsOf(): readonly Column<Flag>[] {
  const { fields } = t().flags;
  const columns: readonly Column<Flag>[] = [
    {
      key: 'Name',
      heading: fields.Name,
      isRowHeading: true,
      cell: (flag) => (
        <a href={pathTo('flag', { id: flag.Id })}>
          <bdi>{flag.Name}</bdi>
        </a>
      ),
    },
    { key: 'Value', heading: fields.Value, cell: (flag) => <bdi>{flag.Value}</bdi> },
    { key: 'Type', heading: fields.Type, cell: (flag) => typeLabel(flag.Type) },
    { key: 'Status', heading: fields.Status, cell: (flag) => <StatusBadge status={flag.Status} /> },
    {
      key: 'AccessLevel',
      heading: fields.AccessLevel,
      isNumeric: true,
      cell: (flag) => number(flag.AccessLevel),
    },
    { key: 'UpdatedAt', heading: fields.UpdatedAt, cell: (flag) => day(flag.UpdatedAt) },
  ];
  return columns.map((column) => ({ ...column, isSortable: sortableColumns.includes(column.key) }));
}
