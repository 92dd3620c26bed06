/** An organisation or a service that uses a branding. */
export interface BrandingUser {
  readonly id: string;
  readonly name: string;
}
