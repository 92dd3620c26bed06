import { useEffect, useRef, useState } from 'preact/hooks';
import { TextField } from '../../../design/text-field.tsx';
import { t } from '../../../language/language.ts';
import { searchText } from '../list-state.ts';

/** The search begins when nothing was typed for this long. */
const debounceMs = 250;

interface SearchFieldProps {
  /** The text that the list is filtered by. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** Searches while the person types. */
export function SearchField({ value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value === sent.current) return;
    // The address changed without this field: by the back button or a link.
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    const text = searchText(typed);
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      onSearch(text);
    }, debounceMs);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, onSearch]);
  return (
    <TextField
      type="search"
      label={t().organisations.search}
      hint={t().organisations.searchHint}
      value={typed}
      onInput={setTyped}
    />
  );
}
