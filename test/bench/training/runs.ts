import { join } from 'node:path';
import { runCommand } from '../../../runner/src/command.ts';
import { countDevices } from '../../../runner/src/compute/count-devices.ts';
import { inspectBackends } from '../../../runner/src/compute/inspect-backends.ts';
import { pinToDevice } from '../../../runner/src/compute/pin-to-device.ts';

/** A program that measures, and what it is called in the table. */
export interface Run {
  readonly title: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Measurement {
  readonly run: string;
  readonly network: string;
  readonly library: string;
  readonly gpu?: string;
  /** Samples per second. */
  readonly train: number;
  readonly predict: number;
}

const { signal } = new AbortController();
const timeoutMs = 600_000;
const oneThread = pinToDevice({ core: 0 }, undefined).env;
const allThreads = { TF_CPP_MIN_LOG_LEVEL: '2' };

/** Every backend that works here on a real device, `tensorflow` in one thread and in all. */
export async function backendRuns(): Promise<Run[]> {
  const addOnFolder = process.env.ORANGERY_TFJS_NODE;
  const { gpus } = await countDevices({ signal, searchPath: process.env.PATH });
  const reports = await inspectBackends(gpus, addOnFolder === undefined ? {} : { addOnFolder });
  const script = join(import.meta.dirname, 'measure-backend.ts');
  return reports.flatMap(({ backend, state, detail }) => {
    if (state !== 'works') process.stderr.write(`${backend} is left out: ${detail}\n`);
    if (state !== 'works') return [];
    const run = { file: process.execPath, args: [script, backend] };
    const env = { ...process.env, ...allThreads };
    if (backend !== 'tensorflow') return [{ ...run, title: backend, env }];
    return [
      { ...run, title: `${backend}, 1 thread`, env: { ...process.env, ...oneThread } },
      { ...run, title: `${backend}, all threads`, env },
    ];
  });
}

/** Keras in the same ways, where ORANGERY_PYTHON or python3 has it. */
export async function kerasRuns(): Promise<Run[]> {
  const file = process.env.ORANGERY_PYTHON ?? 'python3';
  const env = { ...process.env, ...allThreads, CUDA_VISIBLE_DEVICES: '-1' };
  const options = { cwd: '/', signal, timeoutMs, env };
  const isHere = await runCommand(file, ['-c', 'import keras, tensorflow'], options).then(
    () => true,
    () => false, // no Python, or no Keras in it
  );
  const args = [join(import.meta.dirname, 'keras-networks.py')];
  if (!isHere) return [];
  return [
    { title: 'Keras, 1 thread', file, args, env: { ...env, ...oneThread } },
    { title: 'Keras, all threads', file, args, env },
  ];
}

/** Runs one, and reads the lines it prints; one that does not work here says so and is left out. */
export async function measure({ title, file, args, env }: Run): Promise<Measurement[]> {
  const cwd = join(import.meta.dirname, '../../..');
  try {
    const { stdout } = await runCommand(file, args, { cwd, signal, timeoutMs, env });
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => ({
        run: title,
        ...(JSON.parse(line) as unknown as Omit<Measurement, 'run'>),
      }));
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n').at(-1) : String(error);
    process.stderr.write(`${title} is left out: ${message}\n`);
    return [];
  }
}
