import { readFile } from 'node:fs/promises';
import type { GoldenCase } from '@orangery/schemas';
import { resolveInside, type Module } from '@orangery/schemas/files';
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

/** Runs a module's golden test; no cases when it has none. */
export async function runGoldenTest(
  { golden, folder }: Module,
  predictor: Predictor,
): Promise<GoldenOutcome[]> {
  if (golden === null) return [];
  const outcomes: GoldenOutcome[] = [];
  for (const [index, { input, expected }] of golden.cases.entries()) {
    const [[found] = []] = await predictRaw(predictor, [await rawInput(folder, input)]);
    const { isSame, difference } = compareAnswers(expected, found);
    outcomes.push({
      name: 'file' in input ? input.file : `row ${index + 1}`,
      expected: shortAnswer(expected),
      found: found === undefined ? 'nothing' : shortAnswer(found),
      difference,
      isPassed: isSame && difference <= golden.tolerance,
    });
  }
  return outcomes;
}

/** A case's input as it would arrive. */
export async function rawInput(folder: string, input: GoldenCase['input']): Promise<RawInput> {
  if ('row' in input) return { kind: 'value', value: input.row };
  const bytes = await readFile(resolveInside(folder, input.file));
  return { kind: 'file', name: input.file, bytes };
}
