import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import type { DraftState } from '../../forms/use-draft.ts';
import { ago, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { type Draft, hasChanges, type Start } from './organisation-draft.ts';

interface DraftNoticesProps {
  readonly state: DraftState<Draft>;
  /** The present state, or the former revision that the address names. */
  readonly start: Start;
  readonly onRestart: () => void;
}

/** Says where the values of the form come from, if it is not the directory. */
export function DraftNotices({ state, start, onRestart }: DraftNoticesProps) {
  const { edit } = t();
  const { draft, isRestored, isKept } = state;
  const isOtherRevision = start.former !== null && start.former.revision !== draft.revision;
  return (
    <>
      {isRestored && (
        <Notice tone="info" title={edit.restoredTitle(ago(draft.at))}>
          <p>{isOtherRevision ? edit.restoredInstead(number(start.former.revision)) : edit.restoredText}</p>
          <Button onClick={onRestart}>
            {isOtherRevision ? edit.fillIn(number(start.former.revision)) : edit.discard}
          </Button>
        </Notice>
      )}
      {!isRestored && draft.revision !== null && (
        <Notice tone="info" title={edit.filledTitle(number(draft.revision))}>
          <p>{hasChanges(draft) ? edit.filledText : edit.filledSame}</p>
        </Notice>
      )}
      {!isKept && (
        <Notice tone="wait" isAlert>
          <p>{edit.notKept}</p>
        </Notice>
      )}
    </>
  );
}
