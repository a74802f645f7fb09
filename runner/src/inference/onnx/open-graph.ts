import { Failure } from '@orangery/schemas';
import type { InferenceSession } from 'onnxruntime-node';
import { findDangers } from './find-dangers.ts';
import type { Onnxruntime } from './onnxruntime.ts';

export interface OpenedGraph {
  readonly runtime: Onnxruntime;
  readonly session: InferenceSession;
}

export interface OpenGraphOptions {
  /** As messages name it. */
  readonly file: string;
  /** Threads that one operator computes with. */
  readonly threads: number;
  readonly loadOnnxruntime: () => Promise<Onnxruntime>;
}

/**
 * Looks through an ONNX file and hands it to onnxruntime.
 * @throws Failure MODULE_INVALID when it would run code, read other files, or does not load;
 * BACKEND_UNAVAILABLE
 */
export async function openGraph(
  bytes: Uint8Array,
  { file, threads, loadOnnxruntime }: OpenGraphOptions,
): Promise<OpenedGraph> {
  checkGraph(bytes, file);
  const runtime = await loadOnnxruntime();
  try {
    const session = await runtime.InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 4,
    });
    return { runtime, session };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function checkGraph(bytes: Uint8Array, file: string): void {
  const dangers = look(bytes, file);
  if (dangers.length === 0) return;
  throw new Failure(
    'MODULE_INVALID',
    `${file}: expected a graph that is complete and runs no code of its own, found ${dangers.join('; ')}`,
    {
      hint: 'Export the model as one file with the operators of ONNX alone: weights inside, functions inlined.',
    },
  );
}

function look(bytes: Uint8Array, file: string): readonly string[] {
  try {
    return findDangers(bytes);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): Failure {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new Failure(
    'MODULE_INVALID',
    `${file}: expected an ONNX graph that onnxruntime loads, found: ${found.slice(0, 300)}`,
    { cause, hint: 'Export the model again; it may be damaged, or too new for onnxruntime.' },
  );
}
