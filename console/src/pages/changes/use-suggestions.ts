import type { Organisation } from 'organisations-directory-client';
import { useEffect, useState } from 'preact/hooks';
import { directory } from '../../directory/directory.ts';

const pauseMs = 250;
const minLength = 2;
const maxSuggestions = 10;

type Suggestion = Pick<Organisation, 'OrganisationId' | 'OrganisationName'>;

/** Returns organisations that a typed text may mean. */
export function useSuggestions(text: string): readonly Suggestion[] {
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < minLength || /[<>]/.test(wanted)) return;
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(() => {
      directory.organisations.page({ filterBy: wanted, size: maxSuggestions }, { signal }).then(
        ({ page }) => {
          setFound(page.content);
        },
        // The filter works without suggestions.
        () => undefined,
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [wanted]);
  return found;
}
