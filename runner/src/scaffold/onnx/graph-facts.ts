import { wireFields, type WireField } from '../../inference/onnx/wire-fields.ts';

/** What an ONNX file says of itself besides what it takes and gives. */
export interface GraphFacts {
  readonly irVersion?: number;
  /** What exported it. */
  readonly producer?: string;
  readonly producerVersion?: string;
  readonly domain?: string;
  readonly modelVersion?: number;
  readonly description?: string;
  readonly graph?: string;
  /** Version of the operators, by their domain. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Lists of class names that operators and constants hold. */
  readonly classLists: readonly (readonly string[])[];
  /** Operators in their order. */
  readonly nodes: readonly GraphNode[];
}

/** An operator: what it takes and gives, and the texts in its attributes. */
export interface GraphNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the facts of an ONNX file by field number (github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 * @throws Error when the bytes are no ONNX file
 */
export function readGraphFacts(bytes: Uint8Array): GraphFacts {
  const fields = [...wireFields(bytes)];
  const graph = [...messagesIn(fields, 7)].flatMap((message) => [...wireFields(message)]);
  const nodes = [...messagesIn(graph, 1)].map((message) => [...wireFields(message)]);
  const metadata = [...messagesIn(fields, 14)].map((message) => {
    const entry = [...wireFields(message)];
    return [textIn(entry, 1) ?? '', textIn(entry, 2) ?? ''] as const;
  });
  const opsets = [...messagesIn(fields, 8)].map((message) => {
    const entry = [...wireFields(message)];
    return [textIn(entry, 1) || 'ai.onnx', numberIn(entry, 2) ?? 0] as const;
  });
  return {
    ...said('irVersion', numberIn(fields, 1)),
    ...said('producer', textIn(fields, 2)),
    ...said('producerVersion', textIn(fields, 3)),
    ...said('domain', textIn(fields, 4)),
    ...said('modelVersion', numberIn(fields, 5)),
    ...said('description', textIn(fields, 6) ?? textIn(graph, 10)),
    ...said('graph', textIn(graph, 2)),
    opsets: Object.fromEntries(opsets),
    metadata: Object.fromEntries(metadata),
    classLists: [...nodes.flatMap(nodeLists), ...constantLists(graph)],
    nodes: nodes.map(readNode),
  };
}

function readNode(node: readonly WireField[]): GraphNode {
  const attributes = [...messagesIn(node, 5)].map((message) => [...wireFields(message)]);
  return {
    operator: textIn(node, 4) ?? '',
    inputs: [...textsIn(node, 1)],
    outputs: [...textsIn(node, 2)],
    texts: new Map(
      attributes.flatMap((attribute) => {
        const texts = [...textsIn(attribute, 9)];
        return texts.length === 0 ? [] : [[textIn(attribute, 1) ?? '', texts] as const];
      }),
    ),
  };
}

/** `classlabels_strings` and the like of operators of ONNX-ML. */
function nodeLists(node: readonly WireField[]): readonly (readonly string[])[] {
  return [...messagesIn(node, 5)].flatMap((message) => {
    const attribute = [...wireFields(message)];
    if (!/^classlabels_/.test(textIn(attribute, 1) ?? '')) return [];
    return listOf([...textsIn(attribute, 9)], integersIn(attribute, 8));
  });
}

/** Constants called `classes`, as scikit-learn's converter keeps them. */
function constantLists(graph: readonly WireField[]): readonly (readonly string[])[] {
  return [...messagesIn(graph, 5)].flatMap((message) => {
    const tensor = [...wireFields(message)];
    if (!/^classes\d*$/.test(textIn(tensor, 8) ?? '')) return [];
    return listOf([...textsIn(tensor, 6)], [...integersIn(tensor, 5), ...integersIn(tensor, 7)]);
  });
}

function listOf(texts: readonly string[], numbers: readonly number[]): readonly string[][] {
  if (texts.length > 0) return [[...texts]];
  return numbers.length > 0 ? [numbers.map(String)] : [];
}

function* messagesIn(fields: readonly WireField[], number: number): Generator<Uint8Array> {
  for (const field of fields) {
    if (field.number === number && field.value instanceof Uint8Array) yield field.value;
  }
}

function* textsIn(fields: readonly WireField[], number: number): Generator<string> {
  for (const bytes of messagesIn(fields, number)) yield new TextDecoder().decode(bytes);
}

function textIn(fields: readonly WireField[], number: number): string | undefined {
  return [...textsIn(fields, number)].at(-1);
}

function numberIn(fields: readonly WireField[], number: number): number | undefined {
  return integersIn(fields, number).at(-1);
}

/** Whole numbers, one by one or packed. */
function integersIn(fields: readonly WireField[], number: number): readonly number[] {
  return fields.flatMap((field) => {
    if (field.number !== number) return [];
    return typeof field.value === 'number' ? [field.value] : unpacked(field.value);
  });
}

function unpacked(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    numbers.push(Number(BigInt.asIntN(64, value)));
    [value, shift] = [0n, 0n];
  }
  return numbers;
}

function said<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  const isSaid = value !== undefined && value !== '' && value !== 0;
  return (isSaid ? { [name]: value } : {}) as Partial<Record<Name, Value>>;
}
