import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { GoldenCase, GoldenTest, TrainingRequest } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import { decodeImage } from '../dataset/index.ts';
import type { RawInput, Recipe } from '../recipes/recipe.ts';
import type { TrainingOutput } from './train.ts';

/** Largest difference of a probability that still counts as the same. */
const tolerance = 0.01;
const mostCases = 6;

interface Trained {
  readonly recipe: Recipe;
  readonly request: TrainingRequest;
  readonly output: TrainingOutput;
}

/**
 * A golden test of new weights: from pictures in the module's `sample/`, else from held-out examples
 * when they are public. Private data gives none.
 */
export async function makeGoldenTest(folder: string, trained: Trained): Promise<GoldenTest | null> {
  const { recipe, output } = trained;
  const inputs = await goldenInputs(folder, trained);
  if (inputs.length === 0) return null;
  const model = await recipe.load(output.files);
  try {
    const cases: GoldenCase[] = [];
    for (const { input, raw } of inputs) {
      const parsed = await recipe.parseInput(model, raw, decodeImage);
      const [prediction] = await recipe.predict(model, parsed);
      if (prediction === undefined) continue;
      cases.push({ input, expected: rounded(prediction) as GoldenCase['expected'] });
    }
    return { schema: 'golden-test/1', tolerance, cases };
  } finally {
    recipe.dispose(model);
  }
}

interface GoldenInput {
  readonly input: GoldenCase['input'];
  readonly raw: RawInput;
}

async function goldenInputs(folder: string, trained: Trained): Promise<GoldenInput[]> {
  const pictures = await samplePictures(folder);
  if (pictures.length > 0 || trained.request.visibility !== 'public') return pictures;
  return Promise.all(
    trained.output.examples.map(async (raw, index) => keepInput(folder, raw, index)),
  );
}

async function keepInput(folder: string, raw: RawInput, index: number): Promise<GoldenInput> {
  if (raw.kind === 'value') {
    const row = raw.value as Record<string, string | number | boolean | null>;
    return { input: { row }, raw };
  }
  const file = `sample/golden-${index + 1}${extname(raw.name).toLowerCase()}`;
  await writeWhole(join(folder, file), raw.bytes);
  return { input: { file }, raw };
}

async function samplePictures(folder: string): Promise<GoldenInput[]> {
  // a module without samples is normal
  const names = await readdir(join(folder, 'sample')).catch(() => [] as string[]);
  const pictures = names.filter((name) => /\.(png|jpe?g|webp)$/i.test(name)).sort();
  return Promise.all(
    pictures.slice(0, mostCases).map(async (name) => {
      const file = `sample/${name}`;
      const bytes = await readFile(join(folder, file));
      return { input: { file }, raw: { kind: 'file', name, bytes } as const };
    }),
  );
}

/** Numbers to five significant digits, or five places below 1. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) || Math.abs(value) >= 1
      ? Number(value.toPrecision(6))
      : Number(value.toFixed(5));
  }
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rounded(part)]));
}
