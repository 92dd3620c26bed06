import { Badge } from '../../design/badge.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { Section } from '../../design/section.tsx';
import { t } from '../../language/language.ts';
import { claims, isBoundToKey, tokenSource } from '../../sign-in/session.ts';
import { ClaimsTable } from './claims-table.tsx';
import { Countdown } from './countdown.tsx';
import page from '../../design/page.module.css';
import styles from './developer.module.css';
import { scopesOf } from './scopes-of.ts';

/** The person's own token: its scopes, its end and its claims, but never the token itself. */
export function TokenSection() {
  const { developer: messages } = t();
  const present = claims.value;
  return (
    <Section title={messages.tokenTitle}>
      <dl class={page.facts}>
        {present !== null && (
          <>
            <dt>{messages.scopes}</dt>
            <dd class={styles.scopes}>
              {scopesOf(present.scope).map((scope) => (
                <Badge key={scope} tone="info">
                  {scope}
                </Badge>
              ))}
            </dd>
          </>
        )}
        <dt>{messages.expiresIn}</dt>
        <dd>
          <Countdown /> <span class={styles.quiet}>{messages.renewedByItself}</span>
        </dd>
      </dl>
      {isBoundToKey.value ? <p class={styles.quiet}>{messages.boundText}</p> : <CopyToken />}
      {present === null ? <p>{messages.opaque}</p> : <ClaimsTable claims={present} />}
    </Section>
  );
}

/** The token goes to the clipboard without being in the page. */
function CopyToken() {
  const { developer: messages } = t();
  return (
    <div>
      <p class={styles.quiet}>{messages.copyTokenText}</p>
      <CopyButton text={async () => (await tokenSource.get()).value}>{messages.copyToken}</CopyButton>
    </div>
  );
}
