import { resolve } from 'node:path';
import { error, info } from '@actions/core';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { Answer } from '../../github/requests/answer.ts';
import { main } from './main.ts';

await runAction(async (signal) => {
  const root = resolve(requireInput('root'));
  const report = resolve(requireInput('report'));
  const site = readInput('site');
  const { event } = await readJob();
  const commits = commitsOf(event.payload);
  const inputs = {
    ...{ root, report },
    tool: resolve(readInput('tool') ?? resolve(import.meta.dirname, '..', '..')),
    base: readInput('base') ?? commits.base,
    head: readInput('head') ?? commits.head,
    ...(site !== undefined && { site: resolve(site) }),
    temporary: resolve(process.env.RUNNER_TEMP ?? '.'),
    path: process.env.PATH,
  };
  await main(inputs, {
    signal,
    annotate: ({ file, line, column }, message) =>
      error(message, {
        file,
        ...(line !== undefined && { startLine: line }),
        ...(column !== undefined && { startColumn: column }),
      }),
    summarize: writeSummary,
    info,
  });
});

/** Of a pull request or of a merge queue; empty where the event has none, which is then refused. */
function commitsOf(payload: unknown): { readonly base: string; readonly head: string } {
  const event = new Answer(payload, 'event');
  const sha = (answer: Answer): string => answer.field('sha').text();
  return (
    event.field('pull_request').orNull((pull) => ({
      base: sha(pull.field('base')),
      head: sha(pull.field('head')),
    })) ??
    event.field('merge_group').orNull((group) => ({
      base: group.field('base_sha').text(),
      head: group.field('head_sha').text(),
    })) ?? { base: '', head: '' }
  );
}
