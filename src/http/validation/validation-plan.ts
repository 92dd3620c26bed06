import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import {
  type FieldReading,
  ignoredFieldsOf,
  isSameAsInPath,
  type NullMeaning,
  nullMeaningOf,
  readingOf,
} from './field-readings.js';

type ValidationMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

/** A DTO class, whose fields have class-validator rules. */
export type InputClass<T extends object = object> = new () => T;

/** A fault: the names of field and rule, and the sentence of the rule. */
export interface BrokenRule {
  readonly field: string;
  readonly rule: string;
  readonly text: string;
}

interface PlannedRule {
  readonly name: string;
  holds(value: unknown, context: ValidationArguments): boolean;
  sentence(context: ValidationArguments): string;
}

/** A field of a DTO class, with how its value is read and checked. */
export interface PlannedField {
  readonly field: string;
  readonly rules: readonly PlannedRule[];
  readonly reading: FieldReading | undefined;
  readonly nullMeaning: NullMeaning | undefined;
  readonly isSameAsInPath: boolean;
}

/** The rules of a DTO class, in the order of their declaration. */
export interface ValidationPlan {
  readonly fields: readonly PlannedField[];
  /** The names of the fields. */
  readonly names: ReadonlySet<string>;
  /** Fields that are known and not read, each with its note. */
  readonly ignored: ReadonlyMap<string, string | null>;
}

const planOfClass = new WeakMap<InputClass, ValidationPlan>();

/**
 * Returns the plan of a DTO class, made on its first use.
 * @throws Error for an unsupported rule: see `plannedRules`
 */
export function planOf(type: InputClass): ValidationPlan {
  const known = planOfClass.get(type);
  if (known !== undefined) return known;
  const plan = makePlan(type);
  planOfClass.set(type, plan);
  return plan;
}

/**
 * Returns the rules that an instance breaks, with the sentences and order of class-validator's `validateSync`, in a
 * seventh of its time (10 instead of 70 µs for an organisation). `validateSync` collects, groups and sorts the metadata
 * of every field for each object.
 */
export function brokenRules(type: InputClass, instance: object): BrokenRule[] {
  const broken: BrokenRule[] = [];
  for (const { field, rules } of planOf(type).fields) {
    const value: unknown = (instance as Record<string, unknown>)[field];
    const context = { value, constraints: [], targetName: type.name, object: instance, property: field };
    const before = broken.length;
    for (const rule of rules) {
      if (!rule.holds(value, context))
        report(broken, before, { field, rule: rule.name, text: rule.sentence(context) });
    }
  }
  return broken;
}

/** Of two rules with one name the last replaces the first, as in class-validator. */
function report(broken: BrokenRule[], from: number, fault: BrokenRule): void {
  const at = broken.findIndex((other, index) => index >= from && other.rule === fault.rule);
  if (at >= 0) broken[at] = fault;
  else broken.push(fault);
}

function makePlan(type: InputClass): ValidationPlan {
  const rules = new Map<string, PlannedRule[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    const { propertyName: field } = metadata;
    rules.set(field, [...(rules.get(field) ?? []), ...plannedRules(metadata)]);
  }
  return {
    fields: [...rules].map(([field, ofField]) => ({
      field,
      rules: ofField,
      reading: readingOf(type, field),
      nullMeaning: nullMeaningOf(type, field),
      isSameAsInPath: isSameAsInPath(type, field),
    })),
    names: new Set(rules.keys()),
    ignored: new Map(Object.entries(ignoredFieldsOf(type))),
  };
}

/**
 * Supports only the features that our rules use: `registerDecorator` with a synchronous validator and a message with the
 * token `$property`, for the value or for each item of a list.
 * @throws Error for anything else, so that no check is skipped silently
 */
function plannedRules(metadata: ValidationMetadata): PlannedRule[] {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  const isPlain =
    metadata.type === 'customValidation' &&
    (metadata.validateIf as unknown) === undefined &&
    (metadata.constraints as unknown) === undefined &&
    constraints.length > 0 &&
    constraints.every((constraint) => !constraint.async);
  if (!isPlain)
    throw new Error(`The rule ${String(metadata.name)} of ${metadata.propertyName} can't be planned`);
  const sentence = sentenceOf(metadata);
  return constraints.map(({ name, instance }) => {
    const holds: PlannedRule['holds'] = (value, context) => instance.validate(value, context) === true;
    return { name, sentence, holds: metadata.each ? forEachItem(holds) : holds };
  });
}

function forEachItem(holds: PlannedRule['holds']): PlannedRule['holds'] {
  return (value, context) =>
    Array.isArray(value) ? value.every((item: unknown) => holds(item, context)) : holds(value, context);
}

function sentenceOf({ message, propertyName }: ValidationMetadata): PlannedRule['sentence'] {
  if (typeof message === 'function') return message;
  if (/\$(?!property)/.test(message))
    throw new Error(`The message "${message}" holds tokens that are not planned`);
  const sentence = message.replaceAll('$property', propertyName);
  return () => sentence;
}
