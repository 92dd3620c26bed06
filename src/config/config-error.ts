/** Wrong settings: a line for each, with the variable, its value and the allowed values. */
export class ConfigError extends Error {}
