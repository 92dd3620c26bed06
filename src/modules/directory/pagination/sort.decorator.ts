import { registerDecorator, type ValidationArguments } from 'class-validator';
import { shortened } from '../../../http/errors/shortened.js';
import { maxSortFields, parseSortStep, type SortFields, splitSortStep } from './sort.js';

/** Up to three different fields of a list, each with a direction or without. Each kind of fault has its own sentence. */
export function IsSort(known: SortFields<string>): PropertyDecorator {
  const names = known.fields.map((field) => field.wireName).join(', ');
  const faultsByRule: Readonly<Record<string, (texts: readonly string[]) => string | null>> = {
    sortCount: (texts) =>
      texts.length > maxSortFields
        ? `is given ${texts.length} times; at most ${maxSortFields} are allowed`
        : null,
    sortField: (texts) => {
      const text = texts.find((one) => parseSortStep(splitSortStep(one).name, known) === null);
      if (text === undefined) return null;
      return `is ${shown(text)}, and ${shown(splitSortStep(text).name)} is not a field to sort by; fields are ${names}`;
    },
    sortDirection: (texts) => {
      const text = texts.find((one) => !/^(?:asc|desc)$/i.test(splitSortStep(one).direction ?? 'asc'));
      if (text === undefined) return null;
      const direction = shown(splitSortStep(text).direction ?? '');
      return `is ${shown(text)}, and ${direction} is not a direction; write Field, Field,asc or Field,desc, and repeat sort for a second field`;
    },
    sortRepetition: (texts) => {
      const fields = texts.map((text) => parseSortStep(splitSortStep(text).name, known)?.field.wireName);
      const twice = fields.find((field, index) => field !== undefined && fields.indexOf(field) < index);
      return twice === undefined ? null : `names ${twice} more than once; name each field once`;
    },
  };
  return (target, property) => {
    for (const [name, faultOf] of Object.entries(faultsByRule)) {
      registerDecorator({
        name,
        target: target.constructor,
        propertyName: String(property),
        options: {
          message: ({ value, property: field }: ValidationArguments) =>
            `${field} ${faultOf(textsOf(value)) ?? ''}`,
        },
        validator: { validate: (value: unknown) => faultOf(textsOf(value)) === null },
      });
    }
  };
}

/** Returns the texts of a repeatable parameter; none for an absent one. */
function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

function shown(text: string): string {
  return `"${shortened(text)}"`;
}
