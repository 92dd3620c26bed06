import { LoadedView } from '../../../design/loaded-view.tsx';
import { useLoaded } from '../../../directory/use-loaded.ts';
import { t } from '../../../language/language.ts';
import { LongText } from '../../../organisations/long-text.tsx';
import { pathTo } from '../../../routes.ts';
import { OrganisationLink } from './organisation-link.tsx';
import { type Parent, readParent } from './read-relatives.ts';

/** A link to the parent if the directory has it, else the reference as it is. */
export function ParentLink({ reference }: { readonly reference: string }) {
  const loaded = useLoaded((signal) => readParent(reference, signal), [reference]);
  return (
    <LoadedView loaded={loaded} lines={1}>
      {(parent) => <ParentView parent={parent} reference={reference} />}
    </LoadedView>
  );
}

function ParentView({ parent, reference }: { readonly parent: Parent; readonly reference: string }) {
  const { organisation } = t();
  if (parent.kind === 'found') return <OrganisationLink organisation={parent.organisation} />;
  return (
    <>
      <LongText text={reference} />
      <p class="quiet">{parent.kind === 'absent' ? organisation.parentAbsent : organisation.parentUnsure}</p>
      {parent.kind === 'unsure' && (
        <a href={pathTo('organisations', { filterBy: reference })}>{organisation.searchParent}</a>
      )}
    </>
  );
}
