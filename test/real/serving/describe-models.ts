import type { FuzzedModel } from '../../helpers/fuzz/fuzzed-request.ts';

/** Inputs in JSON that the modules understand. */
const valid: Readonly<Record<string, unknown>> = {
  'seed-classifier': {
    ...{ area_mm2: 12.53, perimeter_mm: 13.22, length_mm: 5.26, width_mm: 2.82 },
    ...{ groove_length_mm: 5.13, asymmetry: 6.83, colour: 'white' },
  },
  'seed-classifier-onnx': {
    ...{ area_mm2: 12.53, perimeter_mm: 13.22, length_mm: 5.26, width_mm: 2.82 },
    ...{ groove_length_mm: 5.13, asymmetry: 6.83 },
  },
  'letter-sorter': 'The bin in front of our house was not emptied this week.',
  'kiosk-forecaster': { history: Array.from({ length: 60 }, (_, day) => 100 + (day % 7)) },
  'ingredient-tagger': ['1', 'head', 'of', 'carrots'],
};
/** The smallest picture. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** The models of a server, with the inputs that it tells. */
export async function describeModels(
  address: string,
  names: readonly string[],
): Promise<readonly FuzzedModel[]> {
  return Promise.all(
    names.map(async (name) => {
      const response = await fetch(`${address}/v2/models/${name}`);
      const { inputs } = (await response.json()) as { inputs: readonly { name: string }[] };
      return {
        name,
        valid: valid[name] ?? picture,
        inputs: inputs.map((input) => input.name),
      };
    }),
  );
}
