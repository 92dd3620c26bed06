import { exactField, type SortFields, textField } from '../pagination/sort.js';
import type { Flag } from './flag.entity.js';

/** Any field of a flag. */
export const flagSort: SortFields<keyof Flag> = {
  fields: [
    textField('Id', 'flagId'),
    exactField('CreatedAt', 'createdAt'),
    exactField('UpdatedAt', 'updatedAt'),
    textField('Name', 'name'),
    textField('Description', 'description'),
    exactField('Type', 'type'),
    textField('Value', 'value'),
    exactField('Status', 'status'),
    exactField('AccessLevel', 'accessLevel'),
  ],
};

/** The order of a list that asks for none. */
export const defaultFlagSort = ['Name,asc', 'Value,asc'];
