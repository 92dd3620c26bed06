import { directory } from '../../directory/directory.ts';

/** The answer of `GET /organisations/statistics`. */
export interface Statistics {
  readonly totalSize: number;
  readonly byStatus: readonly {
    readonly Status: 'Active' | 'Pending' | 'Withdrawn';
    readonly Count: number;
  }[];
  /** The largest first; null is all the others. */
  readonly byCountry: readonly { readonly Country: string | null; readonly Count: number }[];
  readonly byFlag: readonly { readonly Name: string; readonly Value: string; readonly Count: number }[];
  /** `2026-11`. */
  readonly createdByMonth: readonly { readonly Month: string; readonly Count: number }[];
  /** `2026-11-28`. */
  readonly changesByDay: readonly { readonly Day: string; readonly Count: number }[];
}

export async function readStatistics(signal: AbortSignal): Promise<Statistics> {
  const { data } = await directory.api.GET('/organisations/statistics' as never, { signal } as never);
  return data as unknown as Statistics;
}
