import { readFile } from 'node:fs/promises';
import type { GoldenCase } from '@orangery/schemas';
import { resolveInside, type Module } from '@orangery/schemas/files';
import type { RawInput } from '../recipes/recipe.ts';
import { runGoldenCases, type GoldenOutcome } from './golden-cases.ts';
import type { Predictor } from './predictor.ts';

export type { GoldenOutcome } from './golden-cases.ts';

/** Runs a module's golden test; no cases when it has none. */
export async function runGoldenTest(
  { golden, folder }: Module,
  predictor: Predictor,
): Promise<GoldenOutcome[]> {
  if (golden === null) return [];
  const read = async (input: GoldenCase['input']) => rawInput(folder, input);
  const outcomes: GoldenOutcome[] = [];
  for await (const outcome of runGoldenCases(golden, predictor, read)) outcomes.push(outcome);
  return outcomes;
}

/** A case's input as it would arrive. */
export async function rawInput(folder: string, input: GoldenCase['input']): Promise<RawInput> {
  if ('row' in input) return { kind: 'value', value: input.row };
  const bytes = await readFile(resolveInside(folder, input.file));
  return { kind: 'file', name: input.file, bytes };
}
