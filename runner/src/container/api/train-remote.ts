import { Failure } from '@orangery/schemas';
import { setTimeout as pause } from 'node:timers/promises';
import type { Argument, ArgumentValues } from '../../serving/deepaas/arguments/argument.ts';
import { ask, jsonOf, shortBody, type RemoteAnswer } from './ask.ts';
import type { RemoteModel } from './remote-model.ts';

export interface TrainRemoteOptions {
  readonly signal: AbortSignal;
  /** Told at each look how long it has been running. */
  readonly looked?: (seconds: number) => void;
  /** Time between two looks; a second at first, then up to ten, when absent. */
  readonly pauseMs?: number;
}

/** How a training ended. */
export interface RemoteTraining {
  readonly seconds: number;
  /** What the server gives as its result. */
  readonly output: unknown;
}

const askTimeoutMs = 60_000;
const longestPauseMs = 10_000;
/** So often in a row a server that trains may be too busy to say how it goes. */
const mostMisses = 6;

/**
 * Starts a training and waits for its end, looking from time to time.
 * @throws Failure TRAINING_FAILED with the server's words; CONTAINER_FAILED when it does not answer any
 * more; the signal's reason when aborted
 */
export async function trainRemote(
  model: RemoteModel,
  values: ArgumentValues,
  options: TrainRemoteOptions,
): Promise<RemoteTraining> {
  const { signal, looked, pauseMs } = options;
  const started = performance.now();
  const record = await start(model, values, signal);
  const seconds = (): number => (performance.now() - started) / 1000;
  let wait = pauseMs ?? 1000;
  let misses = 0;
  for (;;) {
    await pause(wait, undefined, { signal });
    wait = pauseMs ?? Math.min(wait * 1.5, longestPauseMs);
    const found = await look(model, record.uuid, signal).catch((error: unknown) => {
      misses += 1;
      if (signal.aborted || misses >= mostMisses) throw error;
      return undefined;
    });
    if (found === undefined) continue;
    misses = 0;
    if (found.status === 'done') return { seconds: seconds(), output: outputOf(found) };
    if (found.status !== 'running') throw failed(model, found);
    looked?.(seconds());
  }
}

interface TrainingRecord {
  readonly uuid: string;
  readonly status: string;
  readonly result?: unknown;
  readonly message?: unknown;
}

async function start(
  { address, name, trainArguments }: RemoteModel,
  values: ArgumentValues,
  signal: AbortSignal,
): Promise<TrainingRecord> {
  const query = queryOf(trainArguments, values);
  const path = `/v2/models/${name}/train/${query}`;
  const answer = await ask(address, path, { method: 'POST', signal, timeoutMs: askTimeoutMs });
  const record = recordOf(answer);
  if (record !== undefined) return record;
  throw new Failure(
    'TRAINING_FAILED',
    `${name}: expected the training to start, found ${answer.status}: ${shortBody(answer)}`,
    { hint: 'Compare the knobs with the arguments of /train/ in the server’s swagger.json.' },
  );
}

async function look(
  { address, name }: RemoteModel,
  uuid: string,
  signal: AbortSignal,
): Promise<TrainingRecord> {
  const path = `/v2/models/${name}/train/${uuid}`;
  const answer = await ask(address, path, { signal, timeoutMs: askTimeoutMs });
  const record = recordOf(answer);
  if (record !== undefined) return record;
  throw new Failure(
    'CONTAINER_FAILED',
    `${name}: expected the record of training ${uuid}, found ${answer.status}: ${shortBody(answer)}`,
    {
      hint: 'A server that was started again has forgotten it: it may have had too little memory.',
    },
  );
}

function recordOf(answer: RemoteAnswer): TrainingRecord | undefined {
  const json = jsonOf(answer);
  if (answer.status !== 200 || typeof json !== 'object' || json === null) return undefined;
  const { uuid, status, result, message } = json as Partial<Record<string, unknown>>;
  const isRecord =
    typeof uuid === 'string' && /^[0-9a-zA-Z-]{1,64}$/.test(uuid) && typeof status === 'string';
  return isRecord ? { uuid, status, result, message } : undefined;
}

function outputOf({ result }: TrainingRecord): unknown {
  return typeof result === 'object' && result !== null ? Reflect.get(result, 'output') : undefined;
}

function failed({ name }: RemoteModel, { status, message }: TrainingRecord): Failure {
  const why = typeof message === 'string' ? message.slice(0, 1000) : 'it does not say why';
  return new Failure('TRAINING_FAILED', `${name}: the training ended as ${status}: ${why}`, {
    hint: 'The words are those of the module’s own code: mend the data or the knobs that they name.',
  });
}

function queryOf(expected: readonly Argument[], values: ArgumentValues): string {
  const query = new URLSearchParams();
  for (const { name } of expected) {
    const given = values[name];
    if (given === undefined || given === null) continue;
    for (const one of Array.isArray(given) ? given : [given]) {
      query.append(name, typeof one === 'string' ? one : JSON.stringify(one));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
