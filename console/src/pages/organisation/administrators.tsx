import { StatusBadge } from '../../design/badge.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import styles from './organisation.module.css';

/** The people who may act for the organisation. Everybody who sees it in the console may see them. */
export function Administrators({ organisationId }: { readonly organisationId: string }) {
  const loaded = useLoaded(
    (signal) => directory.adminUsers.list(organisationId, { signal }),
    [organisationId],
  );
  return (
    <Section title={t().fields.AdminUsers}>
      <LoadedView loaded={loaded} lines={2}>
        {(users) =>
          users.length === 0 ? (
            <p class="quiet">{t().organisation.noAdministrators}</p>
          ) : (
            <ul role="list" class={styles.plain}>
              {users.map(({ UserEmail, Status }) => (
                <li key={UserEmail}>
                  <span>{UserEmail}</span>
                  <StatusBadge status={Status} />
                </li>
              ))}
            </ul>
          )
        }
      </LoadedView>
      <a href={pathTo('administrators', { id: organisationId })}>{t().organisation.manageAdministrators}</a>
    </Section>
  );
}
