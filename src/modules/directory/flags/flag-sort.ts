import type { SortField, SortFields } from '../pagination/sort.js';
import type { Flag } from './flag.entity.js';

const text = (wireName: string, property: keyof Flag): SortField<keyof Flag> => ({
  wireName,
  property,
  isText: true,
});
const exact = (wireName: string, property: keyof Flag): SortField<keyof Flag> => ({
  wireName,
  property,
  isText: false,
});

/** Any field of a flag. */
export const flagSort: SortFields<keyof Flag> = {
  fields: [
    text('Id', 'flagId'),
    exact('CreatedAt', 'createdAt'),
    exact('UpdatedAt', 'updatedAt'),
    text('Name', 'name'),
    text('Description', 'description'),
    exact('Type', 'type'),
    text('Value', 'value'),
    exact('Status', 'status'),
    exact('AccessLevel', 'accessLevel'),
  ],
};

/** The order of a list that asks for none. */
export const defaultFlagSort = ['Name,asc', 'Value,asc'];
