import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { info } from '@actions/core';
import { Failure } from '@orangery/schemas';
import { readModules } from '@orangery/schemas/files';
import { findBot } from '../../action/find-bot.ts';
import { readCount, readInput, requireInput } from '../../action/inputs.ts';
import { readJob, type Job } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { escapeMarkdown } from '../../comments/escape-markdown.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { realClock } from '../../records/real-clock.ts';
import { findTool } from '../../validate/src/tool.ts';
import { announce, recordNight } from './main.ts';
import { nightlyModules } from './nightly-modules.ts';
import { testModules } from './test-modules.ts';

const modes: Readonly<Record<string, (job: Job, signal: AbortSignal) => Promise<void>>> = {
  test: testNight,
  announce: async (job, signal) =>
    announce(open(job, signal, requireInput('announce-to')), job.runId),
  record: recordAll,
};

await runAction(async (signal) => {
  const job = await readJob();
  const name = requireInput('mode');
  refuseOtherRefs(job.ref);
  const mode = Object.hasOwn(modes, name) ? modes[name] : undefined;
  if (mode === undefined) {
    const known = Object.keys(modes).join(', ');
    throw new Failure('USAGE', `Input mode: expected one of ${known}, found ${name}`);
  }
  await mode(job, signal);
});

/** Runs code of modules: this job has no token. */
async function testNight({ workspace }: Job, signal: AbortSignal): Promise<void> {
  const root = resolve(readInput('root') ?? workspace);
  const report = resolve(requireInput('report'));
  const tool = await findTool({
    ...{ folder: root, signal, path: process.env.PATH },
    temporary: resolve(process.env.RUNNER_TEMP ?? '.'),
  });
  if (tool.run === undefined) {
    throw new Failure('USAGE', `${root}: expected an installed checkout, found none`, {
      hint: 'Run npm ci --ignore-scripts in it before.',
    });
  }
  const machine = readInput('machine') === 'gpu' ? 'gpu' : 'hosted';
  const { modules } = await readModules(root);
  const lines = await testModules(nightlyModules(modules, machine), {
    ...{ tool, root, info, now: Date.now },
    parallel: readCount('parallel') ?? 2,
    mostMs: (readCount('minutes') ?? 45) * 60_000,
  });
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function recordAll(job: Job, signal: AbortSignal): Promise<void> {
  const catalogue = open(job, signal, job.repository);
  const { modules } = await readModules(resolve(readInput('root') ?? job.workspace));
  const done = await recordNight({
    ...{ modules, event: job.event, run: job.runId },
    control: {
      ...{ catalogue, clock: realClock(signal), log: info },
      runner: open(job, signal, requireInput('runner-repository')),
      bot: await findBot(catalogue, requireInput('app-slug')),
    },
  });
  for (const line of done) info(line);
  await writeSummary(done.map((line) => `- ${escapeMarkdown(line)}`).join('\n'));
}

function open({ apiUrl, label }: Job, signal: AbortSignal, repository: string) {
  const token = requireInput('token');
  return createOctokitGitHub({ token, repository, apiUrl, signal, job: label });
}
