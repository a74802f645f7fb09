import { formatProblem, checkRecord, type TrainingRequest } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import type { Parsed } from '../commands/order.ts';
import type { PullRequest, WorkflowRun } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';
import type { Changes } from '../pull-request/changes.ts';
import type { Heard } from './heard.ts';

/**
 * A pull request that holds a training request and nothing else asks for that training, in the name of
 * who opened it.
 * @throws Failure GITHUB_FAILED
 */
export async function hearRequest(
  github: GitHub,
  pull: PullRequest,
  { child, path }: Extract<Changes, { kind: 'request' }>,
  run: WorkflowRun,
): Promise<Heard> {
  const text = (await github.readText(path, run.head)) ?? '';
  return {
    actor: pull.author,
    at: run.createdAt,
    source: `request-${pull.number}`,
    place: { number: pull.number, isPullRequest: true },
    text: pull.body,
    parsed: [parseRequest(text, path, child)],
  };
}

function parseRequest(text: string, path: string, child: string): Parsed {
  const { value, problems } = parseYaml(text, path);
  const mistake = (found: readonly string[]): Parsed => {
    return { kind: 'mistake', line: path, problems: found };
  };
  if (problems.length > 0) return mistake(problems.map(formatProblem));
  const checked = checkRecord('trainingRequest', value);
  if (checked.kind === 'invalid') {
    return mistake(checked.problems.map((problem) => formatProblem({ ...problem, file: path })));
  }
  const request = checked.value;
  if (request.child !== undefined && request.child !== child) {
    return mistake([`child: expected ${child}, as the folder is called, found ${request.child}`]);
  }
  return { kind: 'order', order: { verb: 'retrain', training: askedBy(request, child) } };
}

function askedBy(request: TrainingRequest, child: string) {
  const { module, dataset, validation = [], target, budget, backend, seed, visibility } = request;
  const { MODEL_TRIAL_COUNT: trials, TIME_HOURS: hours, GPU_COUNT: gpus } = budget;
  return {
    ...{ module: module.id, backend, seed, visibility, child },
    dataset: dataset.map(({ link }) => link),
    validation: validation.map(({ link }) => link),
    pins: [...dataset, ...validation].filter(
      ({ sha256, bytes }) => sha256 !== undefined || bytes !== undefined,
    ),
    ...(target !== undefined && { target }),
    ...(trials !== undefined && { trials }),
    ...(hours !== undefined && { hours }),
    ...(gpus !== undefined && { gpus }),
  };
}
