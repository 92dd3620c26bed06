import { DirectoryError } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { sentencesOfField } from '../../forms/sentences-of-field.ts';
import { type Faults, faultsOf } from './field-checks.ts';
import type { FieldSchemas, FormValues } from './form-values.ts';
import { newFields } from './organisation-schemas.ts';

export interface FormFaults {
  /** The faults that the person may see now: of fields that they left, or of all after an attempt to save. */
  readonly shown: Faults;
  /** All faults of the present values. */
  readonly all: Faults;
  /** The person left a field. */
  readonly touch: (field: string) => void;
  /** The person tried to save. */
  readonly showAll: () => void;
  /** The person changed a field: what the directory said about its former value no longer holds. */
  readonly change: (field: string) => void;
  /** Puts what the directory said beside the fields. */
  readonly refuse: (faults: Faults) => void;
}

export function useFormFaults(
  values: FormValues,
  fields: FieldSchemas,
  required: readonly string[],
): FormFaults {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isAsked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Faults>({});
  const all = faultsOf(values, fields, required);
  const visible = Object.entries(all).filter(([field]) => isAsked || touched.has(field));
  return {
    all,
    shown: { ...refused, ...Object.fromEntries(visible) },
    touch: (field) => {
      setTouched(new Set([...touched, field]));
    },
    showAll: () => {
      setAsked(true);
    },
    change: (field) => {
      setRefused(Object.fromEntries(Object.entries(refused).filter(([one]) => one !== field)));
    },
    refuse: setRefused,
  };
}

/** Returns the sentences of a 400 by the fields that they are about. */
export function refusedFields(error: unknown): Faults {
  if (!(error instanceof DirectoryError) || error.status !== 400) return {};
  const faults = Object.keys(newFields).map((field) => [field, sentencesOfField(error, field)] as const);
  return Object.fromEntries(faults.filter(([, sentences]) => sentences.length > 0));
}
