import { isDeepStrictEqual } from 'node:util';
import { decodeImage } from '../../dataset/index.ts';
import { compareAnswers } from '../../inference/compare-answers.ts';
import type { Predictor } from '../../inference/predictor.ts';
import type { ArtifactFiles, Prediction, RawInput, Recipe } from '../../recipes/recipe.ts';
import { openRecipe } from '../open-recipe.ts';
import { Skipped } from './checklist.ts';
import type { Checked } from './test-module.ts';
import type { Trial } from './trial.ts';

const mostInputs = 5;
/** Of a probability, between predicting alone and among others. */
const tolerance = 1e-4;

/** Some of the test part as it would arrive. */
export async function takeInputs(
  { opened, sample }: Trial,
  model: unknown,
): Promise<Checked<readonly RawInput[]>> {
  const { recipe } = opened;
  const { length } = recipe.strata(sample.parts.test);
  const indices = Array.from({ length: Math.min(mostInputs, length) }, (_, index) => index);
  const raws = await recipe.rawInputs(sample.parts.test, indices);
  const parsed = await parseAll(recipe, model, raws);
  if (parsed.length === 0) throw new Error('expected inputs of the test part, found none');
  return { detail: `${parsed.length} of the test part`, value: raws };
}

/** Answers that JSON keeps, the same in whatever order inputs come. */
export async function predictInOrder(
  { parse, predictParsed }: Pick<Predictor, 'parse' | 'predictParsed'>,
  raws: readonly RawInput[],
): Promise<Checked<readonly Prediction[]>> {
  const inputs = (await Promise.all(raws.map(parse))).flat();
  if (inputs.length === 0) throw new Skipped('there are no inputs');
  const answers = await predictParsed(inputs);
  if (answers.length !== inputs.length) {
    throw new Error(`expected ${inputs.length} answers, found ${answers.length}`);
  }
  const again: unknown = JSON.parse(JSON.stringify(answers));
  if (
    !isDeepStrictEqual(
      again,
      answers.map((answer) => ({ ...answer })),
    )
  ) {
    throw new Error('expected answers that JSON keeps as they are');
  }
  const reversed = (await predictParsed(inputs.toReversed())).toReversed();
  const index = answers.findIndex((answer, at) => !isClose(answer, reversed[at]));
  if (index >= 0) {
    throw new Error(`expected the same answers in any order, found another for input ${index + 1}`);
  }
  return { detail: JSON.stringify(answers[0]).slice(0, 60), value: answers };
}

/**
 * A fresh instance answers as the first did; in a process of its own where the module has code: nothing of the first one is
 * left there.
 */
export async function predictAgain(
  { module, code, opened }: Trial,
  files: ArtifactFiles | undefined,
  raws: readonly RawInput[],
  answers: readonly Prediction[] | undefined,
): Promise<Checked<null>> {
  if (files === undefined || answers === undefined)
    throw new Skipped('there is nothing to compare');
  const fresh = opened.wall === undefined ? opened : await openRecipe(module, code);
  try {
    const model = await fresh.recipe.load(files);
    const found = await fresh.recipe.predict(model, await parseAll(fresh.recipe, model, raws));
    fresh.recipe.dispose(model);
    const index = answers.findIndex((answer, at) => !isDeepStrictEqual(answer, found[at]));
    if (index < 0) return { detail: 'bit for bit', value: null };
    throw new Error(
      `expected the same answer for input ${index + 1}, found ${JSON.stringify(found[index])} after ${JSON.stringify(answers[index])}: save all that predict needs`,
    );
  } finally {
    if (fresh !== opened) await fresh.close();
  }
}

async function parseAll(
  recipe: Recipe,
  model: unknown,
  raws: readonly RawInput[],
): Promise<unknown[]> {
  const parsed = await Promise.all(
    raws.map(async (raw) => recipe.parseInput(model, raw, decodeImage)),
  );
  return parsed.flat();
}

function isClose(expected: unknown, found: unknown): boolean {
  const { isSame, difference } = compareAnswers(expected, found);
  return isSame && difference <= tolerance;
}
