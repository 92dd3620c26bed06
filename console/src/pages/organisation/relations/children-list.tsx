import type { Organisation } from 'organisations-directory-client';
import { LoadedView } from '../../../design/loaded-view.tsx';
import { useLoaded } from '../../../directory/use-loaded.ts';
import { t } from '../../../language/language.ts';
import { pathTo } from '../../../routes.ts';
import styles from '../organisation.module.css';
import { OrganisationLink } from './organisation-link.tsx';
import { type Children, readChildren } from './read-relatives.ts';

/** The first children, and a link to the list of all. */
export function ChildrenList({ parent }: { readonly parent: Organisation }) {
  const { OrganisationId: id, RegistrationNumber: number } = parent;
  const loaded = useLoaded((signal) => readChildren(parent, signal), [id, number]);
  return (
    <LoadedView loaded={loaded} lines={2}>
      {(children) => <ChildrenView children={children} />}
    </LoadedView>
  );
}

function ChildrenView({ children }: { readonly children: readonly Children[] }) {
  const { organisation } = t();
  if (children.length === 0) return <p class="quiet">{organisation.noChildren}</p>;
  return (
    <>
      {children.map(({ reference, found, total }) => (
        <ul key={reference} role="list" class={styles.plain}>
          {found.map((child) => (
            <li key={child.OrganisationId}>
              <OrganisationLink organisation={child} />
            </li>
          ))}
          {total > found.length && (
            <li>
              <a href={pathTo('organisations', { parent: reference })}>{organisation.allChildren(total)}</a>
            </li>
          )}
        </ul>
      ))}
    </>
  );
}
