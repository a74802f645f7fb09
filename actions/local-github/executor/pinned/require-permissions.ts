import { Failure } from '@orangery/schemas';
import type { JobSession } from '../jobs/job-session.ts';

/** @throws Failure ACCESS_REFUSED naming the first permission that the job lacks */
export function requirePermissions(
  { permissions }: JobSession,
  action: string,
  needed: readonly string[],
): void {
  const missing = needed.find((scope) => permissions[scope] !== 'write');
  if (missing === undefined) return;
  throw new Failure('ACCESS_REFUSED', `${action} needs the permission ${missing}: write`, {
    hint: `Add ${missing}: write to the permissions of the job.`,
  });
}
