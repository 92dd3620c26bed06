import { ApiProperty, OmitType } from '@nestjs/swagger';
import { OrganisationResponse } from '../organisations/organisation.dto.js';

/** An organisation of the public file: all 19 fields, then its public flags as a map. */
export class ParticipantResponse extends OmitType(OrganisationResponse, ['Flags'] as const) {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'The values of its flags of AccessLevel 0, sorted, by the name of the flag',
    example: { 'Company kind': ['Bank'] },
  })
  Flags: Record<string, string[]>;
}
