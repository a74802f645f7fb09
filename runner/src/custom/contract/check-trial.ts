import { formatBytes } from '@orangery/schemas';
import { tf } from '../../compute/tensorflow.ts';
import { decodeImage } from '../../dataset/index.ts';
import type { ArtifactFiles, Recipe } from '../../recipes/recipe.ts';
import { predictAgain, predictInOrder, takeInputs } from './check-answers.ts';
import type { Checklist } from './checklist.ts';
import { fitTrials, repeat } from './fit-trials.ts';
import type { Checked } from './test-module.ts';
import type { Trial } from './trial.ts';

/** Checks that need a fitted model: of fitting it, of keeping it, of its answers. */
export async function checkTrial(list: Checklist, trial: Trial): Promise<void> {
  const { recipe } = trial.opened;
  const tensors = tf.memory().numTensors;
  const best = await list.check('trains', () => fitTrials(trial));
  if (best === undefined) return;
  const { model } = best.fitted;
  await list.check('evaluates', () => evaluate(trial, model));
  const files = await list.check('saves', () => save(recipe, model));
  await list.check('repeats from its seed', () => repeat(trial, best, files));
  const inputs = await list.check('takes inputs as they arrive', () => takeInputs(trial, model));
  const answers = await list.check('predicts JSON, in order', () =>
    predictInOrder(
      {
        parse: async (raw) => recipe.parseInput(model, raw, decodeImage),
        predictParsed: async (parsed) => recipe.predict(model, parsed),
      },
      inputs ?? [],
    ),
  );
  await list.check('loads what it saved and predicts the same', () =>
    predictAgain(trial, files, inputs ?? [], answers),
  );
  recipe.dispose(model);
  await list.check('frees its tensors', () => countTensors(trial, tensors));
}

async function evaluate({ opened, sample }: Trial, model: unknown): Promise<Checked<null>> {
  const { recipe } = opened;
  const { metrics } = await recipe.evaluate(model, sample.parts.test);
  const wrong = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  if (wrong !== undefined) throw new Error(`expected numbers, found ${wrong[0]} ${wrong[1]}`);
  const score = metrics[recipe.scoreName];
  if (score === undefined) {
    const found = Object.keys(metrics).join(', ');
    throw new Error(`expected ${recipe.scoreName} among the metrics, found ${found}`);
  }
  const baseline = recipe.baseline(sample.parts.all, sample.parts.test);
  const trivial = baseline.metrics[recipe.scoreName];
  const beside = trivial === undefined ? '' : `; ${baseline.name} ${trivial.toFixed(3)}`;
  return { detail: `${recipe.scoreName} ${score.toFixed(3)}${beside}`, value: null };
}

async function save(recipe: Recipe, model: unknown): Promise<Checked<ArtifactFiles>> {
  const files = await recipe.save(model);
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return { detail: `${files.size} files, ${formatBytes(bytes)}`, value: files };
}

async function countTensors({ opened }: Trial, before: number): Promise<Checked<null>> {
  const left = (await opened.tensors?.()) ?? tf.memory().numTensors - before;
  if (left <= 0) return { detail: '', value: null };
  throw new Error(
    `expected none left, found ${left}: use tf.tidy, and dispose of what a model holds in dispose(model)`,
  );
}
