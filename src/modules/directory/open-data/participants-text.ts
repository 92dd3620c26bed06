import { readAhead } from '../../../database/read-ahead.js';
import type { Queryable } from '../../../database/queryable.js';
import { toParticipantJson } from './open-data.mapper.js';
import type { OpenDataRepository } from './open-data.repository.js';

/** The public file as text, a few organisations at a time, read as it is taken: a JSON array, one of them on each line. */
export async function* participantsText(
  openData: OpenDataRepository,
  snapshot: Queryable,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const participants of readAhead(openData.batches(snapshot))) {
    yield separator + participants.map(toParticipantJson).join(',\n');
    separator = ',\n';
  }
  yield separator === ',\n' ? '\n]\n' : '[]\n';
}
