import { ApiProperty } from '@nestjs/swagger';
import { pythonText } from '../validation/python-text.js';
import { Required, SchemaRule } from '../validation/schema-rules.js';
import { organisationPermissions, type OrganisationUserPermission } from './organisation-permission.js';

/** A permission as requests name it. */
export class NamedPermission {
  @ApiProperty({ enum: organisationPermissions })
  permission: OrganisationUserPermission;
}

/** The body of a request that sets a user's permissions in an organisation. */
export class PermissionsRequest {
  @ApiProperty({ type: [NamedPermission] })
  @SchemaRule('permissions', faultsOfList)
  @Required()
  permissions: NamedPermission[];
}

function faultsOfList(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap(faultsOfItem) : [`${pythonText(value)} is not of type array`];
}

function faultsOfItem(item: unknown): string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return [`${pythonText(item)} is not of type object`];
  if (!('permission' in item)) return ['permission is a required property'];
  return organisationPermissions.some((permission) => permission === item.permission)
    ? []
    : [`${pythonText(item.permission)} is not one of [${organisationPermissions.join(', ')}]`];
}
