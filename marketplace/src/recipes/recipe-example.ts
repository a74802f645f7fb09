import type { RecipeName } from '@orangery/schemas';
import { zipSync, type Zippable } from 'fflate';
import type { DrawnPicture } from './draw-picture.ts';
import { pictureClasses, picturesWithBoxes, picturesWithMasks } from './picture-examples.ts';
import { sounds } from './sound-example.ts';
import { forecast, labels, numbers, rows, texts } from './text-examples.ts';

/** A file of an example. */
export interface ExampleFile {
  /** With forward slashes, as in the archive. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What it shows, where it is a picture. */
  readonly picture?: DrawnPicture;
}

/** Small made-up data of the form that a recipe reads. */
export interface RecipeExample {
  readonly files: readonly ExampleFile[];
  /** One sentence about what it is. */
  readonly about: string;
}

interface Known {
  /** What a module made with it is asked. */
  readonly question: string;
  readonly make: () => RecipeExample;
}

/** By name, sorted; a test compares them with the recipes. */
const known: Readonly<Partial<Record<RecipeName, Known>>> = {
  'audio-classification': { question: 'Which sound is it?', make: sounds },
  'image-classification': { question: 'What is in the picture?', make: pictureClasses },
  'image-segmentation': { question: 'Which pixels show what?', make: picturesWithMasks },
  'object-detection': { question: 'What is where in the picture?', make: picturesWithBoxes },
  'sequence-labelling': { question: 'What is each word of a sentence?', make: labels },
  'tabular-classification': { question: 'Which kind is this row?', make: rows },
  'tabular-regression': { question: 'How much is it, by this row?', make: numbers },
  'text-classification': { question: 'What is the text about?', make: texts },
  'time-series-forecasting': { question: 'How does it go on?', make: forecast },
};

/** Names of the recipes, sorted. */
export const recipeNames = Object.keys(known) as readonly RecipeName[];

/** @throws Error for a recipe that has none, which a test finds */
export function recipeExample(name: RecipeName): RecipeExample {
  return knownRecipe(name).make();
}

export function recipeQuestion(name: RecipeName): string {
  return knownRecipe(name).question;
}

function knownRecipe(name: RecipeName): Known {
  const found = known[name];
  if (found !== undefined) return found;
  throw new Error(
    `recipe ${name}: expected an example and a question in recipe-example.ts, found none`,
  );
}

/** What is downloaded: a single file as it is, several as an archive. */
export function exampleDownload({ files }: RecipeExample): {
  readonly name: string;
  readonly bytes: Uint8Array;
} {
  const [first] = files;
  if (files.length === 1 && first !== undefined) {
    return { name: `example${/\.\w+$/.exec(first.path)?.[0] ?? ''}`, bytes: first.bytes };
  }
  const entries: Zippable = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]));
  // the same bytes at every build
  return {
    name: 'example.zip',
    bytes: zipSync(entries, { mtime: '2026-01-01T00:00:00', level: 9 }),
  };
}
