import type { GoldenCase, GoldenTest } from '@orangery/schemas';
import type { RawInput } from '../recipes/recipe.ts';
import { compareAnswers } from './compare-answers.ts';
import { predictRaw, type Predictor } from './predictor.ts';
import { shortAnswer } from './short-answer.ts';

/** How one case of a golden test came out. */
export interface GoldenOutcome {
  /** The file, or the row's number. */
  readonly name: string;
  /** The answer in a few words. */
  readonly expected: string;
  readonly found: string;
  /** Largest difference of a number, of itself where it is above 1. */
  readonly difference: number;
  readonly isPassed: boolean;
}

/**
 * Runs the cases of a golden test one after the other, wherever the module is loaded.
 * @param read a case's input as it would arrive
 */
export async function* runGoldenCases(
  { cases, tolerance }: GoldenTest,
  predictor: Pick<Predictor, 'parse' | 'predictParsed'>,
  read: (input: GoldenCase['input']) => Promise<RawInput>,
): AsyncGenerator<GoldenOutcome, void> {
  for (const [index, { input, expected }] of cases.entries()) {
    const [[found] = []] = await predictRaw(predictor, [await read(input)]);
    const { isSame, difference } = compareAnswers(expected, found);
    yield {
      name: 'file' in input ? input.file : `row ${index + 1}`,
      expected: shortAnswer(expected),
      found: found === undefined ? 'nothing' : shortAnswer(found),
      difference,
      isPassed: isSame && difference <= tolerance,
    };
  }
}
