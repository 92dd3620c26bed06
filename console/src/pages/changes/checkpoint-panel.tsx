import type { Checkpoint } from 'organisations-directory-client';
import type { RefObject } from 'preact';
import { Button } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { LoadedView } from '../../design/loaded-view.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import { useLoaded } from '../../directory/use-loaded.ts';
import { moment, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import styles from './changes-page.module.css';
import { Verification } from './verification.tsx';

interface CheckpointPanelProps {
  /** The list before the panel can be long; a button of the page leads here. */
  readonly element: RefObject<HTMLDivElement | null>;
}

/** The newest signed checkpoint, and the verification of the log. */
export function CheckpointPanel({ element }: CheckpointPanelProps) {
  const { changes } = t();
  const loaded = useLoaded((signal) => directory.checkpoint({ signal }), []);
  return (
    <div ref={element} class={styles.proof} tabIndex={-1}>
      <Section title={changes.checkpoint}>
        <p>{changes.checkpointText}</p>
        <LoadedView loaded={loaded} lines={3}>
          {(checkpoint) => <CheckpointFacts checkpoint={checkpoint} onReload={loaded.reload} />}
        </LoadedView>
        <Verification />
      </Section>
    </div>
  );
}

interface CheckpointFactsProps {
  readonly checkpoint: Checkpoint;
  readonly onReload: () => void;
}

function CheckpointFacts({ checkpoint, onReload }: CheckpointFactsProps) {
  const { changes } = t();
  return (
    <>
      <dl class={styles.facts}>
        <div>
          <dt>{changes.signedAt}</dt>
          <dd>
            <time dateTime={checkpoint.signedAt}>{moment(checkpoint.signedAt)}</time>
          </dd>
        </div>
        <div>
          <dt>{changes.signedPosition}</dt>
          <dd>{number(checkpoint.position)}</dd>
        </div>
        <div>
          <dt>{changes.signedHash}</dt>
          <dd>
            <code>{checkpoint.hash}</code>
          </dd>
        </div>
      </dl>
      <div class={styles.buttons}>
        <CopyButton text={checkpoint.text} label={changes.copyCheckpoint} />
        <Button look="quiet" onClick={onReload}>
          {changes.readAgain}
        </Button>
      </div>
    </>
  );
}
