import type { Organisation } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { StatusBadge } from '../../../design/badge.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { country, day } from '../../../language/format.ts';
import { t } from '../../../language/language.ts';
import { FlagBadges } from '../../../organisations/flag-badges.tsx';
import { Logo } from '../../../organisations/logo.tsx';
import { type OrganisationField, organisationFields } from '../../../organisations/organisation-fields.ts';
import { pathTo } from '../../../routes.ts';
import styles from './results.module.css';

/** Names the row, so it is always shown. */
export const nameColumn = 'OrganisationName' satisfies OrganisationField;

export const standardColumns: readonly OrganisationField[] = [
  nameColumn,
  'Status',
  'CountryOfRegistration',
  'RegistrationNumber',
  'City',
  'Flags',
];

/** A longer text is cut; only a logo inside its address or a reference to a parent can be so long. */
const maxTextLength = 300;
const maxFlags = 3;

/** Returns the columns of the table, the name first. */
export function columnsOf(shown: readonly OrganisationField[]): Column<Organisation>[] {
  const others = organisationFields.filter((field) => field !== nameColumn && shown.includes(field));
  const columns: readonly OrganisationField[] = [nameColumn, ...others];
  return columns.map((field) => ({
    key: field,
    heading: t().fields[field],
    cell: (organisation) => (field === nameColumn ? nameCell(organisation) : cellOf(organisation, field)),
    isRowHeading: field === nameColumn,
    isSortable: field !== 'Flags',
  }));
}

function nameCell({ OrganisationId, OrganisationName, LogoUri }: Organisation): ComponentChildren {
  return (
    <span class={styles.name}>
      <Logo name={OrganisationName} uri={LogoUri} />
      <a href={pathTo('organisation', { id: OrganisationId })} dir="auto">
        {OrganisationName}
      </a>
    </span>
  );
}

function cellOf(organisation: Organisation, field: OrganisationField): ComponentChildren {
  switch (field) {
    case 'Status':
      return <StatusBadge status={organisation.Status} />;
    case 'CreatedOn':
      return <time dateTime={organisation.CreatedOn}>{day(organisation.CreatedOn)}</time>;
    case 'Flags':
      return <FlagBadges flags={organisation.Flags} max={maxFlags} />;
    case 'Country':
    case 'CountryOfRegistration':
      return textCell(country(organisation[field]));
    case 'RequiresParticipantTermsAndConditionsSigning':
      return organisation[field] ? t().common.yes : t().common.no;
    default:
      return textCell(organisation[field]);
  }
}

function textCell(text: string | null): ComponentChildren {
  if (text === null) return null;
  return (
    <span class={styles.text} dir="auto">
      {text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength)}…`}
    </span>
  );
}
