import { Failure, formatProblem, readRecordLines, type FreshnessCheck } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { GitHub } from '../../github/github.ts';
import { readZipEntry } from '../../github/read-zip-entry.ts';
import type { Control } from '../../orders/control.ts';
import { appendRecords } from '../../records/append-records.ts';
import { keepIssue } from './keep-issue.ts';

/** Name of the artifact that a job with module code leaves, and of the file in it. */
export const artifactName = 'freshness';
export const artifactFile = 'freshness.ndjson';

const largestBytes = 1024 * 1024;

/**
 * Takes over what a run found: lines on the branch `records`, and an issue for each module that is red. The run
 * ran code of modules: what it says is data, and only about modules of `main`.
 * @param where the repository of the run
 * @returns what was done, a line each
 * @throws Failure GITHUB_FAILED; FILE_INVALID, DOWNLOAD_TOO_LARGE for what our workflow does not write
 */
export async function record(
  control: Control,
  modules: readonly Module[],
  { run, where }: { readonly run: number; readonly where: GitHub },
): Promise<readonly string[]> {
  const lines = (await readLines(where, run)).filter(({ module }) => {
    return modules.some(({ id, frontMatter }) => {
      // one that was merged meanwhile is tried the next night
      return id === module.id && frontMatter.version === module.version;
    });
  });
  await appendRecords(control.catalogue, control.clock, () => lines);
  const done = [`${lines.length} golden tests, ${lines.filter(isRed).length} red`];
  for (const line of lines) {
    const module = modules.find(({ id }) => id === line.module.id)!;
    const said = await keepIssue(control, module, line);
    if (said !== null) done.push(said);
  }
  return done;
}

function isRed({ isGreen }: FreshnessCheck): boolean {
  return !isGreen;
}

async function readLines(where: GitHub, run: number): Promise<readonly FreshnessCheck[]> {
  const label = `artifact ${artifactName} of run ${run}`;
  const zip = await where.readArtifact(run, artifactName, largestBytes);
  if (zip === null) {
    throw new Failure('FILE_MISSING', `${label}: expected one, found none`, {
      hint: 'The job that tests failed before its end: its log says why.',
    });
  }
  const bytes = await readZipEntry(zip, { name: artifactFile, largestBytes, label });
  const log = readRecordLines([{ file: artifactFile, text: bytes.toString('utf8') }]);
  if (log.problems.length > 0) {
    throw new Failure('FILE_INVALID', log.problems.map(formatProblem).join('\n'), {
      problems: log.problems,
    });
  }
  return log.freshness;
}
