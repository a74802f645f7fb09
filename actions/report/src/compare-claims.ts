import type { ValidationReport } from '@orangery/schemas';
import type { FileChange, PullRequest } from '../../github/entities.ts';
import { pathsOf } from '../../pull-request/classify-changes.ts';

/**
 * Why a report cannot be of this pull request, in words; null when its claims fit what GitHub lists. The
 * job that wrote it ran in the contribution's own workflow, so it may say anything.
 */
export function compareClaims(
  report: ValidationReport,
  pull: PullRequest,
  files: readonly FileChange[],
): string | null {
  if (report.head !== pull.head.sha) return 'it is of another commit than the head';
  const paths = pathsOf(files);
  const touched = new Set(paths.map((path) => /^modules\/([^/]+)\/./.exec(path)?.[1]));
  const told = new Set(report.modules.map(({ id }) => id));
  const requested = new Set(report.files.map(({ path }) => /^modules\/([^/]+)\//.exec(path)?.[1]));
  if (told.size !== report.modules.length) return 'it tells of a module twice';
  const invented = [...told].find((id) => !touched.has(id));
  if (invented !== undefined) return 'it tells of a module that the pull request does not touch';
  const hidden = [...touched].find((id) => id !== undefined && !told.has(id) && !requested.has(id));
  if (hidden !== undefined) return `it does not tell of modules/${hidden}, which is touched`;
  const odd = report.files.find(({ path }) => !paths.includes(path));
  if (odd !== undefined) return 'it tells of a file that the pull request does not touch';
  const deployments = paths.filter((path) => /^deployments\/[^/]+\.yml$/.test(path));
  const silent = deployments.find((path) => !report.files.some((file) => file.path === path));
  return silent === undefined ? null : `it does not tell of ${silent}, which is touched`;
}
