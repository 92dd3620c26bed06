import { registerDecorator } from 'class-validator';
import { maxSortFields, parseSortStep, type SortFields } from './sort.js';

/** Up to three different fields of a list, each with a direction or without. */
export function IsSort(known: SortFields<string>): PropertyDecorator {
  const names = known.fields.map((field) => field.wireName).join(', ');
  return (target, property) => {
    registerDecorator({
      name: 'isSort',
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: `$property must name at most ${maxSortFields} different fields, each alone or with ,asc or ,desc; fields are ${names}`,
      },
      validator: {
        validate: (value: unknown) => value === undefined || (Array.isArray(value) && isSort(value, known)),
      },
    });
  };
}

function isSort(texts: readonly unknown[], known: SortFields<string>): boolean {
  const steps = texts.map((text) => (typeof text === 'string' ? parseSortStep(text, known) : null));
  const fields = new Set(steps.map((step) => step?.field.property));
  return texts.length <= maxSortFields && fields.size === texts.length && !steps.includes(null);
}
