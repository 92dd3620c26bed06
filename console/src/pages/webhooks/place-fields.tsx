import { RadioGroup } from '../../design/radio-group.tsx';
import { TextField } from '../../design/text-field.tsx';
import { t } from '../../language/language.ts';
import type { Start } from './webhook-form.ts';

interface PlaceFieldsProps {
  readonly label: string;
  readonly start: Start;
  readonly position: string;
  readonly onStart: (start: Start) => void;
  readonly onPosition: (position: string) => void;
  readonly errors: readonly string[];
}

const starts = ['now', 'beginning', 'position'] as const;

/** The choice of a place in the log of changes, and what a place is. */
export function PlaceFields({ label, start, position, onStart, onPosition, errors }: PlaceFieldsProps) {
  const { webhooks } = t();
  return (
    <>
      <RadioGroup
        label={label}
        hint={webhooks.placeHint}
        value={start}
        options={starts.map((value) => ({ value, label: webhooks.starts[value] }))}
        onChange={onStart}
      />
      {start === 'position' && (
        <TextField
          label={webhooks.position}
          hint={webhooks.positionHint}
          value={position}
          errors={errors}
          isRequired
          onInput={onPosition}
        />
      )}
    </>
  );
}
