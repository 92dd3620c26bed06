import { StatusBadge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';
import { Logo } from '../../organisations/logo.tsx';
import { pathTo } from '../../routes.ts';
import styles from './organisation.module.css';
import type { ShownOrganisation } from './read-organisation.ts';
import { Withdraw } from './withdraw.tsx';

interface OrganisationHeadingProps {
  readonly shown: ShownOrganisation;
  readonly onChange: () => void;
}

export function OrganisationHeading({ shown, onChange }: OrganisationHeadingProps) {
  const { OrganisationId: id, OrganisationName: name, LogoUri: uri, Status } = shown.organisation;
  return (
    <div class={styles.heading}>
      <Logo name={name} uri={uri} size="large" />
      <PageHeading
        title={name}
        summary={
          <span class={styles.summary}>
            <StatusBadge status={Status} />
            <code dir="auto">{id}</code>
            <CopyButton text={id} label={t().organisation.copyId} />
          </span>
        }
        actions={
          <>
            <LinkButton look="primary" href={pathTo('editOrganisation', { id })}>
              {t().organisation.edit}
            </LinkButton>
            {Status !== 'Withdrawn' && <Withdraw shown={shown} onDone={onChange} />}
          </>
        }
      />
    </div>
  );
}
