import { useId } from 'preact/hooks';
import { Button } from '../../../design/button.tsx';
import { ErrorNotice } from '../../../design/error-notice.tsx';
import { Notice } from '../../../design/notice.tsx';
import { t } from '../../../language/language.ts';
import { cancelDownload, type Download, download } from './current-download.ts';
import styles from './download.module.css';

/** The progress of the download, or its end. */
export function DownloadState() {
  const { organisations: messages } = t();
  const state = download.value;
  switch (state.step) {
    case 'none':
      return null;
    case 'reading':
      return <Progress state={state} />;
    case 'cancelled':
      return <Notice tone="info">{messages.downloadCancelled}</Notice>;
    case 'failed':
      return <ErrorNotice error={state.error} title={messages.downloadFailed} />;
    case 'saved':
      return (
        <Notice tone={state.isExact ? 'good' : 'wait'}>
          <p>{messages.downloadDone(state.file)}</p>
          {!state.isExact && <p>{messages.downloadChanged}</p>}
        </Notice>
      );
  }
}

function Progress({ state }: { readonly state: Extract<Download, { step: 'reading' }> }) {
  const { organisations: messages } = t();
  const id = useId();
  return (
    <div class={styles.progress}>
      <label for={id}>{messages.downloading(state.format)}</label>
      <progress id={id} value={state.done} max={Math.max(1, state.total)} />
      <span class={styles.count}>{messages.downloadProgress(state.done, state.total)}</span>
      <Button onClick={cancelDownload}>{messages.cancelDownload}</Button>
    </div>
  );
}
