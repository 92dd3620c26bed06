import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../pagination/page.response.dto.js';
import { historyOperations, type HistoryOperation } from './history.values.js';

/** The author of a change, on the wire. */
export class HistoryAuthorResponse {
  @ApiProperty({ type: String, description: 'The client that the change was made with' })
  ClientId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'The user where there was one; shown to operators and to the own administrators of the organisation',
  })
  UserEmail: string | null;
}

/** Whatever a field holds: text, a boolean, a number, ids of flags, an admin user, or nothing. */
const anyValue = {
  anyOf: [
    { type: 'string' },
    { type: 'boolean' },
    { type: 'integer' },
    { type: 'array', items: { type: 'string' } },
    { type: 'object', nullable: true },
  ],
};

/** One changed field on the wire. */
export class FieldChangeResponse {
  @ApiProperty({ type: String, description: 'The name of the field' })
  Field: string;

  @ApiProperty({ ...anyValue, description: 'Its value before; null where it had none' })
  Old: unknown;

  @ApiProperty({ ...anyValue, description: 'Its value after; null where it has none' })
  New: unknown;
}

/** One change of an organisation or a flag on the wire. */
export class HistoryEntryResponse {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'Counts from 1 for each organisation and each flag',
  })
  Revision: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'When, UTC, milliseconds' })
  At: string;

  @ApiProperty({ type: HistoryAuthorResponse, description: 'Who made it' })
  By: HistoryAuthorResponse;

  @ApiProperty({ type: String, description: 'The interaction id of the request that made it' })
  InteractionId: string;

  @ApiProperty({
    enum: historyOperations,
    description: 'What kind of change it was; of a flag Create or Update',
  })
  Operation: HistoryOperation;

  @ApiProperty({ type: [FieldChangeResponse], description: 'What changed; flags by sorted ids' })
  Changes: FieldChangeResponse[];
}

/** One page of changes. */
export const HistoryEntryPage = pageOf(HistoryEntryResponse, 'HistoryEntryPage');
