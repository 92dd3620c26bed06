import { type OrganisationCounts, toStatisticsResponse } from './statistics.mapper.js';

const none: OrganisationCounts = {
  byStatus: [],
  byCountry: [],
  byFlag: [],
  byMonth: [],
  changesByDay: [],
};
const read = (counts: Partial<OrganisationCounts>) =>
  toStatisticsResponse({ ...none, ...counts }, '2026-11-28');

it('without organisations has every Status, every day and nothing else', () => {
  const { changesByDay, ...rest } = read({});
  expect(rest).toEqual({
    totalSize: 0,
    byStatus: [
      { Status: 'Active', Count: 0 },
      { Status: 'Pending', Count: 0 },
      { Status: 'Withdrawn', Count: 0 },
    ],
    byCountry: [],
    byFlag: [],
    createdByMonth: [],
  });
  expect(changesByDay).toHaveLength(90);
  expect([changesByDay[0], changesByDay[89]]).toEqual([
    { Day: '2026-08-31', Count: 0 },
    { Day: '2026-11-28', Count: 0 },
  ]);
});

it('has the organisations of other countries as null, if there are any', () => {
  const byStatus = [['Active', 7]] as const;
  expect(
    read({
      byStatus,
      byCountry: [
        ['GB', 4],
        ['BR', 1],
      ],
    }).byCountry,
  ).toEqual([
    { Country: 'GB', Count: 4 },
    { Country: 'BR', Count: 1 },
    { Country: null, Count: 2 },
  ]);
  expect(read({ byStatus, byCountry: [['GB', 7]] }).byCountry).toEqual([{ Country: 'GB', Count: 7 }]);
});

describe('createdByMonth', () => {
  it('fills the months without organisations up to the present one', () => {
    expect(
      read({
        byMonth: [
          ['2026-08', 2],
          ['2026-10', 1],
        ],
      }).createdByMonth,
    ).toEqual([
      { Month: '2026-08', Count: 2 },
      { Month: '2026-09', Count: 0 },
      { Month: '2026-10', Count: 1 },
      { Month: '2026-11', Count: 0 },
    ]);
  });

  it('goes on to a month in the future', () => {
    expect(read({ byMonth: [['2027-01', 1]] }).createdByMonth).toEqual([
      { Month: '2026-11', Count: 0 },
      { Month: '2026-12', Count: 0 },
      { Month: '2027-01', Count: 1 },
    ]);
  });

  it('does not fill a gap of more than ten years', () => {
    expect(
      read({
        byMonth: [
          ['0001-01', 1],
          ['2026-11', 1],
        ],
      }).createdByMonth,
    ).toEqual([
      { Month: '0001-01', Count: 1 },
      { Month: '2026-11', Count: 1 },
    ]);
    // 120 months between the two, then 121.
    expect(read({ byMonth: [['2016-10', 1]] }).createdByMonth).toHaveLength(122);
    expect(read({ byMonth: [['2016-09', 1]] }).createdByMonth).toHaveLength(2);
  });
});
