import type { Permissions } from '../../forge.ts';
import { isObject, type Json } from '../json.ts';

/** What a token may do; `none` is left out. Undefined where the file says nothing. */
export function readPermissions(value: Json | undefined): Permissions | undefined {
  if (value === undefined) return undefined;
  const permissions: Record<string, 'read' | 'write'> = {};
  for (const [scope, level] of Object.entries(isObject(value) ? value : {})) {
    if (level === 'read' || level === 'write') permissions[scope] = level;
  }
  return permissions;
}
