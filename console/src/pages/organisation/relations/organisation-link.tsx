import type { Organisation } from 'organisations-directory-client';
import { pathTo } from '../../../routes.ts';

export function OrganisationLink({ organisation }: { readonly organisation: Organisation }) {
  const { OrganisationId: id, OrganisationName: name } = organisation;
  return (
    <a href={pathTo('organisation', { id })} dir="auto">
      {name}
    </a>
  );
}
