import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { childEnvironment } from '../../tool/child-environment.ts';
import { sandboxEnvironment, sandboxWords } from '../../tool/sandbox.ts';
import type { Tool } from '../../tool/run-tool.ts';

/** What every step of a training is told of its place. */
export interface JobInputs {
  readonly job: string;
  /** Folder of the checkout whose command line trains. */
  readonly tool: string;
  readonly out: string;
  /** Folder that the machines of a shared training hand on. */
  readonly work: string | undefined;
  /** Hosts that links may name, separated by commas. */
  readonly hosts: string;
  readonly maxBytes: string | undefined;
  readonly secret: string | undefined;
  readonly cache: string | undefined;
  readonly signingKey: string | undefined;
  readonly state: string | undefined;
}

export interface StepWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly info: (message: string) => void;
}

/** A training as a step of a job goes on with it. */
export interface OpenTraining {
  /** Of the job on this machine, by its name: a step that follows opens the same. */
  readonly folder: string;
  /** The request's file, which the training pins its data in. */
  readonly request: string;
  /** What the machines of a shared training have found. */
  readonly study: string;
  readonly tool: Tool;
  /** The words of `orangery` that every step says. */
  readonly words: readonly string[];
}

/** @param timeoutMs how long the command line may take */
export async function openTraining(
  inputs: JobInputs,
  { env, signal, info }: StepWorld,
  timeoutMs: number,
): Promise<OpenTraining> {
  const folder = join(env['RUNNER_TEMP'] ?? tmpdir(), `orangery-${inputs.job}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const shared = resolve(inputs.work ?? folder);
  const request = join(shared, 'request.yml');
  const words = ['train', '--request', request, '--hosts', inputs.hosts, '--json'];
  // machines that share a training hand on what is unfinished: a sandbox keeps that to itself
  if (inputs.work === undefined) words.push(...sandboxWords(env));
  if (inputs.maxBytes !== undefined) words.push('--max-bytes', inputs.maxBytes);
  return {
    ...{ folder, request, words, study: join(shared, 'study') },
    tool: {
      folder: resolve(inputs.tool),
      env: {
        ...(await childEnvironment(env, { ...inputs, work: folder })),
        ...sandboxEnvironment(env),
      },
      ...{ timeoutMs, signal, info },
    },
  };
}
