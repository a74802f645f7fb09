import type { Question } from './question.ts';
import { rolesOf } from './roles.ts';

/** Whether who asks is known to be an admin. */
export function isAdmin({ access, teams }: Question): boolean {
  if (access.kind === 'unknown' || teams.kind === 'unknown') return false;
  return rolesOf(access.value, teams.value).includes('admin');
}
