import { Failure, type Field, type GraphOutput } from '@orangery/schemas';
import { completeTensor } from '../../inference/onnx/declared-tensor.ts';
import { sizeOfOne, tellTensor, type GraphTensor } from '../../inference/onnx/graph-tensor.ts';
import { classOutputs } from '../../recipes/class-predictions.ts';
import { fieldNames } from './field-name.ts';
import { findLabels } from './find-labels.ts';
import type { GraphFacts } from './graph-facts.ts';
import type { GraphWish, Remark } from './import-order.ts';
import { outputWarnings } from './output-warnings.ts';

/** What a tensor held for each input of a sample. */
export type SeenValues = readonly (readonly (number | string)[])[];

export interface SeenTensor {
  readonly tensor: GraphTensor;
  readonly values: SeenValues;
}

/** What people are answered, and from which tensors. */
export interface DeclaredOutputs {
  readonly fields: readonly Field[];
  readonly preprocessing: Readonly<Record<string, GraphOutput>>;
  readonly remarks: readonly Remark[];
}

export interface OutputsToDeclare {
  readonly seen: readonly SeenTensor[];
  readonly facts: GraphFacts;
  readonly wish: GraphWish;
  /** Whether the graph takes a picture: what it gives then are mostly logits of classes. */
  readonly isOfPictures: boolean;
}

/**
 * Declares what a graph gives: classes with their probabilities, numbers, texts, or tensors as they are.
 * @throws Failure USAGE when labels do not fit any of them
 */
export function declareOutputs(order: OutputsToDeclare): DeclaredOutputs {
  const { seen, wish } = order;
  const classes = findClasses(order);
  if (wish.labels !== undefined && classes === undefined && !hasPlaces(order))
    throw noClasses(order);
  const rest = seen.filter((one) => one !== classes?.of && !isLabel(one, classes));
  const names = fieldNames(rest.map(({ tensor }) => tensor.name));
  const others = rest.map((one, index) => declareOther(one, freed(names[index]!, classes), wish));
  return {
    fields: [...(classes?.fields ?? []), ...others.map(({ field }) => field)],
    preprocessing: {
      ...(classes && !isPlain(classes) && { [classes.of.tensor.name]: classes.line }),
      ...Object.fromEntries(others.flatMap(({ line }) => line)),
    },
    remarks: [
      ...(classes?.remarks ?? rest.flatMap(vectorRemark)),
      ...outputWarnings(order, classes?.from),
    ],
  };
}

interface Classes {
  readonly of: SeenTensor;
  readonly labels: readonly string[];
  /** Where the file has their names. */
  readonly from: string | undefined;
  readonly fields: readonly Field[];
  readonly line: GraphOutput;
  readonly remarks: readonly Remark[];
}

/** The first tensor of as many numbers as there are classes. */
function findClasses(order: OutputsToDeclare): Classes | undefined {
  const { seen, wish, facts, isOfPictures } = order;
  for (const one of seen) {
    const size = sizeOfOne(one.tensor) ?? one.values[0]?.length ?? 0;
    const isVector = one.tensor.type.startsWith('float') && one.tensor.shape.length === 2;
    if (!isVector || size < 2) continue;
    const found = wish.labels === undefined ? findLabels(facts, size) : undefined;
    if (wish.labels !== undefined && wish.labels.length !== size) continue;
    const areProbabilities = one.values.every(sumToOne);
    const isSure = wish.labels !== undefined || found !== undefined || wish.softmax !== undefined;
    if (!isSure && !areProbabilities && !isOfPictures) continue;
    const labels =
      wish.labels ?? found?.labels ?? Array.from({ length: size }, (_, at) => `class ${at}`);
    const softmax = wish.softmax ?? !areProbabilities;
    const gives: GraphOutput = { gives: 'probabilities', ...(softmax && { softmax }) };
    const remarks = [
      ...labelRemarks(one, labels, found?.from, wish),
      ...softmaxRemarks(one, softmax, wish),
    ];
    // a list that stands in two places is written as two
    const fields = classOutputs(labels).map((field) => structuredClone(field));
    return { of: one, labels, from: found?.from, fields, line: gives, remarks };
  }
  return undefined;
}

