import type { Organisation } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { Button } from '../../../design/button.tsx';
import { LoadedView } from '../../../design/loaded-view.tsx';
import { useLoaded } from '../../../directory/use-loaded.ts';
import { number } from '../../../language/format.ts';
import { t } from '../../../language/language.ts';
import styles from '../organisation.module.css';
import { OrganisationLink } from './organisation-link.tsx';
import { type Children, readChildren } from './read-relatives.ts';

/** The children, looked for when the person asks: the API has no filter for them, so many organisations may be read. */
export function ChildrenList({ parent }: { readonly parent: Organisation }) {
  const [isAsked, setAsked] = useState(false);
  if (isAsked) return <LoadedChildren parent={parent} />;
  return (
    <>
      <p class="quiet">{t().organisation.childrenText}</p>
      <div>
        <Button
          onClick={() => {
            setAsked(true);
          }}
        >
          {t().organisation.findChildren}
        </Button>
      </div>
    </>
  );
}

function LoadedChildren({ parent }: { readonly parent: Organisation }) {
  const loaded = useLoaded((signal) => readChildren(parent, signal), [parent.OrganisationId]);
  return (
    <LoadedView loaded={loaded} lines={2}>
      {(children) => <ChildrenView {...children} />}
    </LoadedView>
  );
}

function ChildrenView({ found, compared, isComplete }: Children) {
  const { organisation } = t();
  return (
    <div class={styles.plain} role="status">
      {found.length === 0 && <p>{organisation.noChildren}</p>}
      <ul role="list" class={styles.plain}>
        {found.map((child) => (
          <li key={child.OrganisationId}>
            <OrganisationLink organisation={child} />
          </li>
        ))}
      </ul>
      <p class="quiet">
        {isComplete
          ? organisation.childrenCompared(compared)
          : organisation.childrenIncomplete(number(compared))}
      </p>
    </div>
  );
}
