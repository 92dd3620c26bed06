import { useId, useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { directory } from '../../directory/directory.ts';
import styles from '../../forms/form.module.css';
import { sentencesOfField } from '../../forms/sentences-of-field.ts';
import { useAction } from '../../forms/use-action.ts';
import { t } from '../../language/language.ts';
import { PlaceFields } from './place-fields.tsx';
import { afterOf, type Start } from './webhook-form.ts';

interface ReplayDialogProps {
  readonly webhookId: string;
  /** The newest place of the log. */
  readonly newest: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks for the place that the webhook goes on from. */
export function ReplayDialog({ webhookId, newest, onDone, onClose }: ReplayDialogProps) {
  const { webhooks, common } = t();
  const formId = useId();
  const [start, setStart] = useState<Start>('beginning');
  const [position, setPosition] = useState('');
  const moving = useAction();
  const move = async (): Promise<void> => {
    const after = afterOf({ Start: start, Position: position });
    await directory.webhooks.replay(webhookId, after ?? newest);
    onDone();
  };
  return (
    <Dialog
      title={webhooks.replayTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" form={formId} isBusy={moving.isBusy}>
            {webhooks.replayConfirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          moving.run(move);
        }}
      >
        <p>{webhooks.replayText}</p>
        {moving.error !== null && <ErrorNotice error={moving.error} />}
        <PlaceFields
          label={webhooks.replayLabel}
          start={start}
          position={position}
          errors={sentencesOfField(moving.error, 'After')}
          onStart={setStart}
          onPosition={setPosition}
        />
      </form>
    </Dialog>
  );
}
