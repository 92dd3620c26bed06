/** A form that texts of a field must have. */
export interface TextShape {
  readonly pattern: RegExp;
  /** The sentence about a text that has another form, after the name of the field. */
  readonly sentence: string;
}

/** An OrganisationId is neither `.` nor `..`, which no path can hold, and has no invisible white space at either end. */
export const addressable: TextShape = {
  pattern: /^$|^(?!\.{1,2}$)\S(.*\S)?$/su,
  sentence: 'must not be . or .. or begin or end with a blank',
};

/** @param pattern the published pattern of LogoUri in requests */
export function logoAddress(pattern: string): TextShape {
  return {
    pattern: new RegExp(pattern, 's'),
    sentence: 'must be an http(s) URL of an svg, png or jpg image, or a data URI of one',
  };
}

export const logoCharacters: TextShape = {
  pattern: /^(?!.*[<>\s\p{Cc}])/su,
  sentence: 'must not contain <, >, white space or control characters',
};
