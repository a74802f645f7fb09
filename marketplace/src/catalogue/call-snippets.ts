import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Snippet } from './call.ts';
import { fileSnippets, tritonBytes, tritonSeries } from './call-file.ts';
import { rowSnippets, tableSnippet, tritonRow } from './call-row.ts';
import { moduleFields } from './fields.ts';
import { shellWord } from './shell-word.ts';

/** Where `orangery serve` listens when nothing else is said. */
export const localAddress = 'http://127.0.0.1:5000';

/**
 * The command that serves a module on the reader's machine; null when it has no weights, or a runtime
 * that is shown but not served here.
 */
export function startCommand({ id, frontMatter }: Module): string | null {
  const { runtime, artifact, container } = frontMatter;
  const isLoaded = runtime !== 'container';
  const hasWeights = artifact !== undefined || runtime === 'pipeline';
  if (isLoaded && hasWeights) return `npx orangery serve ${id}`;
  if (runtime !== 'container' || container?.image === undefined) return null;
  return `docker run --rm -p 127.0.0.1:5000:${container.port ?? 5000} ${shellWord(container.image)}`;
}

/**
 * Programs that ask a served module for a prediction, whole and ready to run from the folder of the
 * clone: by curl, Python, JavaScript (Node 20 or later), and Triton's client over the Open Inference
 * Protocol.
 */
export function callSnippets(module: Module): readonly Snippet[] {
  const { runtime, container } = module.frontMatter;
  const { inputs } = moduleFields(module);
  const whole = inputs.find(({ type }) => endings[type] !== undefined);
  const call = { address: localAddress, model: container?.model ?? module.id };
  // of a pipeline only what its front matter says is known without its steps
  if (runtime === 'pipeline' && inputs.length === 0) return [];
  // a container takes the names it declares, and in most images no JSON and no tensors
  if (runtime === 'container') {
    const field = whole ?? inputs[0] ?? { name: 'data', type: 'image' as const };
    return fileSnippets(call, field.name, exampleFile(module, field));
  }
  if (whole === undefined) {
    const row = [...rowSnippets(call, inputs), tritonRow(call, inputs)];
    const isTable = inputs.length > 1;
    return isTable ? [...row, tableSnippet(call, exampleTable(module))] : row;
  }
  const file = exampleFile(module, whole);
  const triton = whole.type === 'series' ? tritonSeries : tritonBytes;
  return [...fileSnippets(call, 'data', file), triton(call, whole.name, file)];
}

/** Endings of the files that are sent whole, the one for a made-up name first. */
const endings: Partial<Record<Field['type'], readonly string[]>> = {
  image: ['png', 'jpg', 'jpeg', 'webp'],
  audio: ['wav'],
  series: ['csv'],
  file: ['bin'],
};

/** The first sample of the module that can be sent, else a name to be replaced. */
function exampleFile({ id, files }: Module, { type }: Field): string {
  const known = endings[type] ?? endings.image!;
  const sample = files.find(
    (path) => path.startsWith('sample/') && known.includes(path.split('.').at(-1)!.toLowerCase()),
  );
  if (sample !== undefined) return `modules/${id}/${sample}`;
  const noun = { image: 'picture', audio: 'recording', series: 'history' }[type as string];
  return `${noun ?? 'input'}.${known[0]}`;
}

function exampleTable({ id, files }: Module): string {
  const sample = 'sample/rows.csv';
  return files.includes(sample) ? `modules/${id}/${sample}` : 'rows.csv';
}
