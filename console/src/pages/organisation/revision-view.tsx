import type { Organisation } from 'organisations-directory-client';
import { useEffect, useRef } from 'preact/hooks';
import { LinkButton } from '../../design/button.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { Notice } from '../../design/notice.tsx';
import { useLoaded } from '../../directory/use-loaded.ts';
import { authorOf } from '../../history/author.ts';
import { moment, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import type { FlagsById } from '../../organisations/field-value.tsx';
import { type OrganisationRevision, readRevision } from '../../organisations/revision.ts';
import { pathTo } from '../../routes.ts';
import { FieldGroups } from './field-groups.tsx';
import styles from './organisation.module.css';

interface RevisionViewProps {
  readonly organisation: Organisation;
  readonly revision: number;
  readonly flags: FlagsById;
}

/** The organisation as it was after one of its changes; values that differ from the present ones are marked. */
export function RevisionView({ organisation, revision, flags }: RevisionViewProps) {
  const id = organisation.OrganisationId;
  const loaded = useLoaded(
    async (signal) => ({ found: await readRevision(id, revision, signal), revision }),
    [id, revision],
  );
  return (
    <LoadedView loaded={loaded} lines={8}>
      {({ found, revision: shown }) =>
        found === null ? (
          <Notice tone="wait" title={t().organisation.noRevision(number(shown))}>
            <a href={pathTo('organisation', { id })}>{t().organisation.toPresent}</a>
          </Notice>
        ) : (
          <div class={styles.page}>
            <RevisionNotice id={id} found={found} />
            <FieldGroups organisation={organisation} flags={flags} former={found.values} />
          </div>
        )
      }
    </LoadedView>
  );
}

interface RevisionNoticeProps {
  readonly id: string;
  readonly found: OrganisationRevision;
}

function RevisionNotice({ id, found: { entry } }: RevisionNoticeProps) {
  const { organisation } = t();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The link to a revision stands in the history, far below the values that it changes.
    frame.current?.focus();
  }, [entry.Revision]);
  return (
    <div ref={frame} class={styles.revision} tabIndex={-1}>
      <Notice tone="wait" title={organisation.revisionTitle(number(entry.Revision))}>
        <p>{organisation.revisionText(moment(entry.At), authorOf(entry))}</p>
        <div class={styles.actions}>
          <LinkButton look="primary" href={pathTo('editOrganisation', { id, revision: entry.Revision })}>
            {organisation.restoreRevision}
          </LinkButton>
          <LinkButton href={pathTo('organisation', { id })}>{organisation.toPresent}</LinkButton>
        </div>
      </Notice>
    </div>
  );
}
