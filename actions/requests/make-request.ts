import { checkRecord, formatProblem } from '@orangery/schemas';
import type { Budget, PinnedLink, TrainingRequest } from '@orangery/schemas';
import type { ModuleFrontMatter } from '@orangery/schemas';
import type { AskedTraining } from '../commands/order.ts';

/** As the command line has them. */
const usualBudget: Required<Budget> = { MODEL_TRIAL_COUNT: 10, TIME_HOURS: 0.08, GPU_COUNT: 0 };

/** Trials that are proposed at once. */
const mostShared = 64;

export type MadeRequest =
  | {
      readonly kind: 'request';
      readonly request: TrainingRequest;
      /** Among which its trials are shared out. */
      readonly machines: number;
    }
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
  const trials = asked.trials ?? usualBudget.MODEL_TRIAL_COUNT;
  const machines = Math.min(asked.machines ?? 1, trials);
  if (machines > 1 && trials > mostShared) {
    return { kind: 'mistake', because: tooManyToShare(trials) };
  }
  const checked = checkRecord('trainingRequest', {
    schema: 'training-request/1',
    module: { id: module, version: parent.version },
    recipe: parent.recipe,
    child,
    dataset: pinned(declared === undefined ? dataset : [declared.link], asked),
    ...(held.length > 0 && { validation: pinned(held, asked) }),
    ...(column !== undefined && { target: column }),
    budget: {
      MODEL_TRIAL_COUNT: trials,
      TIME_HOURS: asked.hours ?? usualBudget.TIME_HOURS,
      GPU_COUNT: asked.gpus ?? usualBudget.GPU_COUNT,
    },
    // machines that work apart cannot learn of each other which trials are hopeless
    ...(machines > 1 && { tuner: { width: trials, stopping: 'none' } }),
    backend,
    seed,
    visibility,
  });
  if (checked.kind === 'valid') return { kind: 'request', request: checked.value, machines };
  const problems = checked.problems.map((problem) =>
    formatProblem({ ...problem, file: 'request' }),
  );
  return { kind: 'mistake', because: problems.join('; ') };
}

function tooManyToShare(trials: number): string {
  return `trials: expected at most ${mostShared} among several machines, found ${trials}`;
}

function pinned(links: readonly string[], { pins = [] }: AskedTraining): PinnedLink[] {
  return links.map((link) => pins.find((pin) => pin.link === link) ?? { link });
}

/** What a request may take of machines at most, in minutes times GPUs; without a GPU the machine counts as one. */
export function minutesOf({ budget }: Pick<TrainingRequest, 'budget'>, machines: number): number {
  const { TIME_HOURS } = { ...usualBudget, ...budget };
  return Math.ceil(TIME_HOURS * 60) * gpusOf({ budget }) * machines;
}

/** How many GPUs a minute of it takes; without a GPU the machine counts as one. */
export function gpusOf({ budget }: Pick<TrainingRequest, 'budget'>): number {
  return Math.max(1, budget.GPU_COUNT ?? usualBudget.GPU_COUNT);
}
