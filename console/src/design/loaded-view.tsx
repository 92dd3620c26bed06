import type { ComponentChildren } from 'preact';
import type { Loaded } from '../directory/use-loaded.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Loading } from './loading.tsx';

interface LoadedViewProps<Value> {
  readonly loaded: Loaded<Value>;
  readonly children: (value: Value) => ComponentChildren;
  readonly lines?: number;
}

/** Shows a value with its loading and its error state; a former value stays while a newer one is read. */
export function LoadedView<Value>({ loaded, children, lines = 4 }: LoadedViewProps<Value>) {
  const { value, error, isLoading, reload } = loaded;
  return (
    <>
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {value === null && error === null && <Loading lines={lines} />}
      {value !== null && <div aria-busy={isLoading}>{children(value)}</div>}
    </>
  );
}
