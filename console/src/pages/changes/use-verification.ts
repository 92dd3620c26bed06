import type { LogVerdict, VerifyProgress } from 'organisations-directory-client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { directory } from '../../directory/directory.ts';

/** A verification of the log, from before its start to its end. */
export type VerificationState =
  | { readonly step: 'idle' | 'stopped' }
  | { readonly step: 'running'; readonly progress: VerifyProgress | null }
  | { readonly step: 'done'; readonly verdict: LogVerdict }
  | { readonly step: 'failed'; readonly error: unknown };

export interface RunningVerification {
  readonly state: VerificationState;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Verifies the log when asked to; leaving the page ends it. */
export function useVerification(): RunningVerification {
  const [state, setState] = useState<VerificationState>({ step: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      running.current?.abort();
    },
    [],
  );
  const start = (): void => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const show = (next: VerificationState): void => {
      if (!own.signal.aborted) setState(next);
    };
    show({ step: 'running', progress: null });
    directory
      .verifyLog({
        signal: own.signal,
        onProgress: (progress) => {
          show({ step: 'running', progress });
        },
      })
      .then(
        (verdict) => {
          show({ step: 'done', verdict });
        },
        (error: unknown) => {
          show({ step: 'failed', error });
        },
      );
  };
  const stop = (): void => {
    running.current?.abort();
    setState({ step: 'stopped' });
  };
  return { state, start, stop };
}
