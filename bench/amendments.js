/**
 * Amendments that change the name, address, city and two flags. Each writer has its own organisations and repeats these
 * in two variants, so that no amendment finds its values already stored.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { DifferentAnswer, answerOf } from './same-answers.js';
import { allHeaders } from './load.js';

const mostOrganisations = 5_000;
/** The organisations before this index are left for other changes. */
const firstIndex = 100;

/** Fields that a PUT body does not contain, or that each amendment sets. */
const otherKeys = new Set(['OrganisationId', 'CreatedOn', 'AdminUsers', 'Flags']);

/** Returns the id of a demonstration record, and a PUT body that keeps the record except for its flags. */
function bodyOf(record) {
  const fields = Object.fromEntries(Object.entries(record).filter(([name]) => !otherKeys.has(name)));
  return { id: record.OrganisationId, fields };
}

function amendmentOf(record, turn, flagIds) {
  const { id, fields } = bodyOf(record);
  const Flags = flagIds.slice(turn * 2, turn * 2 + 2);
  const body = {
    ...fields,
    OrganisationName: `${fields.OrganisationName} ${turn === 0 ? 'Holding' : 'Group'}`,
    AddressLine1: `${fields.AddressLine1}, floor ${turn + 1}`,
    City: `${fields.City} ${turn === 0 ? 'North' : 'South'}`,
    Flags,
  };
  const changes = ['OrganisationName', 'AddressLine1', 'City'].map((Field) => ({
    Field,
    Old: fields[Field],
    New: body[Field],
  }));
  return { id, body, changes: [...changes, { Field: 'Flags', Old: flagIds.slice(4, 6), New: Flags }] };
}

/**
 * Writes the file of amendments for one of several writers.
 * @returns the input of the load generator and the loops: the file and the next line
 */
export async function writeAmendments({ folder, rows, organisationAt, databases }, writer, writers) {
  const flags = await (
    await databases.large()
  ).query(
    `SELECT flag_id FROM directory.flag WHERE type = 'Organisation' AND status = 'Active' ORDER BY flag_id LIMIT 6`,
  );
  const flagIds = flags.map((flag) => flag.flag_id);
  const count = Math.min(mostOrganisations, Math.floor((rows - firstIndex) / writers));
  const file = join(folder, `amendments-${writer}.ndjson`);
  const stream = createWriteStream(file);
  for (let place = 0; place < 2 * count; place++) {
    const record = organisationAt(firstIndex + writer * count + (place % count));
    const amendment = amendmentOf(record, Math.floor(place / count), flagIds);
    if (!stream.write(`${JSON.stringify(amendment)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  const amendmentAt = (place) => {
    const turn = Math.floor((place % (2 * count)) / count);
    return amendmentOf(organisationAt(firstIndex + writer * count + (place % count)), turn, flagIds);
  };
  return { file, first: 0, amendmentAt };
}

/**
 * Checks that the service returns what a writer wrote.
 * @throws DifferentAnswer
 */
export async function checkWritten(server, { first, amendmentAt }, clients, token) {
  // The end of the run may have interrupted the last amendment of each client.
  const { id, body } = amendmentAt(first - 2 * clients);
  const { body: found } = await answerOf(server, `/organisations/${id}`, token);
  const flags = found.Flags.map((flag) => flag.Id).sort();
  const isThere =
    Object.entries(body).every(([name, value]) => name === 'Flags' || found[name] === value) &&
    JSON.stringify(flags) === JSON.stringify([...body.Flags].sort());
  if (!isThere)
    throw new DifferentAnswer(`organisation ${id} is not what was written: ${JSON.stringify(found)}`);
}

/** Amends an organisation that no other part of the run reads. */
export function changer(record, token) {
  const { id, fields } = bodyOf(record);
  let turn = 0;
  return async (server) => {
    turn += 1;
    const answer = await fetch(`${server.origin}/organisations/${id}`, {
      method: 'PUT',
      headers: { ...allHeaders(token), 'content-type': 'application/json' },
      body: JSON.stringify({ ...fields, AddressLine2: `Room ${turn}`, Flags: [] }),
    });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`A change was answered ${answer.status}`);
  };
}
