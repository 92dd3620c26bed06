import { useEffect, useRef, useState } from 'preact/hooks';
import { directory } from '../../directory/directory.ts';
import { findHolders, type HolderPage, nothingToFind, type Search, unsearched } from './find-holders.ts';

const pageSize = 1_000;
/** Organisations are read by 20,000; more only if the person asks. */
const pagesAtOnce = 20;

/** The organisations that lose a flag, as far as they are known. */
export interface Holders {
  readonly search: Search;
  readonly isReading: boolean;
  readonly error: unknown;
  /** Reads on from the last page, also after an error or a stop. */
  readonly readOn: () => void;
  readonly startOver: () => void;
  readonly stop: () => void;
}

/**
 * Searches for the organisations that have a flag, beginning when the component appears.
 * @param isAssignable false if no organisation can have the flag, so that nothing is read
 */
export function useHolders(flagId: string, isAssignable: boolean): Holders {
  const [search, setSearch] = useState(isAssignable ? unsearched : nothingToFind);
  const [state, setState] = useState<{ isReading: boolean; error: unknown }>({
    isReading: isAssignable,
    error: null,
  });
  const controller = useRef(new AbortController());
  const read = async (from: Search): Promise<void> => {
    const { signal } = (controller.current = new AbortController());
    setState({ isReading: true, error: null });
    try {
      for await (const next of findHolders(flagId, (page) => readPage(page, signal), from, pagesAtOnce))
        setSearch(next);
      setState({ isReading: false, error: null });
    } catch (error) {
      setState({ isReading: false, error: signal.aborted ? null : error });
    }
  };
  useEffect(() => {
    if (isAssignable) void read(unsearched);
    return () => {
      controller.current.abort();
    };
  }, [flagId, isAssignable]);
  return {
    search,
    ...state,
    readOn: () => {
      void read(search);
    },
    startOver: () => {
      setSearch(unsearched);
      void read(unsearched);
    },
    stop: () => {
      controller.current.abort();
    },
  };
}

async function readPage(page: number, signal: AbortSignal): Promise<HolderPage> {
  const answer = await directory.organisations.page({ page, size: pageSize }, { signal });
  return answer.page;
}
