/** Subject and goal of each line of the table. */
export const table = {
  1: {
    what: 'first page of 25, everything on, no cached pages',
    goal: 'at least 1.8 x bare and 5 x the usual way',
  },
  2: { what: 'the same page while nothing changes', goal: 'at least 5 x bare' },
  3: { what: 'If-None-Match on the unchanged list', goal: 'at least 6 x bare' },
  4: { what: 'the same request at full size against 1,000 rows', goal: 'p50 at most 1.3 x' },
  5: { what: 'any page of the default order', goal: 'p50 at most 3 x the first page' },
  6: { what: 'every other order, both directions', goal: 'p50 at most 600 ms the first time, 5 ms repeated' },
  7: {
    what: 'filterBy: first time / repeated, every totalSize exact',
    goal: 'p50 at most 25 / 5 ms selective, 400 / 5 ms common and one letter',
  },
  8: {
    what: 'PUT with 2 flags and history, 16 clients; reads beside 100 PUT/s',
    goal: 'at least 0.6 x one statement and 6 x save; reads keep 70 %',
  },
  9: {
    what: 'import of all, and export back, each with the start of its process',
    goal: 'at least 25,000/s under 300 MB; export at least as fast',
  },
  10: { what: 'resident memory of an instance under load', goal: 'at most 350 MB' },
  11: { what: 'two instances against one, nothing pinned, no cached pages', goal: 'at least 1.5 x' },
  12: {
    what: 'start of the process to the first answer',
    goal: 'at most 3 s on PostgreSQL, 6 s on the embedded database',
  },
  13: { what: 'Notify: request against the bare SQL', goal: 'at most 3 x, constant statements' },
  14: { what: 'positions that the sequencer gives', goal: 'at least 2,000 entries/s' },
  15: {
    what: 'page of 1,000 changes at the end of the log against the beginning',
    goal: 'p50 at most 1.3 x',
  },
  16: {
    what: '1,000 open streams of changes',
    goal: 'under 100 MB; one change costs no statement for each',
  },
  17: { what: 'acknowledged change until a stream has it, at 100 changes/s', goal: 'p99 at most 1 s' },
  18: {
    what: 'statistics: first after a change / kept, every count exact',
    goal: 'p50 at most 1,500 / 5 ms',
  },
};
