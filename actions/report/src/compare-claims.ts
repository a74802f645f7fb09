import type { ValidationReport } from '@orangery/schemas';
import type { FileChange } from '../../github/entities.ts';
import type { Changes } from '../../pull-request/changes.ts';
import { pathsOf } from '../../pull-request/classify-changes.ts';

/** What GitHub says. */
export interface Listed {
  readonly head: string;
  readonly files: readonly FileChange[];
  readonly changes: Changes;
}

/**
 * Why a report cannot be of this pull request, in words; null when its claims fit what GitHub lists. The
 * job that wrote it ran in the contribution's own workflow, so it may say anything.
 */
export function compareClaims(
  report: ValidationReport,
  { head, files, changes }: Listed,
): string | null {
  if (report.head !== head) return 'it is of another commit than the head';
  const paths = pathsOf(files);
  const touched = new Set(paths.map((path) => /^modules\/([^/]+)\/./.exec(path)?.[1]));
  const told = new Set(report.modules.map(({ id }) => id));
  // there is no module yet, only a file
  const child = changes.kind === 'request' ? changes.child : undefined;
  if (told.size !== report.modules.length) return 'it tells of a module twice';
  const invented = [...told].find((id) => !touched.has(id));
  if (invented !== undefined) return 'it tells of a module that the pull request does not touch';
  const hidden = [...touched].find((id) => id !== undefined && !told.has(id) && id !== child);
  if (hidden !== undefined) return `it does not tell of modules/${hidden}, which is touched`;
  const odd = report.files.find(({ path }) => !paths.includes(path));
  if (odd !== undefined) return 'it tells of a file that the pull request does not touch';
  const single = paths.filter((path) => {
    return /^deployments\/[^/]+\.yml$/.test(path) || child !== undefined;
  });
  const silent = single.find((path) => !report.files.some((file) => file.path === path));
  return silent === undefined ? null : `it does not tell of ${silent}, which is touched`;
}
