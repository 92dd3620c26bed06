import { Button } from '../../design/button.tsx';
import { number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import styles from './import.module.css';
import { type View, views } from './summary.ts';

interface ViewButtonsProps {
  readonly view: View;
  readonly counts: Readonly<Record<View, number>>;
  readonly onView: (view: View) => void;
}

/** The counts of a file; a click shows the records that a count counts. */
export function ViewButtons({ view, counts, onView }: ViewButtonsProps) {
  const { import: messages } = t();
  const hasResults = counts.sent + counts.failed > 0;
  const shown = views.filter((one) => hasResults || (one !== 'sent' && one !== 'failed'));
  return (
    <div class={styles.views} role="group" aria-label={messages.show}>
      {shown.map((one) => (
        <Button
          key={one}
          isPressed={one === view}
          onClick={() => {
            onView(one);
          }}
        >
          {messages.views[one]} <strong>{number(counts[one])}</strong>
        </Button>
      ))}
    </div>
  );
}
