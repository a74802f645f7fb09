import { recipes, type DataFile, type DecodeImage, type Recipe } from '@orangery/runner/browser';
import type { Baseline, Field, Knobs, KnobValue, RecipeName } from '@orangery/schemas';
import {
  recipeExample,
  recipeQuestion,
  type ExampleFile,
  type RecipeExample,
} from './recipe-example.ts';

/** What a recipe's page says of it; where it depends on data, for the example. */
export interface RecipeFacts {
  readonly name: RecipeName;
  readonly title: string;
  /** What a module made with it is asked. */
  readonly question: string;
  readonly dataFormat: string;
  readonly scoreName: string;
  readonly example: RecipeExample;
  readonly knobs: Knobs;
  /** What the first trial takes. */
  readonly defaults: Readonly<Record<string, KnobValue>>;
  /** The trivial model that trained ones are measured against. */
  readonly baseline: Baseline;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** Lets the recipe itself read its example, so that nothing is told which it does not do. */
export async function recipeFacts(name: RecipeName): Promise<RecipeFacts> {
  const recipe = recipes[name];
  const example = recipeExample(name);
  const data = await readExample(recipe, example);
  const options = { hasBackbone: false };
  const { examples } = recipe.describe(data);
  const all = Array.from({ length: examples ?? 0 }, (_, index) => index);
  return {
    name,
    title: recipe.title,
    question: recipeQuestion(name),
    dataFormat: recipe.dataFormat,
    scoreName: recipe.scoreName,
    example,
    knobs: recipe.knobs(data, options),
    defaults: recipe.defaults(data, options),
    baseline: recipe.baseline(recipe.select(data, all), recipe.select(data, all)),
    inputs: recipe.inputs(null),
    outputs: recipe.outputs(null),
  };
}

async function readExample(recipe: Recipe, { files }: RecipeExample): Promise<unknown> {
  const pictures = new Map(files.map(({ bytes, picture }) => [bytes, picture]));
  const decodeImage: DecodeImage = async (bytes) => {
    const picture = pictures.get(bytes);
    if (picture === undefined) throw new Error('expected a picture of the example');
    return picture;
  };
  const { signal } = new AbortController();
  return recipe.readData(files.map(dataFile), { decodeImage, signal });
}

function dataFile({ path, bytes }: ExampleFile): DataFile {
  return {
    path,
    sizeBytes: bytes.length,
    read: async () => bytes,
    async *stream() {
      yield bytes;
    },
  };
}
