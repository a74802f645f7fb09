import type { ForgeEvent, Permissions } from '../../forge.ts';
import { textAt, toJson } from '../json.ts';
import type { Workflow, WorkflowJob } from '../workflow/workflow.ts';

/** What a token may do where the file says nothing: an organisation's restricted default. */
export const defaultPermissions: Permissions = { contents: 'read' };

/** What a job's token may do. A job's own list replaces the workflow's; a fork's run only reads. */
export function tokenPermissions(
  workflow: Pick<Workflow, 'permissions'>,
  job: Pick<WorkflowJob, 'permissions'>,
  event: ForgeEvent,
): Permissions {
  const permissions = job.permissions ?? workflow.permissions ?? defaultPermissions;
  if (!isFromFork(event)) return permissions;
  const read = Object.keys(permissions).filter((scope) => scope !== 'id-token');
  return Object.fromEntries(read.map((scope) => [scope, 'read' as const]));
}

/** Whether a pull request comes from another repository: its run gets no secrets. */
export function isFromFork(event: ForgeEvent): boolean {
  if (event.name !== 'pull_request') return false;
  const payload = toJson(event.payload);
  const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name');
  return head.toLowerCase() !== event.repository.toLowerCase();
}
