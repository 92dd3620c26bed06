import { useRef, useState } from 'preact/hooks';

/** A change that a person has asked for, on its way to the directory. */
export interface Action {
  readonly isBusy: boolean;
  /** Why the last one failed; null if it did not. */
  readonly error: unknown;
  /** Does the work unless other work is under way. */
  readonly run: (work: () => Promise<void>) => void;
  readonly clear: () => void;
}

const idle = { isBusy: false, error: null };

/** Makes one change at a time. A change goes on when the person leaves the page. */
export function useAction(): Action {
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>(idle);
  const isRunning = useRef(false);
  const perform = async (work: () => Promise<void>): Promise<void> => {
    isRunning.current = true;
    setState({ isBusy: true, error: null });
    try {
      await work();
      setState(idle);
    } catch (error) {
      setState({ isBusy: false, error });
    } finally {
      isRunning.current = false;
    }
  };
  return {
    ...state,
    run: (work) => {
      if (!isRunning.current) void perform(work);
    },
    clear: () => {
      setState((former) => ({ ...former, error: null }));
    },
  };
}
