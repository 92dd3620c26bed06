import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { ago } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { authorOf } from '../../organisations/author.ts';
import { fieldLabel } from '../../organisations/field-label.ts';
import type { ShownOrganisation } from './read-organisation.ts';
import { useNewerChange } from './use-newer-change.ts';

interface ChangeHintProps {
  readonly shown: ShownOrganisation;
  readonly onShow: () => void;
}

/** Says that somebody changed the organisation after the page had read it. */
export function ChangeHint({ shown, onShow }: ChangeHintProps) {
  const entry = useNewerChange(shown);
  // The region is there before its content, so that a screen reader says the content.
  return (
    <div role="status" aria-live="polite">
      {entry !== null && (
        <Notice tone="info" title={t().organisation.changedBy(authorOf(entry), ago(entry.At))}>
          <p>{entry.Changes.map(({ Field }) => fieldLabel(Field)).join(', ')}</p>
          <Button onClick={onShow}>{t().organisation.showNewState}</Button>
        </Notice>
      )}
    </div>
  );
}
