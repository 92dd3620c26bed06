import type { OrganisationStatistics } from 'organisations-directory-client';
import { BarChart } from '../../charts/bar-chart.tsx';
import type { ChartRow } from '../../charts/chart-table.tsx';
import { ColumnChart } from '../../charts/column-chart.tsx';
import { Empty } from '../../design/empty.tsx';
import { Section } from '../../design/section.tsx';
import { country, month, utcDay, utcDayOfYear } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './overview.module.css';
import { periodsOf } from './periods.ts';
import { Totals } from './totals.tsx';

/** The numbers of the directory: totals, and a chart for each way to count. */
export function Figures({ statistics }: { readonly statistics: OrganisationStatistics }) {
  const { overview } = t();
  return (
    <div class={styles.figures}>
      <div class={styles.whole}>
        <Totals statistics={statistics} />
      </div>
      <Section title={overview.byMonth}>
        <Registrations statistics={statistics} />
      </Section>
      <Section title={overview.byDay}>
        <ColumnChart
          caption={overview.byDayText(statistics.changesByDay.length)}
          columns={statistics.changesByDay.map(({ Day, Count }) => ({
            key: Day,
            label: utcDay(Day),
            shortLabel: utcDayOfYear(Day),
            value: Count,
          }))}
          labelHeading={overview.day}
          valueHeading={overview.changes}
        />
      </Section>
      <Section title={overview.byCountry}>
        <Countries statistics={statistics} />
      </Section>
      <Section title={overview.byFlag}>
        <Flags statistics={statistics} />
      </Section>
    </div>
  );
}

interface FigureProps {
  readonly statistics: OrganisationStatistics;
}

function Registrations({ statistics: { createdByMonth } }: FigureProps) {
  const { overview } = t();
  const { unit, rows } = periodsOf(createdByMonth);
  if (rows.length === 0) return <Empty>{overview.noOrganisations}</Empty>;
  const isByMonth = unit === 'month';
  return (
    <ColumnChart
      caption={isByMonth ? overview.byMonthText : overview.byYearText}
      columns={rows.map(({ period, count }) => ({
        key: period,
        label: isByMonth ? month(period) : period,
        value: count,
        ...(count === 0 ? {} : { href: pathTo('organisations', { createdIn: period }) }),
      }))}
      labelHeading={isByMonth ? overview.month : overview.year}
      valueHeading={overview.count}
    />
  );
}

function Countries({ statistics: { byCountry } }: FigureProps) {
  const { overview } = t();
  if (byCountry.length === 0) return <Empty>{overview.noOrganisations}</Empty>;
  return (
    <BarChart
      caption={overview.byCountryText}
      bars={byCountry.flatMap(({ Country, Count }): ChartRow[] =>
        Country === null
          ? []
          : [
              {
                key: Country,
                label: country(Country),
                value: Count,
                href: pathTo('organisations', { country: Country }),
              },
            ],
      )}
      others={byCountry.find(({ Country }) => Country === null)?.Count ?? 0}
      labelHeading={overview.country}
      valueHeading={overview.count}
    />
  );
}

function Flags({ statistics: { byFlag } }: FigureProps) {
  const { overview } = t();
  if (byFlag.length === 0) return <Empty>{overview.noFlags}</Empty>;
  return (
    <BarChart
      caption={overview.byFlagText}
      bars={byFlag.map(({ Id, Name, Value, Count }) => ({
        key: Id,
        label: `${Name}: ${Value}`,
        value: Count,
        href: pathTo('organisations', { flag: Id }),
      }))}
      labelHeading={overview.flag}
      valueHeading={overview.count}
      sumsRest={false}
    />
  );
}
