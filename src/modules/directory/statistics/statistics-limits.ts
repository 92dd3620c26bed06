/** Max countries and max flags in an answer. */
export const maxGroups = 100;

/** Days of changes in an answer, the present one included. */
export const daysOfChanges = 90;
