import type { GoldenCase, GoldenTest } from '@orangery/schemas';
import { predictRaw, type Predictor } from '../../inference/predictor.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { roundedAnswer } from '../../training/rounded-answer.ts';

type Input = GoldenCase['input'];
type ReadFile = (path: string) => Promise<Uint8Array>;

/** A golden test of what a module answers now; null without inputs. */
export async function goldenOf(
  predictor: Predictor,
  inputs: readonly Input[],
  readFile: ReadFile,
): Promise<GoldenTest | null> {
  if (inputs.length === 0) return null;
  const raws = await Promise.all(inputs.map(async (input) => rawOf(input, readFile)));
  const answers = await predictRaw(predictor, raws);
  const cases = inputs.flatMap((input, index): GoldenCase[] => {
    const [answer] = answers[index] ?? [];
    return answer === undefined ? [] : [{ input, expected: roundedAnswer(answer) }];
  });
  return { schema: 'golden-test/1', tolerance: 0.001, cases };
}

/** An input as it would arrive. */
export async function rawOf(input: Input, readFile: ReadFile): Promise<RawInput> {
  if ('row' in input) return { kind: 'value', value: input.row };
  return { kind: 'file', name: input.file, bytes: await readFile(input.file) };
}
