import type { ChangeEntry } from 'organisations-directory-client';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../language/language.ts';
import { pathTo } from '../routes.ts';
import type { NameCache } from './name-cache.ts';
import { flagNames, organisationNames } from './owner-names.ts';

/** Links to what a change is about: the organisation as it was after the change, or the flag. */
export function OwnerLink({ entry }: { readonly entry: ChangeEntry }) {
  const { OrganisationId, FlagId, Revision } = entry;
  if (OrganisationId === undefined) {
    const id = FlagId ?? '';
    return (
      <a href={pathTo('flag', { id })}>
        {t().changes.flag} <Name id={id} names={flagNames} />
      </a>
    );
  }
  return (
    <a href={pathTo('organisation', { id: OrganisationId, revision: Revision })}>
      <Name id={OrganisationId} names={organisationNames} />
    </a>
  );
}

interface NameProps {
  readonly id: string;
  readonly names: NameCache;
}

/** The name, or the id while the name is unknown. It is read only once somebody can see it. */
export function Name({ id, names }: NameProps) {
  const element = useRef<HTMLElement>(null);
  const name = names.of(id).value;
  useEffect(() => {
    const { current } = element;
    if (current === null || name !== null) return;
    let takeBack = (): void => undefined;
    const observer = new IntersectionObserver((found) => {
      takeBack();
      if (found.some(({ isIntersecting }) => isIntersecting)) takeBack = names.want(id);
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
      takeBack();
    };
  }, [id, name === null, names]);
  return <bdi ref={element}>{name ?? id}</bdi>;
}
