import { Failure, type JobState } from '@orangery/schemas';
import { patchModuleFile, readModule } from '@orangery/schemas/files';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccess } from '../access/read-access.ts';
import { keepComment } from '../comments/keep-comment.ts';
import { appendState } from '../jobs/append-state.ts';
import { jobComment } from '../jobs/job-comment.ts';
import { newView, type JobView, type TrialRow } from '../jobs/job-view.ts';
import { readJobPull, type JobPull } from '../jobs/read-job-pull.ts';
import { mainBranch, type Control } from '../orders/control.ts';
import { checkResult, type CheckedResult } from './check-result.ts';
import { keepCandidate } from './candidate.ts';
import { metricRows } from './metric-rows.ts';
import { unpackResult } from './unpack-result.ts';

const largestResultBytes = 1024 ** 3;
/** Of the runner's workflow. */
const resultArtifact = 'result';

export interface ResultOptions {
  /** Checkout of `main`: the parent lies there. */
  readonly root: string;
  /** Such as `https://github.com`. */
  readonly serverUrl: string;
}

/**
 * Takes over a training's result: reads it from the run, checks it against request and signature, keeps
 * its weights as a candidate, and completes the pull request.
 * @returns what was done; null when the run left no result
 * @throws Failure ACCESS_REFUSED, VERIFY_FAILED, MODULE_INVALID, ARCHIVE_UNSAFE, GITHUB_FAILED
 */
export async function finishTraining(
  control: Control,
  job: JobState,
  { run, usedMinutes }: { readonly run: number; readonly usedMinutes: number },
  options: ResultOptions,
): Promise<string | null> {
  const { catalogue, runner, bot } = control;
  const { pullRequest: number, head: asked } = job;
  if (number === undefined || asked === undefined) {
    throw new Failure(
      'GITHUB_FAILED',
      `${job.job}: expected a pull request and its head, found none`,
    );
  }
  const opened = await readJobPull(catalogue, { number, job: job.job, head: asked, bot });
  const zip = await runner.readArtifact(run, resultArtifact, largestResultBytes);
  if (zip === null) return null;
  const work = await mkdtemp(join(tmpdir(), 'orangery-result-'));
  try {
    const folder = join(work, 'modules', opened.child);
    await mkdir(folder, { recursive: true });
    await unpackResult(zip, folder);
    const result = await readResult(control, opened, folder, options);
    const link = await keepCandidate(control, result.module, options);
    const head = await pushResult(control, opened, { job, result, link });
    await appendState(
      control,
      job.job,
      { state: 'done', run, head, runner: result.runner },
      usedMinutes,
    );
    const view = { ...resultView(job.job, result), usedMinutes };
    const order = { issue: number, kind: 'job', botId: bot.id };
    await keepComment(catalogue, { ...order, body: jobComment(view) });
    if (opened.pull.isDraft) await catalogue.markReady(opened.pull.nodeId);
    return `${job.job}: done, #${number}`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface FinishedResult extends CheckedResult {
  readonly rows: JobView['result'];
}

async function readResult(
  { catalogue }: Control,
  { request }: JobPull,
  folder: string,
  { root }: ResultOptions,
): Promise<FinishedResult> {
  const parent = await readModule(join(root, 'modules', request.module.id), root);
  if (parent.kind === 'invalid') {
    throw new Failure('MODULE_INVALID', `The parent ${request.module.id} is not valid on main`);
  }
  const access = await readAccess(catalogue, (await catalogue.getBranch(mainBranch)) ?? mainBranch);
  const checked = await checkResult(folder, { request, parent: parent.module, access });
  return { ...checked, rows: metricRows(checked.receipt, parent.module) };
}

/** Everything but the weights becomes a commit on the job's branch. */
async function pushResult(
  { catalogue }: Control,
  { pull, child }: JobPull,
  { job, result, link }: { job: JobState; result: FinishedResult; link: string },
): Promise<string> {
  const { module, runner } = result;
  const files: Record<string, string | Buffer | null> = {
    [`modules/${child}/training/${job.job}.yml`]: null,
  };
  const entries = await readdir(module.folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name).slice(module.folder.length + 1);
    if (path.startsWith('artifact/')) continue;
    files[`modules/${child}/${path}`] = await readFile(join(module.folder, path));
  }
  const text = await readFile(join(module.folder, 'module.md'), 'utf8');
  const { artifact } = module.frontMatter;
  files[`modules/${child}/module.md`] = patchModuleFile(text, {
    maintainers: job.askerId === undefined ? [] : [{ login: job.asker, id: job.askerId }],
    ...(artifact !== undefined && { artifact: { ...artifact, link } }),
  });
  const message = `${child}: trained on ${runner} for ${job.asker}`;
  const commit = await catalogue.createCommit({ parent: pull.head.sha, message, files });
  if (await catalogue.moveBranch(pull.head.branch, commit)) return commit;
  throw new Failure('ACCESS_REFUSED', `#${pull.number}: somebody pushed to ${pull.head.branch}`, {
    hint: 'Ask for the training again.',
  });
}

function resultView(job: string, { receipt, runner, rows }: FinishedResult): JobView {
  const trials = receipt.trials.map(({ number, status, epochs, score, knobs }): TrialRow => ({
    ...{ trial: number, status, epochs, knobs },
    ...(score !== undefined && { score }),
  }));
  const best = receipt.trials.find(({ number }) => number === receipt.best);
  const scores = (best?.curve ?? []).map(({ score }) => score);
  return {
    ...newView(job),
    ...{ state: 'done', runner, trials, bestTrial: receipt.best },
    ...(rows !== undefined && { result: rows }),
    ...(receipt.observed.budgetReached === 'cancelled' && { message: keptSoFar(receipt) }),
    backend: receipt.environment.backend,
    curves: [{ trial: receipt.best, scores }],
  };
}

function keptSoFar({ trials, best }: CheckedResult['receipt']): string {
  return `It was cancelled: this is trial ${best}, the best of ${trials.length} that had begun.`;
}
