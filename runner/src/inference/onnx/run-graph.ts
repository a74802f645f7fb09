import { Failure } from '@orangery/schemas';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { joinElements, splitElements, type GraphTensor } from './graph-tensor.ts';
import type { Onnxruntime } from './onnxruntime.ts';
import type { OnnxInput, Sample } from './sample.ts';

/** A graph that is ready, and what it takes and gives. */
export interface Graph {
  readonly runtime: Onnxruntime;
  readonly session: InferenceSession;
  readonly takes: readonly GraphTensor[];
  readonly gives: readonly GraphTensor[];
}

/** Numbers of one tensor in one run, so that memory stays bounded. */
const mostNumbers = 16 * 1024 * 1024;

/**
 * Runs a graph: inputs of one shape together where the batch is free, else one by one.
 * @returns for each input a sample of each tensor that the graph gives
 * @throws Failure MODULE_INVALID; INPUT_INVALID where an input's own shape may be the cause
 */
export async function runGraph(
  graph: Graph,
  inputs: readonly OnnxInput[],
): Promise<readonly (readonly Sample[])[]> {
  const results: (readonly Sample[])[] = Array.from({ length: inputs.length }, () => []);
  for (const places of groupInputs(graph, inputs)) {
    const found = await runTogether(
      graph,
      places.map((place) => inputs[place]!),
    );
    for (const [index, place] of places.entries()) results[place] = found[index]!;
  }
  return results;
}

/** Places of inputs that go together: those of one shape, in pieces that memory holds. */
function groupInputs({ takes }: Graph, inputs: readonly OnnxInput[]): readonly number[][] {
  const isBatched = takes.every(({ shape }) => shape[0] === null);
  const groups = new Map<string, number[]>();
  for (const [place, input] of inputs.entries()) {
    const key = isBatched ? input.map(({ shape }) => shape.join('×')).join(' ') : String(place);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return [...groups.values()].flatMap((group) => {
    const largest = Math.max(1, ...inputs[group[0]!]!.map(({ elements }) => elements.length));
    const length = Math.max(1, Math.floor(mostNumbers / largest));
    const pieces = Math.ceil(group.length / length);
    return Array.from({ length: pieces }, (_, piece) =>
      group.slice(piece * length, (piece + 1) * length),
    );
  });
}

async function runTogether(
  { runtime, session, takes, gives }: Graph,
  inputs: readonly OnnxInput[],
): Promise<readonly (readonly Sample[])[]> {
  const feeds = Object.fromEntries(
    takes.map((tensor, place) => {
      const samples = inputs.map((input) => input[place]!);
      const dims = [inputs.length, ...samples[0]!.shape];
      const data = joinElements(
        tensor.type,
        samples.map(({ elements }) => elements),
      );
      return [tensor.name, new runtime.Tensor(tensor.type, data, dims)];
    }),
  );
  const names = gives.map(({ name }) => name);
  const found = await session.run(feeds, names).catch((cause: unknown) => {
    throw runFailure(takes, inputs, cause);
  });
  const parts = gives.map((tensor) => splitTensor(tensor, found[tensor.name]!, inputs.length));
  return inputs.map((_, index) => parts.map((samples) => samples[index]!));
}

/** @throws Failure MODULE_INVALID when the graph does not keep the batch */
function splitTensor({ name, type }: GraphTensor, { dims, data }: Tensor, count: number): Sample[] {
  const [batch, ...shape] = dims;
  if (batch !== count) {
    throw new Failure(
      'MODULE_INVALID',
      `The graph: expected ${count} answers in ${name} for ${count} inputs, found the shape [${dims.join(', ')}]`,
      { hint: 'Export the model so that the first dimension of every output is the batch.' },
    );
  }
  return splitElements(type, data, count).map((elements) => ({ shape, elements }));
}

/** Where the graph leaves a dimension free, it may be the input's that is not good. */
function runFailure(
  takes: readonly GraphTensor[],
  inputs: readonly OnnxInput[],
  cause: unknown,
): Failure {
  const isFree = takes.some(({ shape }) => shape.slice(1).includes(null));
  const shapes = inputs[0]!.map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
  const found = cause instanceof Error ? cause.message : String(cause);
  return new Failure(
    isFree ? 'INPUT_INVALID' : 'MODULE_INVALID',
    `The graph: expected an answer for ${shapes}, found: ${found.slice(0, 300)}`,
    { cause },
  );
}
