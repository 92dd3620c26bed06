import { useEffect } from 'preact/hooks';

/** The address of a page that must not be left by accident, and what is asked before it is left. */
let guarded: { readonly address: string; readonly question: string } | null = null;

// main.tsx imports this module before the router exists: the listeners of a window are called in the order in which they
// were added, so the router does not see a change of the address that is stopped here.
addEventListener(
  'popstate',
  (event) => {
    if (guarded === null || location.href === guarded.address || confirm(guarded.question)) return;
    event.stopImmediatePropagation();
    history.pushState(null, '', guarded.address);
  },
  { capture: true },
);

addEventListener('beforeunload', (event) => {
  if (guarded !== null) event.preventDefault();
});

/**
 * Asks before the person leaves the page by a reload, by closing it, or with the browser's back button.
 * @param question of the back button; the browser has a text of its own for the others
 */
export function useLeaveGuard(isActive: boolean, question: string): void {
  useEffect(() => {
    if (!isActive) return undefined;
    guarded = { address: location.href, question };
    return () => {
      guarded = null;
    };
  }, [isActive, question]);
}
