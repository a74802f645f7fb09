import type { GraphTensor } from '../../inference/onnx/graph-tensor.ts';
import { predictRaw, type Predictor } from '../../inference/predictor.ts';
import type { SeenTensor } from './declare-outputs.ts';
import { rawOf } from './golden-of.ts';
import type { Sample } from './sample.ts';

/** What each tensor holds for each input of a sample; the predictor answers them as `tensor_<place>`. */
export async function seeOutputs(
  predictor: Predictor,
  tensors: readonly GraphTensor[],
  { inputs, files }: Sample,
): Promise<readonly SeenTensor[]> {
  const raws = await Promise.all(
    inputs.map(async (input) => rawOf(input, async (path) => files.get(path)!)),
  );
  const answers = (await predictRaw(predictor, raws)).flat();
  return tensors.map((tensor, index) => ({
    tensor,
    values: answers.map((answer) => flat(new Map(Object.entries(answer)).get(`tensor_${index}`))),
  }));
}

/** What is no number is not finite. */
function flat(value: unknown): (number | string)[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === 'string' || typeof value === 'number') return [value];
  return [Number.NaN];
}
