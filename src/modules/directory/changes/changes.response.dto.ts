import { ApiProperty } from '@nestjs/swagger';
import { HistoryEntryResponse } from '../history/history.response.dto.js';
import { placePattern } from './place.js';

/** One entry of the log on the wire. */
export class ChangeResponse extends HistoryEntryResponse {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Its place in the log, without gaps' })
  Position: number;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 40,
    description: 'The organisation that changed; absent in an entry of a flag',
  })
  OrganisationId?: string;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 40,
    description: 'The flag that changed; absent in an entry of an organisation',
  })
  FlagId?: string;

  @ApiProperty({
    type: String,
    required: false,
    pattern: '^[0-9a-f]{64}$',
    description:
      'SHA-256 over the canonical JSON (RFC 8785) of Log, Position, the Hash before and the whole entry; absent if something of the entry is hidden from the caller',
  })
  Hash?: string;
}

/** One page of the log on the wire. */
export class ChangesPageResponse {
  @ApiProperty({ type: [ChangeResponse], description: 'The entries that the caller may see, by Position' })
  changes: ChangeResponse[];

  @ApiProperty({
    type: String,
    pattern: placePattern,
    description: 'The place after this page, for `after` of the next request',
    example: '4f9d7f0e-6f3c-4f0e-9a3e-0f6f2f8d3c11.1042',
  })
  next: string;

  @ApiProperty({ type: Boolean, description: 'True if there are entries after this page already' })
  hasMore: boolean;
}
