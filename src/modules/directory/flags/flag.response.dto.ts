import { ApiProperty } from '@nestjs/swagger';
import { flagStatuses, flagTypes, type FlagStatus, type FlagType } from './flag.values.js';

const pattern = '^[^<>]*$';

/** A flag on the wire. */
export class FlagResponse {
  @ApiProperty({ type: String, minLength: 1, maxLength: 40, pattern, description: 'Unique ID of the flag' })
  Id: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When it was created' })
  CreatedAt: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When it was last changed' })
  UpdatedAt: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, pattern, description: 'The name of this flag' })
  Name: string;

  @ApiProperty({
    type: String,
    nullable: true,
    maxLength: 255,
    pattern,
    description: 'The description of this flag',
  })
  Description: string | null;

  @ApiProperty({ enum: flagTypes, description: 'The type of resource that it can be put on' })
  Type: FlagType;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, pattern, description: 'The value of this flag' })
  Value: string;

  @ApiProperty({ enum: flagStatuses, description: 'Current status of this flag' })
  Status: FlagStatus;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 2_147_483_647,
    description: 'The access level as a number. The higher the number, the more sensitive it is',
  })
  AccessLevel: number;
}
