import { useEffect } from 'preact/hooks';

/**
 * Asks before the person leaves the page by a reload, by closing it, or with the browser's back button.
 * @param question of the back button; the browser has a text of its own for the others
 */
export function useLeaveGuard(isActive: boolean, question: string): void {
  useEffect(() => {
    if (!isActive) return undefined;
    const address = location.href;
    const beforeUnload = (event: Event): void => {
      event.preventDefault();
    };
    const beforePageChange = (event: Event): void => {
      if (location.href === address || confirm(question)) return;
      // The router must not see that the address has changed, and the address must be the one of the page again.
      event.stopImmediatePropagation();
      history.pushState(null, '', address);
    };
    addEventListener('beforeunload', beforeUnload);
    addEventListener('popstate', beforePageChange, { capture: true });
    return () => {
      removeEventListener('beforeunload', beforeUnload);
      removeEventListener('popstate', beforePageChange, { capture: true });
    };
  }, [isActive, question]);
}
