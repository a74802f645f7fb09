import { findRunner, verifySignature } from '@orangery/runner/verify';
import {
  Failure,
  parseRecord,
  recordText,
  type BenchmarkReport,
  type JobState,
} from '@orangery/schemas';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccess } from '../access/read-access.ts';
import { appendState } from '../jobs/append-state.ts';
import { findJobPull } from '../jobs/find-job-pull.ts';
import { mainBranch, type Control } from '../orders/control.ts';
import { unpackResult } from './unpack-result.ts';

const largestResultBytes = 16 * 1024 ** 2;
const resultArtifact = 'result';

/**
 * Takes over a benchmark's report: reads it from the run, checks whose it is and who signed it, and opens
 * a pull request that adds it.
 * @returns what was done; null when the run left no report
 * @throws Failure VERIFY_FAILED, ARCHIVE_UNSAFE, FILE_INVALID, GITHUB_FAILED
 */
export async function finishBenchmark(
  control: Control,
  job: JobState,
  { run, usedMinutes }: { readonly run: number; readonly usedMinutes: number },
): Promise<string | null> {
  const { catalogue, runner, bot } = control;
  const zip = await runner.readArtifact(run, resultArtifact, largestResultBytes);
  if (zip === null) return null;
  const base = (await catalogue.getBranch(mainBranch)) ?? mainBranch;
  const report = await readReport(zip);
  const machine = await checkReport(control, report, { job, base });
  const { id, version } = report.module;
  const branch = `orangery/benchmark/${id}/${job.job}`;
  const path = `modules/${id}/reports/${report.benchmark}@${version}.json`;
  const head = await catalogue.createCommit({
    parent: base,
    message: `${id}: benchmark ${report.benchmark} on ${machine}`,
    files: { [path]: recordText(report) },
  });
  await catalogue.createBranch(branch, head);
  const pull =
    (await findJobPull(catalogue, bot, branch)) ??
    (await catalogue.openPullRequest({
      ...{ branch, isDraft: false, title: `Benchmark of ${id} ${version}` },
      body: `Measured on \`${machine}\`; @${job.asker} asked for it. A maintainer can \`/merge\` it.`,
    }));
  const change = { state: 'done', run, head: pull.head.sha, pullRequest: pull.number } as const;
  await appendState(control, job.job, { ...change, runner: machine }, usedMinutes);
  return `${job.job}: done, #${pull.number}`;
}

async function readReport(zip: Buffer): Promise<BenchmarkReport> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-report-'));
  try {
    await unpackResult(zip, folder);
    const [name, ...others] = await readdir(folder);
    if (name === undefined || others.length > 0) {
      throw new Failure('VERIFY_FAILED', 'The result: expected one report, found another number');
    }
    const value: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
    return parseRecord('benchmarkReport', value, name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the machine that signed it */
async function checkReport(
  { catalogue }: Control,
  report: BenchmarkReport,
  { job, base }: { job: JobState; base: string },
): Promise<string> {
  const { id, version } = report.module;
  if (id !== job.module.id || version !== job.module.version) {
    throw new Failure(
      'VERIFY_FAILED',
      `The report: expected ${job.module.id}@${job.module.version}, found ${id}@${version}`,
    );
  }
  if (!/^[\w.-]{1,100}$/.test(report.benchmark)) {
    throw new Failure('VERIFY_FAILED', 'The report: expected a plain name, found another');
  }
  const machine = findRunner(report, await readAccess(catalogue, base));
  if (machine !== null && (await verifySignature(report))) return machine;
  throw new Failure(
    'VERIFY_FAILED',
    'The report: expected the signature of a machine in .github/access.yml, found another',
    { hint: 'An admin lists the machine’s public key there; orangery doctor prints it.' },
  );
}
