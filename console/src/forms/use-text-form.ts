import { hasTyped, nothingTyped, parseTyped, type TypedText, withTyped } from './typed-text.ts';
import { useDraft } from './use-draft.ts';

/** The values of a form of texts, of which the typed ones are kept in the tab until they are saved. */
export interface TextForm<Field extends string> {
  readonly values: Readonly<Record<Field, string>>;
  readonly draft: TypedText;
  /** True if something is typed that is not saved. */
  readonly isChanged: boolean;
  readonly type: (field: Field, value: string) => void;
  /** Has the typed values replace another state than the one that they were typed for. */
  readonly rebase: (etag: string) => void;
  /** After saving, or when the person gives up what they typed. */
  readonly forget: () => void;
}

/**
 * Keeps what a person types into a form of texts.
 * @param name of the form in this tab, with the id of what it changes
 * @param base the saved values, or those that a new thing begins with
 * @param etag the state that has the saved values; empty for something new
 */
export function useTextForm<Field extends string>(
  name: string,
  fields: readonly Field[],
  base: Readonly<Record<Field, string>>,
  etag = '',
): TextForm<Field> {
  const parse = (stored: unknown): TypedText => parseTyped(stored, fields);
  const { draft, keep } = useDraft(name, { parse, hasChanges: hasTyped }, () => nothingTyped);
  return {
    values: { ...base, ...draft.typed },
    draft,
    isChanged: hasTyped(draft),
    type: (field, value) => {
      keep(withTyped(draft, field, value, base[field], etag));
    },
    rebase: (next) => {
      keep({ ...draft, etag: next });
    },
    forget: () => {
      keep(nothingTyped);
    },
  };
}
