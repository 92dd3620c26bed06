import type { LogVerdict } from 'organisations-directory-client';
import type { ComponentChildren } from 'preact';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import { isOperator } from '../../sign-in/session.ts';

/** Says in words what a verification without an error means for this reader. */
export function Verdict({ verdict }: { readonly verdict: LogVerdict }) {
  const { changes } = t();
  const { position, verified, hidden, partial } = verdict;
  if (verified === position && verdict.hasCheckpoint === true) {
    return (
      <Notice tone="good" title={changes.wholeTitle}>
        <p>{changes.whole(verified)}</p>
        <Ends verdict={verdict} />
      </Notice>
    );
  }
  // An operator sees each entry, so one that is not shown is not there.
  if (isOperator.value) {
    return (
      <Notice tone="bad" title={changes.missingTitle}>
        <p>{changes.missing(position - verified)}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="wait" title={changes.partTitle}>
      {hidden > 0 && <p>{changes.hidden(hidden)}</p>}
      {partial > 0 && <p>{changes.partial(partial)}</p>}
      <p>{changes.partText(verified, position - hidden)}</p>
      <Ends verdict={verdict} />
    </Notice>
  );
}

/** The last hash, and whether the log contains the checkpoint. */
function Ends({ verdict }: { readonly verdict: LogVerdict }): ComponentChildren {
  const { changes } = t();
  const { position, hash, checkpoint, hasCheckpoint } = verdict;
  return (
    <>
      {hash !== null && (
        <p>
          {changes.head(position)} <code>{hash}</code>
        </p>
      )}
      <p>
        {hasCheckpoint === true
          ? changes.matches(checkpoint.position)
          : changes.checkpointHidden(checkpoint.position)}
      </p>
    </>
  );
}
