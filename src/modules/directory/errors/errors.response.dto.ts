import { ApiProperty } from '@nestjs/swagger';

/** The body of every error of this API. */
export class ErrorsResponse {
  @ApiProperty({
    type: [String],
    description: 'One sentence for each fault',
    example: ['OrganisationName must be provided'],
  })
  errors: string[];
}
