import { Failure, formatProblem, parseRecord, type TrainingRequest } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import type { Account, PullRequest } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';

export interface JobPull {
  readonly pull: PullRequest;
  readonly child: string;
  readonly request: TrainingRequest;
}

/**
 * The pull request of a training as it is now, if it is still the one that was opened for the job.
 * @param head the commit that was sent with the job; any other was pushed by somebody
 * @throws Failure ACCESS_REFUSED, FILE_INVALID, GITHUB_FAILED
 */
export async function readJobPull(
  github: GitHub,
  { number, job, head, bot }: { number: number; job: string; head?: string; bot: Account },
): Promise<JobPull> {
  const pull = await github.getPullRequest(number);
  if (pull === null || pull.state !== 'open') throw refused(number, 'it to be open', 'it closed');
  if (pull.author.id !== bot.id || pull.head.repository !== github.repository) {
    throw refused(number, 'one of ours', `one by ${pull.author.login}`);
  }
  if (head !== undefined && pull.head.sha !== head) {
    throw refused(number, `the head ${head.slice(0, 7)}`, pull.head.sha.slice(0, 7));
  }
  const child = /^orangery\/retrain\/([a-z0-9-]+)$/.exec(pull.head.branch)?.[1];
  if (child === undefined) throw refused(number, 'a branch of a training', pull.head.branch);
  const path = `modules/${child}/training/${job}.yml`;
  const text = await github.readText(path, pull.head.sha);
  if (text === null) throw refused(number, `the request ${path}`, 'none');
  const { value, problems } = parseYaml(text, path);
  if (problems.length > 0) {
    throw new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
  }
  return { pull, child, request: parseRecord('trainingRequest', value, path) };
}

function refused(number: number, expected: string, found: string): Failure {
  return new Failure('ACCESS_REFUSED', `#${number}: expected ${expected}, found ${found}`, {
    hint: 'Ask for the training again.',
  });
}
