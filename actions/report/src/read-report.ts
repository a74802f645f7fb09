import { Failure, isDeeperThan, parseRecord, type ValidationReport } from '@orangery/schemas';
import type { GitHub } from '../../github/github.ts';
import { readZipEntry } from '../../github/read-zip-entry.ts';

const largestBytes = 1024 * 1024;
const deepest = 12;

/**
 * The report that a run left as its artifact; null when it left none.
 * @throws Failure GITHUB_FAILED, FILE_INVALID, DOWNLOAD_TOO_LARGE: then it is none of ours
 */
export async function readReport(github: GitHub, run: number): Promise<ValidationReport | null> {
  const zip = await github.readArtifact(run, 'report', largestBytes);
  if (zip === null) return null;
  const label = `artifact report of run ${run}`;
  const bytes = await readZipEntry(zip, { name: 'report.json', largestBytes, label });
  const value = parse(bytes.toString('utf8'), label);
  if (isDeeperThan(value, deepest)) {
    throw new Failure('FILE_INVALID', `${label}: expected at most ${deepest} levels, found more`);
  }
  return parseRecord('validationReport', value, label);
}

function parse(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('FILE_INVALID', `${label}: expected JSON, found none`, { cause: error });
  }
}
