import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Snippet } from './call.ts';
import { containerSnippets } from './call-container.ts';
import { fileSnippets, tritonBytes, tritonSeries } from './call-file.ts';
import { rowSnippets, tableSnippet, tritonRow } from './call-row.ts';
import { moduleFields } from './fields.ts';

/** Where `orangery serve` listens when nothing else is said. */
export const localAddress = 'http://127.0.0.1:5000';

/** The command that serves a module on the reader's machine; null where there is nothing to serve. */
export function startCommand({ id, frontMatter }: Module): string | null {
  const { kind, runtime, artifact, tool } = frontMatter;
  if (kind === 'tool') return tool === undefined ? null : `npx orangery serve ${id}`;
  const isServed = artifact !== undefined || runtime === 'pipeline' || runtime === 'container';
  return isServed ? `npx orangery serve ${id}` : null;
}

/**
 * Programs that ask a served module for a prediction, whole and ready to run from the folder of the
 * clone: by curl, Python, JavaScript (Node 20 or later), and Triton's client over the Open Inference
 * Protocol. None of a tool, and where only the module's steps, or its server, say what it takes.
 */
export function callSnippets(module: Module): readonly Snippet[] {
  const { kind, runtime } = module.frontMatter;
  if (kind === 'tool') return [];
  const { inputs } = moduleFields(module);
  const call = { address: localAddress, model: module.id };
  if (runtime === 'container') {
    const fileOf = (field: Field): string => exampleFile(module, field);
    return containerSnippets(call, inputs, fileOf);
  }
  // of a pipeline only what its front matter says is known without its steps
  if (runtime === 'pipeline' && inputs.length === 0) return [];
  const whole = inputs.find(({ type }) => endings[type] !== undefined);
  if (whole === undefined) {
    const row = [...rowSnippets(call, inputs), tritonRow(call, inputs)];
    const isTable = inputs.length > 1;
    return isTable ? [...row, tableSnippet(call, exampleTable(module))] : row;
  }
  const file = exampleFile(module, whole);
  const triton = whole.type === 'series' ? tritonSeries : tritonBytes;
  return [...fileSnippets(call, { files: { data: file } }), triton(call, whole.name, file)];
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
  const isFitting = (path: string): boolean =>
    type === 'file' || known.includes(path.split('.').at(-1)!.toLowerCase());
  const sample = files.find((path) => path.startsWith('sample/') && isFitting(path));
  if (sample !== undefined) return `modules/${id}/${sample}`;
  const noun = { image: 'picture', audio: 'recording', series: 'history' }[type as string];
  return `${noun ?? 'input'}.${known[0]}`;
}

function exampleTable({ id, files }: Module): string {
  const sample = 'sample/rows.csv';
  return files.includes(sample) ? `modules/${id}/${sample}` : 'rows.csv';
}
