import { checkRecord, formatProblem, type Budget, type TrainingRequest } from '@orangery/schemas';
import type { ModuleFrontMatter } from '@orangery/schemas';
import type { AskedTraining } from '../commands/order.ts';

/** As the command line has them. */
const usualBudget: Required<Budget> = { MODEL_TRIAL_COUNT: 10, TIME_HOURS: 0.08, GPU_COUNT: 0 };

export type MadeRequest =
  | { readonly kind: 'request'; readonly request: TrainingRequest }
  | { readonly kind: 'mistake'; readonly because: string };

/** The request for a training, with nothing open but the hashes of its data. */
export function makeRequest(
  asked: AskedTraining,
  parent: Pick<ModuleFrontMatter, 'version' | 'recipe' | 'dataset'>,
  child: string,
): MadeRequest {
  const { module, dataset, validation, target, visibility, backend, seed } = asked;
  const declared = dataset.length === 0 ? parent.dataset : undefined;
  const held = declared?.validation === undefined ? validation : [declared.validation];
  const column = target ?? declared?.target;
  const checked = checkRecord('trainingRequest', {
    schema: 'training-request/1',
    module: { id: module, version: parent.version },
    recipe: parent.recipe,
    child,
    dataset: links(declared === undefined ? dataset : [declared.link]),
    ...(held.length > 0 && { validation: links(held) }),
    ...(column !== undefined && { target: column }),
    budget: {
      MODEL_TRIAL_COUNT: asked.trials ?? usualBudget.MODEL_TRIAL_COUNT,
      TIME_HOURS: asked.hours ?? usualBudget.TIME_HOURS,
      GPU_COUNT: asked.gpus ?? usualBudget.GPU_COUNT,
    },
    backend,
    seed,
    visibility,
  });
  if (checked.kind === 'valid') return { kind: 'request', request: checked.value };
  const problems = checked.problems.map((problem) =>
    formatProblem({ ...problem, file: 'request' }),
  );
  return { kind: 'mistake', because: problems.join('; ') };
}

function links(all: readonly string[]): { link: string }[] {
  return all.map((link) => ({ link }));
}

/** What a request may take of machines at most, in minutes times GPUs; without a GPU the machine counts as one. */
export function minutesOf({ budget }: Pick<TrainingRequest, 'budget'>): number {
  const { TIME_HOURS, GPU_COUNT } = { ...usualBudget, ...budget };
  return Math.ceil(TIME_HOURS * 60) * Math.max(1, GPU_COUNT);
}
