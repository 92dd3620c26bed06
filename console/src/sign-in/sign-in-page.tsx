import { Notice } from '../design/notice.tsx';
import { PageHeading } from '../design/page-heading.tsx';
import { t } from '../language/language.ts';
import { directoryUrl } from '../routes.ts';
import { settings } from '../settings.ts';
import { sampleUsers } from './sample-users.ts';
import { SignInButton } from './sign-in-button.tsx';
import { signIn, signInError } from './session.ts';
import styles from './sign-in.module.css';

/** Says what this directory is, and signs in; the person then sees the page that the address names. */
export function SignInPage() {
  const { signIn: messages } = t();
  return (
    <div class={styles.page}>
      <PageHeading title={settings.title} summary={messages.intro} />
      {signInError.value !== null && (
        <Notice tone="bad" title={messages.failed} isAlert>
          <p>{signInError}</p>
        </Notice>
      )}
      {settings.isDevelopment ? (
        <SampleUsers />
      ) : (
        <div>
          <SignInButton />
        </div>
      )}
      {settings.docs && (
        <p>
          <a href={`${directoryUrl}docs`}>{messages.apiLink}</a>
        </p>
      )}
    </div>
  );
}

function SampleUsers() {
  const { signIn: messages } = t();
  return (
    <section class={styles.choice} aria-labelledby="sample-users">
      <h2 id="sample-users">{messages.developmentTitle}</h2>
      <p>{messages.developmentText}</p>
      <ul role="list" class={styles.users}>
        {sampleUsers.map(({ email, name, text }) => (
          <li key={email}>
            <button
              type="button"
              onClick={() => {
                void signIn(email);
              }}
            >
              <strong>{messages[name]}</strong>
              <span>{email}</span>
              <span>{messages[text]}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
