import { parseYaml } from '@orangery/schemas/files';
import type { GraphFacts } from './graph-facts.ts';

/** Names of classes, and where they were found. */
export interface FoundLabels {
  readonly labels: readonly string[];
  readonly from: string;
}

/** Under which names exporters keep the classes. */
const keys = [
  'labels',
  'classes',
  'class_names',
  'class_labels',
  'names',
  'id2label',
  'categories',
];

/**
 * Names of the classes of an output, where the file has as many: in its metadata, in an operator or
 * in a constant.
 */
export function findLabels(
  { metadata, classLists }: GraphFacts,
  count: number,
): FoundLabels | undefined {
  const told = toldLabels(metadata).map(({ key, labels }) => {
    return { labels: labels ?? [], from: `its metadata, ${key}` };
  });
  const held = classLists.map((labels) => ({ labels, from: 'the graph' }));
  return [...told, ...held].find(({ labels }) => labels.length === count && areNames(labels));
}

/** Lists of classes that the metadata has, by their keys; undefined where one cannot be read. */
export function toldLabels(
  metadata: GraphFacts['metadata'],
): readonly { readonly key: string; readonly labels: readonly string[] | undefined }[] {
  const told = Object.entries(metadata).filter(([key]) => keys.includes(key.toLowerCase()));
  return told.map(([key, text]) => ({ key, labels: splitLabels(text) }));
}

/** Names as they are written: a list or a dictionary of JSON or Python, or with commas or lines between. */
export function splitLabels(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) return listIn(trimmed);
  const lines = trimmed.split(/\r?\n/);
  const parts = lines.length > 1 ? lines : trimmed.split(',');
  const names = parts.map((part) => part.trim()).filter((part) => part !== '');
  return names.length > 0 ? names : undefined;
}

/** What Python and JSON write is YAML as well, nearly always. */
function listIn(text: string): readonly string[] | undefined {
  const { value } = parseYaml(text, 'labels');
  if (Array.isArray(value)) return namesOf(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).sort(([a], [b]) => Number(a) - Number(b));
  const isNumbered = entries.every(([key], index) => key === String(index));
  return isNumbered ? namesOf(entries.map(([, name]) => name)) : undefined;
}

function namesOf(values: readonly unknown[]): readonly string[] | undefined {
  const isName = (value: unknown): value is string | number | boolean =>
    ['string', 'number', 'boolean'].includes(typeof value);
  return values.every(isName) ? values.map(String) : undefined;
}

function areNames(labels: readonly string[]): boolean {
  return new Set(labels).size === labels.length && labels.every((label) => label.trim() !== '');
}
