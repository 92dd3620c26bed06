import { useState } from 'preact/hooks';
import { settings } from '../settings.ts';
import { initialsOf } from './initials.ts';
import { logoSource } from './logo-source.ts';
import styles from './logo.module.css';

interface LogoProps {
  /** OrganisationName, which the page shows beside the logo. */
  readonly name: string;
  /** LogoUri. */
  readonly uri: string | null;
  readonly size?: 'small' | 'large';
}

/** The logo of an organisation, or its initials if it has none that may be loaded. It says nothing that the name does not. */
export function Logo({ name, uri, size = 'small' }: LogoProps) {
  const source = logoSource(uri, settings.externalLogos);
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span class={size === 'large' ? `${styles.logo} ${styles.large}` : styles.logo} aria-hidden="true">
      {source === null || source === broken ? (
        <span dir="auto">{initialsOf(name)}</span>
      ) : (
        <img
          class={styles.image}
          src={source}
          alt=""
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
          onError={() => {
            setBroken(source);
          }}
        />
      )}
    </span>
  );
}
