import { Failure } from '@orangery/schemas';
import { Agent, fetch } from 'undici';

/** A server of MLflow, and who asks it. */
export interface MlflowServer {
  /** Such as `https://mlflow.example.org`. */
  readonly address: string;
  readonly experiment: string;
  /** Of the header `Authorization`. */
  readonly authorization?: string;
}

/** One measured number, as MLflow keeps it. */
export interface LoggedMetric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

export interface LoggedBatch {
  readonly metrics?: readonly LoggedMetric[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

const timeoutMs = 10_000;
const agent = new Agent({ connect: { timeout: 5_000 } });
/** Of one request, as the server takes them. */
const most = { metrics: 1000, params: 100, paramLength: 500 };

/**
 * What of MLflow's REST API a training needs (https://mlflow.org/docs/latest/rest-api.html).
 * Every call throws Failure COMMAND_FAILED when the server does not answer as it should.
 */
export class MlflowClient {
  readonly #server: MlflowServer;
  readonly #signal: AbortSignal;

  constructor(server: MlflowServer, signal: AbortSignal) {
    this.#server = server;
    this.#signal = signal;
  }

  /** @returns the id of the experiment, which is made when it is not there */
  async experiment(): Promise<string> {
    const { experiment } = this.#server;
    const query = new URLSearchParams({ experiment_name: experiment });
    const found = await this.#ask('GET', `experiments/get-by-name?${query}`);
    const known = textAt(found, 'experiment', 'experiment_id');
    if (known !== undefined) return known;
    const made = await this.#call('experiments/create', { name: experiment });
    return needed(textAt(made, 'experiment_id'), 'experiment_id');
  }

  /** @returns the id of the run */
  async createRun(
    experiment: string,
    name: string,
    tags: Readonly<Record<string, string>>,
  ): Promise<string> {
    const made = await this.#call('runs/create', {
      ...{ experiment_id: experiment, run_name: name, start_time: Date.now() },
      tags: pairs(tags),
    });
    return needed(textAt(made, 'run', 'info', 'run_id'), 'run_id');
  }

  async log(run: string, { metrics = [], params = {}, tags = {} }: LoggedBatch): Promise<void> {
    const all = pairs(params).slice(0, most.params);
    const cut = all.map(({ key, value }) => ({ key, value: value.slice(0, most.paramLength) }));
    for (let start = 0; start === 0 || start < metrics.length; start += most.metrics) {
      await this.#call('runs/log-batch', {
        run_id: run,
        metrics: metrics.slice(start, start + most.metrics),
        ...(start === 0 && { params: cut, tags: pairs(tags) }),
      });
    }
  }

  async end(run: string, status: 'FINISHED' | 'FAILED' | 'KILLED'): Promise<void> {
    await this.#call('runs/update', { run_id: run, status, end_time: Date.now() });
  }

  async #call(path: string, body: object): Promise<unknown> {
    const found = await this.#ask('POST', path, body);
    if (found !== undefined) return found;
    throw refused(this.#server.address, path, 'no answer that it knows');
  }

  /** Undefined where there is no such thing. */
  async #ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const { address, authorization } = this.#server;
    const url = `${address.replace(/\/$/, '')}/api/2.0/mlflow/${path}`;
    const answer = await fetch(url, {
      ...{ method, dispatcher: agent, redirect: 'error' },
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(timeoutMs)]),
    }).catch((cause: unknown) => {
      throw refused(address, path, why(cause), cause);
    });
    const text = await answer.text();
    if (answer.status === 404) return undefined;
    if (answer.ok) return JSON.parse(text) as unknown;
    throw refused(address, path, `${answer.status}: ${text.slice(0, 200)}`);
  }
}

function why(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}

function pairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  let found = value;
  for (const key of keys) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  return typeof found === 'string' ? found : undefined;
}

function needed(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new Failure('COMMAND_FAILED', `MLflow: expected ${name} in its answer, found none`);
}

function refused(address: string, path: string, found: string, cause?: unknown): Failure {
  return new Failure(
    'COMMAND_FAILED',
    `MLflow at ${address}: ${path.split('?')[0]!}: expected 200, found ${found}`,
    {
      ...(cause !== undefined && { cause }),
      hint: 'MLFLOW_TRACKING_URI says where it is, MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD, who asks.',
    },
  );
}
