import { Failure, readRecordLines, type MonthFile, type RecordLog } from '@orangery/schemas';
import type { GitHub } from '../github/github.ts';

/** The orphan branch that machines append to. */
export const recordsBranch = 'records';

const largestMonthBytes = 64 * 1024 * 1024;

/** What stands on the branch at a commit. */
export interface Ledger {
  /** Null while the branch is not there. */
  readonly commit: string | null;
  /** Texts of the newest months by file name, such as `2026-11.ndjson`. */
  readonly months: ReadonlyMap<string, string>;
  readonly log: RecordLog;
}

/**
 * Reads the newest months of the records: budgets look a week back, jobs a month at most.
 * @throws Failure GITHUB_FAILED; FILE_INVALID when a month is too large
 */
export async function readRecords(github: GitHub): Promise<Ledger> {
  const commit = await github.getBranch(recordsBranch);
  if (commit === null) return { commit, months: new Map(), log: readRecordLines([]) };
  const entries = (await github.listTree(commit, ''))
    .filter(({ path, type }) => type === 'blob' && /^\d{4}-\d{2}\.ndjson$/.test(path))
    .sort((a, b) => a.path.localeCompare(b.path))
    .slice(-2);
  const months = new Map<string, string>();
  for (const { path, sha, sizeBytes = 0 } of entries) {
    if (sizeBytes > largestMonthBytes) throw tooLarge(path, sizeBytes);
    months.set(path, (await github.readBlob(sha)).toString('utf8'));
  }
  const files: MonthFile[] = [...months].map(([path, text]) => ({ file: `records/${path}`, text }));
  return { commit, months, log: readRecordLines(files) };
}

function tooLarge(path: string, bytes: number): Failure {
  const expected = `expected at most ${largestMonthBytes} bytes, found ${bytes}`;
  return new Failure('FILE_INVALID', `records/${path}: ${expected}`, {
    hint: 'An admin can move older lines of the branch records into a release.',
  });
}
