import type { Change } from 'organisations-directory-client';
import { useEffect, useState } from 'preact/hooks';
import { directory } from '../../directory/directory.ts';
import type { ShownOrganisation } from './read-organisation.ts';

type ChangeEntry = Change['entry'];

/**
 * Follows the feed of changes while the page is visible, because each open stream takes one of the browser's few
 * connections.
 * @returns the newest change that the shown organisation does not have; null for none
 */
export function useNewerChange({ organisation, etag, place }: ShownOrganisation): ChangeEntry | null {
  const id = organisation.OrganisationId;
  const [newest, setNewest] = useState<ChangeEntry | null>(null);
  useEffect(() => {
    setNewest(null);
    let after = place;
    let controller: AbortController | null = null;
    const follow = async (signal: AbortSignal): Promise<void> => {
      for await (const change of directory.changes({ after, signal })) {
        after = change.place;
        if (change.entry.OrganisationId !== id) continue;
        // The organisation was read after the place, so it may have this change already.
        const { etag: present } = await directory.organisations.get(id, { signal });
        if (present !== etag) setNewest(change.entry);
      }
    };
    const update = (): void => {
      controller?.abort();
      controller = document.hidden ? null : new AbortController();
      // Without the feed the page only lacks the hint: a save still compares ETags.
      if (controller !== null) follow(controller.signal).catch(() => undefined);
    };
    update();
    document.addEventListener('visibilitychange', update);
    return () => {
      controller?.abort();
      document.removeEventListener('visibilitychange', update);
    };
  }, [id, etag, place]);
  return newest;
}
