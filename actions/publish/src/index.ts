import { info, setOutput } from '@actions/core';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { publish } from './main.ts';

await runAction(async (signal) => {
  const { apiUrl, label, repository, ref, sha, workspace } = await readJob();
  refuseOtherRefs(ref);
  const token = requireInput('token');
  const github = createOctokitGitHub({ token, repository, apiUrl, signal, job: label });
  const root = readInput('root') ?? workspace;
  const published = await publish(github, { root, commit: sha, info });
  setOutput('published', published.join('\n'));
  await writeSummary(
    published.length === 0
      ? 'Every version has its release.'
      : published.map((tag) => `- released \`${tag}\``).join('\n'),
  );
});
