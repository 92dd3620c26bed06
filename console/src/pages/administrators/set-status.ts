import type { AdminUser } from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';

/**
 * Sets the Status of an administrator.
 * @throws DirectoryError as the directory answers, such as 403 for the person's own address
 */
export async function setStatus(
  organisationId: string,
  userEmail: string,
  status: AdminUser['Status'],
): Promise<void> {
  // A directory may require If-Match on every change.
  const { etag } = await directory.adminUsers.get(organisationId, userEmail);
  await directory.adminUsers.replace(organisationId, userEmail, { Status: status }, { ifMatch: etag });
}
