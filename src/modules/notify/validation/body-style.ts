const fieldErrorShapes = new WeakSet<object>();
const closedShapes = new WeakSet<object>();

/**
 * A body whose faults are reported by field, `{"message": {"name": ["Missing data for required field."]}}`, as the peer does
 * for users and services. Without it they are `{"errors": [...]}`.
 */
export function FieldErrors(): ClassDecorator {
  return (target) => {
    fieldErrorShapes.add(target);
  };
}

export function hasFieldErrors(shape: object): boolean {
  return fieldErrorShapes.has(shape);
}

/** A body that rejects unknown fields, since each of its fields is a written column. */
export function NoOtherFields(): ClassDecorator {
  return (target) => {
    closedShapes.add(target);
  };
}

export function isClosed(shape: object): boolean {
  return closedShapes.has(shape);
}
