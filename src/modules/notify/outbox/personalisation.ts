/** Values of a template's fields: texts, or lists that become bullets. */
export type Personalisation = Readonly<Record<string, string | readonly string[]>>;
