import { runWorker } from '../../../../runner/src/serving/pool/worker-loop.ts';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';

/** What a model does to whoever runs it, by the text it is asked about. */
const deeds: Readonly<Record<string, () => void>> = {
  'loop for ever': () => {
    for (;;);
  },
  'end the worker': () => process.exit(3),
  'throw nothing an input is to blame for': () => {
    throw new Error('the secret is in /home/ada');
  },
};

/** Says what it was told, in capital letters. */
runWorker(async () => ({
  ...{ id: 'failing', version: '1.0.0', title: 'Failing', summary: 'Fails.', license: 'MIT' },
  ...{ authors: [], backend: 'cpu' },
  inputs: [{ name: 'text', type: 'text' }],
  outputs: [{ name: 'label', type: 'text' }],
  parse: async (raw: RawInput) => [raw.kind === 'value' ? String(raw.value) : ''],
  predictParsed: async (inputs: readonly unknown[]) => {
    for (const input of inputs) deeds[String(input)]?.();
    return inputs.map((input) => ({ label: String(input).toUpperCase() }));
  },
  dispose: () => {},
}));
