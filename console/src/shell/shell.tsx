import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Announcements } from '../design/announce.tsx';
import { Button } from '../design/button.tsx';
import { t } from '../language/language.ts';
import { pathTo } from '../routes.ts';
import { settings } from '../settings.ts';
import { email, isSignedIn, signOut } from '../sign-in/session.ts';
import { Navigation } from './navigation.tsx';
import { Preferences } from './preferences.tsx';
import { SessionBanner } from './session-banner.tsx';
import styles from './shell.module.css';

/** The frame of every page: title bar, menu, and the page itself. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { shell } = t();
  const { path } = useLocation();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    setOpen(false);
  }, [path]);
  return (
    <>
      <a class={styles.skip} href="#content" onClick={focusContent}>
        {shell.skipToContent}
      </a>
      <header class={styles.bar}>
        <a class={styles.brand} href={pathTo('overview')}>
          <img src={settings.logo ?? 'favicon.svg'} alt="" />
          {settings.title}
        </a>
        {email.value !== null && <span class={styles.user}>{email}</span>}
        <button
          type="button"
          class={styles.menu}
          aria-expanded={isOpen}
          aria-controls="menu"
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? shell.closeMenu : shell.menu}
        </button>
      </header>
      <div class={styles.body}>
        <div id="menu" class={styles.side} data-open={isOpen}>
          {isSignedIn.value && <Navigation />}
          <section class={styles.preferences} aria-label={shell.preferences}>
            <Preferences />
            {isSignedIn.value && <SignOut />}
          </section>
        </div>
        <main id="content" class={styles.main} tabIndex={-1}>
          <SessionBanner />
          {children}
        </main>
      </div>
      <Announcements />
    </>
  );
}

/** With a `<base>`, a link to a fragment would leave the page. */
function focusContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

function SignOut() {
  return (
    <>
      <p>{email}</p>
      <Button onClick={signOut}>{t().shell.signOut}</Button>
    </>
  );
}
