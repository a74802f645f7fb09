import { wireFields, type WireField } from './wire-fields.ts';

/** What of a message of onnx.proto is looked at: fields that hold messages, and what else matters. */
interface Message {
  readonly messages?: Readonly<Record<number, MessageName>>;
  readonly look?: (field: WireField) => string | undefined;
}

type MessageName = 'attribute' | 'function' | 'graph' | 'node' | 'sparse' | 'tensor' | 'training';

/** Operators that onnxruntime brings itself; those of any other domain are code from elsewhere. */
const knownDomains = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft']);
const deepest = 64;

/** By field number (github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const messages: Readonly<Record<MessageName | 'model', Message>> = {
  model: { messages: { 7: 'graph', 20: 'training', 25: 'function' } },
  training: { messages: { 1: 'graph', 2: 'graph' } },
  graph: { messages: { 1: 'node', 5: 'tensor', 15: 'sparse' } },
  function: { messages: { 7: 'node', 11: 'attribute' } },
  node: { messages: { 5: 'attribute' }, look: lookAtNode },
  attribute: {
    messages: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  },
  sparse: { messages: { 1: 'tensor', 2: 'tensor' } },
  tensor: { look: lookAtTensor },
};

/**
 * What in an ONNX file would run code or read files that are not in it, once each; none in a good one.
 * onnxruntime is given the bytes only afterwards.
 * @throws Error when the bytes are no ONNX file
 */
export function findDangers(bytes: Uint8Array): readonly string[] {
  // onnxruntime tells its own format, which this does not read, by these letters
  if (new TextDecoder('latin1').decode(bytes.subarray(4, 8)) === 'ORTM') {
    throw new Error("expected ONNX, found onnxruntime's own format");
  }
  const found = new Set<string>();
  walk(bytes, 'model', 0, found);
  return [...found];
}

function walk(
  bytes: Uint8Array,
  name: MessageName | 'model',
  depth: number,
  found: Set<string>,
): void {
  if (depth > deepest)
    throw new Error(`expected graphs at most ${deepest} deep, found deeper ones`);
  const { messages: inner = {}, look } = messages[name];
  for (const field of wireFields(bytes)) {
    const danger = look?.(field);
    if (danger !== undefined) found.add(danger);
    const below = inner[field.number];
    if (below !== undefined && field.value instanceof Uint8Array) {
      walk(field.value, below, depth + 1, found);
    }
  }
}

/** `EPContext` names a file with code for an accelerator. */
function lookAtNode({ number, value }: WireField): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const text = new TextDecoder().decode(value);
  if (number === 7 && !knownDomains.has(text)) return `operators of the domain ${quote(text)}`;
  return number === 4 && text === 'EPContext' ? 'the operator EPContext' : undefined;
}

/** `external_data`, and `data_location` EXTERNAL. */
function lookAtTensor({ number, value }: WireField): string | undefined {
  return number === 13 || (number === 14 && value !== 0) ? 'weights in another file' : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
