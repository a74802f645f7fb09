import { info, setOutput } from '@actions/core';
import { Failure } from '@orangery/schemas';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { publish, type Published } from './main.ts';
import { writeChecksums } from './write-checksums.ts';

await runAction(async (signal) => {
  const { apiUrl, label, repository, ref, sha, workspace } = await readJob();
  refuseOtherRefs(ref);
  const token = requireInput('token');
  const checksums = readInput('checksums');
  const github = createOctokitGitHub({ token, repository, apiUrl, signal, job: label });
  const root = readInput('root') ?? workspace;
  const { published, servable, failures } = await publish(github, { root, commit: sha, info });
  setOutput('published', published.map(({ tag }) => tag).join('\n'));
  setOutput('servable', servable.join(' '));
  setOutput('records', (await github.getBranch('records')) ?? '');
  // GitHub attests of private repositories only where there is an Enterprise
  const { isPrivate } = await github.getRepository();
  const isAttested = checksums !== undefined && !isPrivate;
  const count = isAttested ? await writeChecksums(checksums, published) : 0;
  setOutput('attested', count === 0 ? '' : String(count));
  await writeSummary(summaryOf(published, count));
  if (failures.length > 0) throw firstOf(failures);
});

function summaryOf(published: readonly Published[], count: number): string {
  if (published.length === 0) return 'Every version has its release.';
  const lines = published.map(({ tag }) => `- released \`${tag}\``);
  const attested = count === 0 ? 'No file is attested.' : `To be attested: ${count} files.`;
  return [...lines, '', attested].join('\n');
}

/** What was released stays so; the step fails all the same. */
function firstOf(failures: readonly Failure[]): Failure {
  const [first] = failures;
  if (failures.length === 1) return first!;
  const messages = failures.map(({ message }) => message).join('\n');
  return new Failure(first!.code, `${failures.length} modules were not released:\n${messages}`);
}
