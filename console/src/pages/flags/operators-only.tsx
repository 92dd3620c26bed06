import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';

/** Stands on a page of operators that somebody else has opened by its address. */
export function OperatorsOnly() {
  return (
    <Notice tone="info">
      <p>{t().flags.operatorsOnly}</p>
    </Notice>
  );
}
