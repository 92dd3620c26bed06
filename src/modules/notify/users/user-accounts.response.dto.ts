import { ApiProperty } from '@nestjs/swagger';

/** An organisation that a user belongs to. */
export class UserOrganisationResponse {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Its services that are active and not in trial' })
  count_of_live_services: number;

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;
}

/** A service that a user works on. */
export class UserServiceResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The organisation that it belongs to',
  })
  organisation: string | null;

  @ApiProperty({ type: Boolean, description: 'True in trial' })
  restricted: boolean;
}

/** The active organisations and services of a user. */
export class UserAccountsResponse {
  @ApiProperty({ type: [UserOrganisationResponse] })
  organisations: UserOrganisationResponse[];

  @ApiProperty({ type: [UserServiceResponse] })
  services: UserServiceResponse[];
}
