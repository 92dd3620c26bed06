import { flagIdsIn, toHistoryEntryResponse } from './history.mapper.js';
import type { FieldChange, HistoryEntry } from './history-entry.js';

const all = { showsUsers: true, hiddenFlagIds: new Set<string>() };
const outsider = { showsUsers: false, hiddenFlagIds: new Set(['secret']) };

function anEntry(changes: FieldChange[]): HistoryEntry {
  return {
    revision: 2,
    at: new Date('2024-05-06T07:08:09.010Z'),
    clientId: 'website',
    userEmail: 'admin@bank.example',
    interactionId: 'interaction-1',
    operation: 'Update',
    changes,
  };
}

const cityChange = { Field: 'City', Old: 'London', New: 'Leeds' };
const adminChange = {
  Field: 'AdminUsers',
  Old: null,
  New: { UserEmail: 'new@bank.example', Status: 'Active' },
};

describe('an entry of the history', () => {
  it('contains everything for a caller who can manage the organisation', () => {
    expect(toHistoryEntryResponse(anEntry([cityChange, adminChange]), all)).toEqual({
      Revision: 2,
      At: '2024-05-06T07:08:09.010Z',
      By: { ClientId: 'website', UserEmail: 'admin@bank.example' },
      InteractionId: 'interaction-1',
      Operation: 'Update',
      Changes: [cityChange, adminChange],
    });
  });

  it('contains no users for other callers', () => {
    expect(toHistoryEntryResponse(anEntry([cityChange, adminChange]), outsider)).toEqual({
      Revision: 2,
      At: '2024-05-06T07:08:09.010Z',
      By: { ClientId: 'website', UserEmail: null },
      InteractionId: 'interaction-1',
      Operation: 'Update',
      Changes: [cityChange],
    });
  });

  it.each([
    ['shows the flags that are not hidden', ['open', 'secret'], ['other', 'secret'], [['open'], ['other']]],
    ['shows a flag that was put beside a hidden one', ['secret'], ['open', 'secret'], [[], ['open']]],
    ['drops a change of hidden flags only', ['open'], ['open', 'secret'], null],
    ['drops hidden flags that a new organisation has', null, ['secret'], null],
    ['shows the open flags that a new organisation has', null, ['open', 'secret'], [null, ['open']]],
  ])('%s', (_, before, after, shown) => {
    const entry = anEntry([{ Field: 'Flags', Old: before, New: after }]);
    expect(toHistoryEntryResponse(entry, outsider).Changes).toEqual(
      shown === null ? [] : [{ Field: 'Flags', Old: shown[0], New: shown[1] }],
    );
  });

  it('names each flag once', () => {
    const entries = [
      anEntry([{ Field: 'Flags', Old: null, New: ['a', 'b'] }, cityChange]),
      anEntry([{ Field: 'Flags', Old: ['a', 'b'], New: ['c'] }]),
    ];
    expect(flagIdsIn(entries)).toEqual(['a', 'b', 'c']);
  });
});
