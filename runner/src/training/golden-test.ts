import type { GoldenCase, GoldenTest, TrainingRequest } from '@orangery/schemas';
import type { DecodeImage } from '../recipes/pictures/pixels.ts';
import type { RawInput, Recipe } from '../recipes/recipe.ts';
import { roundedAnswer } from './rounded-answer.ts';
import type { TrainingOutput } from './conduct-training.ts';

/** Largest difference of a probability that still counts as the same. */
const tolerance = 0.01;

interface Trained {
  readonly recipe: Recipe;
  readonly request: TrainingRequest;
  readonly output: TrainingOutput;
}

/** An input as the golden test names it, and as it arrives. */
export interface GoldenInput {
  readonly input: GoldenCase['input'];
  readonly raw: RawInput;
}

/**
 * A golden test of new weights. Runs in Node and in a page's worker.
 * @param inputs none gives none
 */
export async function makeGoldenTest(
  inputs: readonly GoldenInput[],
  { recipe, output }: Pick<Trained, 'recipe' | 'output'>,
  decodeImage: DecodeImage,
): Promise<GoldenTest | null> {
  if (inputs.length === 0) return null;
  const model = await recipe.load(output.files);
  try {
    const cases: GoldenCase[] = [];
    for (const { input, raw } of inputs) {
      const parsed = await recipe.parseInput(model, raw, decodeImage);
      const [prediction] = await recipe.predict(model, parsed);
      if (prediction === undefined) continue;
      cases.push({ input, expected: roundedAnswer(prediction) });
    }
    return { schema: 'golden-test/1', tolerance, cases };
  } finally {
    recipe.dispose(model);
  }
}

/** Held-out examples as inputs, when they are public; private data gives none. */
export function heldOutInputs({ request, output }: Omit<Trained, 'recipe'>): GoldenInput[] {
  if (request.visibility !== 'public') return [];
  return output.examples.map((raw, index) => ({ input: nameInput(raw, index), raw }));
}

function nameInput(raw: RawInput, index: number): GoldenCase['input'] {
  if (raw.kind === 'value') {
    return { row: raw.value as Record<string, string | number | boolean | null> };
  }
  const [ending = ''] = /\.[^./]+$/.exec(raw.name) ?? [];
  return { file: `sample/golden-${index + 1}${ending.toLowerCase()}` };
}