/** A tensor of the output's own name needs no line. */
function isPlain({ of, line }: Classes): boolean {
  return of.tensor.name === line.gives && line.softmax === undefined;
}

function sumToOne(values: readonly (number | string)[]): boolean {
  const numbers = values.map(Number);
  const sum = numbers.reduce((total, value) => total + value, 0);
  return numbers.every((value) => value >= -1e-4 && value <= 1.0001) && Math.abs(sum - 1) < 1e-3;
}

function labelRemarks(
  { tensor }: SeenTensor,
  labels: readonly string[],
  from: string | undefined,
  wish: GraphWish,
): readonly Remark[] {
  if (wish.labels !== undefined) return [];
  if (from !== undefined) {
    return [{ text: `The ${labels.length} classes of ${tensor.name} are from ${from}` }];
  }
  return [
    {
      text: `${tensor.name} is taken for ${labels.length} classes without names: ${labels[0]} … ${labels.at(-1)}`,
      hint: 'Say --labels a,b,c or --labels <file with a name a line>.',
    },
  ];
}

function softmaxRemarks(
  { tensor }: SeenTensor,
  softmax: boolean,
  wish: GraphWish,
): readonly Remark[] {
  if (!softmax || wish.softmax !== undefined) return [];
  return [
    {
      text: `${tensor.name} gave numbers that are no probabilities: they are taken for logits, of which softmax makes some`,
      hint: 'Say --no-softmax if they are none.',
    },
  ];
}

/** The class that the graph names itself is said by the probabilities. */
function isLabel({ tensor, values }: SeenTensor, classes: Classes | undefined): boolean {
  if (classes === undefined || sizeOfOne(tensor) !== 1 || tensor.type.startsWith('float'))
    return false;
  return values.every(([value], row) => {
    const numbers = classes.of.values[row]!.map(Number);
    const best = numbers.indexOf(Math.max(...numbers));
    return String(value) === classes.labels[best] || Number(value) === best;
  });
}

/** Numbers of a row that could be of classes, and need not. */
function vectorRemark({ tensor }: SeenTensor): readonly Remark[] {
  const size = sizeOfOne(tensor) ?? 0;
  if (!tensor.type.startsWith('float') || tensor.shape.length !== 2 || size < 2) return [];
  return [
    {
      text: `${tensor.name} gives ${size} numbers, and nothing says of what: they are answered as they are`,
      hint: 'If they are of classes, say --labels a,b,c, or --softmax for logits without names.',
    },
  ];
}

/** Whether a tensor holds the place of a class. */
function hasPlaces({ seen }: OutputsToDeclare): boolean {
  return seen.some(({ tensor }) => sizeOfOne(tensor) === 1 && /^u?int|string/.test(tensor.type));
}

function declareOther(
  { tensor }: SeenTensor,
  name: string,
  { labels }: GraphWish,
): { readonly field: Field; readonly line: readonly (readonly [string, GraphOutput])[] } {
  const field = fieldOf(tensor, name, labels);
  return { field, line: name === tensor.name ? [] : [[tensor.name, { gives: name }]] };
}

function fieldOf(tensor: GraphTensor, name: string, labels: readonly string[] | undefined): Field {
  if (sizeOfOne(tensor) !== 1) return completeTensor({ name, type: 'tensor' }, tensor);
  if (tensor.type === 'bool') return { name, type: 'boolean' };
  if (tensor.type.startsWith('float')) return { name, type: 'number' };
  if (labels !== undefined) return { name, type: 'category', values: [...labels] };
  return { name, type: tensor.type === 'string' ? 'text' : 'integer' };
}

/** Names that the classes have taken. */
function freed(name: string, classes: Classes | undefined): string {
  const taken = classes?.fields.map((field) => field.name) ?? [];
  return taken.includes(name) ? `${name}_2` : name;
}

function noClasses({ seen, wish }: OutputsToDeclare): Failure {
  const tensors = seen.map(({ tensor }) => `${tensor.name}: ${tellTensor(tensor)}`).join(', ');
  return new Failure(
    'USAGE',
    `--labels: expected as many names as an output has numbers (${tensors}), found ${wish.labels!.length}`,
  );
}
