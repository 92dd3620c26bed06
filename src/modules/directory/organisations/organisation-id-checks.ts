import { matching, type TextCheck } from '../../../http/validation/text-checks.js';

/** Neither `.` nor `..`, which no path can hold, and no invisible white space at either end. The console imports it too. */
export const addressable: TextCheck = matching(
  /^$|^(?!\.{1,2}$)\S(.*\S)?$/su,
  'must not be . or .. or begin or end with a blank',
);
