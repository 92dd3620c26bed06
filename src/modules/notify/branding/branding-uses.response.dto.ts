import { ApiProperty } from '@nestjs/swagger';

/** An organisation or a service that uses a branding. */
export class BrandingUserResponse {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;
}

/** The users of a branding, each list by name. */
export class BrandingUses {
  @ApiProperty({ type: [BrandingUserResponse], description: 'Those whose default it is' })
  organisations: BrandingUserResponse[];

  @ApiProperty({ type: [BrandingUserResponse], description: 'Active ones that have it' })
  services: BrandingUserResponse[];
}

/** The response with the users of a branding. */
export class BrandingUsesResponse {
  @ApiProperty({ type: BrandingUses })
  data: BrandingUses;
}
