import type { RawInput } from '../../recipes/recipe.ts';
import { contentOf } from '../archive/content.ts';
import type { DescribedDataset } from './describe-dataset.ts';
import { sampleExamples } from './sample-examples.ts';

/** An example as a person looks at it: values of the data, which stay on the asker's machine. */
export type ShownExample = { readonly label?: string } & (
  | { readonly kind: 'picture'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'row'; readonly cells: Readonly<Record<string, unknown>> }
  | { readonly kind: 'file'; readonly name: string; readonly sizeBytes: number }
);

const longestText = 200;
/** Larger files are named, not read: a look at them is not worth their memory. */
const largestReadBytes = 64 * 1024 ** 2;

/**
 * Draws examples over all classes.
 * @param seed the same one draws the same examples
 */
export async function showExamples(
  { reading, examples }: DescribedDataset,
  count: number,
  seed: number,
): Promise<readonly ShownExample[]> {
  if (reading.kind === 'read') {
    const indices = sampleExamples(examples.labels, count, seed);
    const inputs = await reading.recipe.rawInputs(reading.data, indices);
    return inputs.map((input, place) => shownInput(input, examples.labels[indices[place]!]!));
  }
  const { files, labels } = examples;
  const groups = labels.length > 0 ? labels : files.map(() => '');
  const shown: ShownExample[] = [];
  for (const index of sampleExamples(groups, count, seed)) {
    const { path: name, sizeBytes } = files[index]!;
    const label = labels[index];
    const isRead = sizeBytes <= largestReadBytes;
    const example: ShownExample = isRead
      ? shownFile(name, await files[index]!.read())
      : { kind: 'file', name, sizeBytes };
    shown.push({ ...example, ...(label === undefined ? {} : { label }) });
  }
  return shown;
}

function shownInput(input: RawInput, label: string): ShownExample {
  if (input.kind === 'file') return { ...shownFile(input.name, input.bytes), label };
  const isRow = typeof input.value === 'object' && input.value !== null;
  return { kind: 'row', label, cells: isRow ? { ...input.value } : { value: input.value } };
}

function shownFile(name: string, bytes: Uint8Array): ShownExample {
  const content = contentOf(bytes);
  if (content.kind === 'picture') return { kind: 'picture', name, bytes };
  if (content.kind !== 'text') return { kind: 'file', name, sizeBytes: bytes.length };
  // a character takes at most four bytes; one cut in half at the end is left out below
  const head = new TextDecoder().decode(bytes.subarray(0, longestText * 8));
  const text = head.replace(/\s+/g, ' ').trim();
  const characters = [...text].slice(0, longestText);
  return { kind: 'text', name, text: characters.join('') };
}
