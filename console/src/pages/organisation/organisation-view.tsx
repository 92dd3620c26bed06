import { ChangeHint } from './change-hint.tsx';
import { Administrators } from './administrators.tsx';
import { FieldGroups } from './field-groups.tsx';
import { OrganisationHistory } from './organisation-history.tsx';
import { OrganisationHeading } from './organisation-heading.tsx';
import styles from './organisation.module.css';
import type { ShownOrganisation } from './read-organisation.ts';
import { Relations } from './relations/relations.tsx';
import { RequestSection } from './request-section.tsx';
import { RevisionView } from './revision-view.tsx';
import { SavedNotice } from './saved-notice.tsx';
import { useFlags } from './use-flags.ts';
import { Warnings } from './warnings.tsx';

interface OrganisationViewProps {
  readonly shown: ShownOrganisation;
  /** Null: as it is now. */
  readonly revision: number | null;
  readonly onChange: () => void;
}

/** An organisation with everything that belongs to it. */
export function OrganisationView({ shown, revision, onChange }: OrganisationViewProps) {
  const { organisation, etag } = shown;
  const id = organisation.OrganisationId;
  const flags = useFlags(organisation.Flags);
  return (
    <div class={styles.page}>
      <OrganisationHeading shown={shown} onChange={onChange} />
      <SavedNotice organisationId={id} />
      <ChangeHint shown={shown} onShow={onChange} />
      <div class={styles.columns}>
        <div class={styles.fields}>
          {revision === null ? (
            <FieldGroups organisation={organisation} flags={flags} />
          ) : (
            <RevisionView organisation={organisation} revision={revision} flags={flags} />
          )}
        </div>
        <div class={styles.side}>
          <Warnings organisationId={id} etag={etag} onOutdated={onChange} />
          <Relations organisation={organisation} />
          <Administrators organisationId={id} />
          <RequestSection organisationId={id} />
        </div>
        <div class={styles.history}>
          <OrganisationHistory organisationId={id} etag={etag} revision={revision} flags={flags} />
        </div>
      </div>
    </div>
  );
}
