import type { Organisation } from 'organisations-directory-client';
import page from '../../design/page.module.css';
import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import { groupsOf } from '../../organisations/field-groups.ts';
import { FieldValue, type FlagsById } from '../../organisations/field-value.tsx';
import { fieldLabel } from '../../organisations/field-label.ts';
import styles from './organisation.module.css';

interface FieldGroupsProps {
  readonly organisation: Organisation;
  readonly flags: FlagsById;
  /** Former values, beside which the present ones are shown where they differ. */
  readonly former?: Readonly<Record<string, unknown>>;
}

/** All fields of an organisation, in groups. */
export function FieldGroups({ organisation, flags, former }: FieldGroupsProps) {
  const present = new Map<string, unknown>(Object.entries(organisation));
  return (
    <>
      {groupsOf([...present.keys()]).map(({ name, fields }) => (
        <Section key={name} title={t().organisation.groups[name]}>
          <dl class={`${page.facts} ${styles.values}`}>
            {fields.map((field) => (
              <Row
                key={field}
                field={field}
                present={present.get(field)}
                flags={flags}
                {...(former === undefined || isSetByServer(field) ? {} : { former: former[field] ?? null })}
              />
            ))}
          </dl>
        </Section>
      ))}
    </>
  );
}

/** The history has no changes of these. */
function isSetByServer(field: string): boolean {
  return field === 'OrganisationId' || field === 'CreatedOn';
}

interface RowProps {
  readonly field: string;
  readonly present: unknown;
  readonly flags: FlagsById;
  readonly former?: unknown;
}

function Row({ field, present, flags, former }: RowProps) {
  const isChanged = former !== undefined && keyOf(former) !== keyOf(present);
  return (
    <>
      <dt>{fieldLabel(field)}</dt>
      <dd data-field={field} data-changed={isChanged}>
        <FieldValue field={field} value={isChanged ? former : present} flags={flags} />
        {isChanged && (
          <span class={styles.now}>
            {t().organisation.now} <FieldValue field={field} value={present} flags={flags} />
          </span>
        )}
      </dd>
    </>
  );
}

/** Flags are objects now and ids in the history. */
function keyOf(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value ?? null);
  const ids = value.map((item: unknown) =>
    typeof item === 'object' && item !== null && 'Id' in item ? item.Id : item,
  );
  return ids.length === 0 ? 'null' : JSON.stringify(ids.sort());
}
