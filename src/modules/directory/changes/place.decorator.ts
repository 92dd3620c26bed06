import { registerDecorator, type ValidationArguments } from 'class-validator';
import { shortened } from '../../../http/errors/shortened.js';
import { parsePlace } from './place.js';

/** A place in the log: `<Log>.<Position>`, or a bare position. */
export function IsPlace(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isPlace',
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: ({ value, property: name }: ValidationArguments) =>
          `${name} is ${JSON.stringify(shortened(String(value)))}, which is no place in the log; send the next of an earlier answer, an X-Directory-Position, or a Position`,
      },
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || parsePlace(value) !== null,
      },
    });
  };
}
