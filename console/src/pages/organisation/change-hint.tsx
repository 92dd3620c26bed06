import { useEffect } from 'preact/hooks';
import { announce } from '../../design/announce.tsx';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { authorOf } from '../../history/author.ts';
import { ago } from '../../language/format.ts';
import { t } from '../../language/language.ts';
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
  const title = entry === null ? null : t().organisation.changedBy(authorOf(entry), ago(entry.At));
  useEffect(() => {
    if (title !== null) announce(title);
  }, [entry]);
  if (entry === null || title === null) return null;
  return (
    <Notice tone="info" title={title}>
      <p>{entry.Changes.map(({ Field }) => fieldLabel(Field)).join(', ')}</p>
      <Button onClick={onShow}>{t().organisation.showNewState}</Button>
    </Notice>
  );
}
