import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createRandom, type Random } from '../../../../runner/src/random.ts';
import { ask, knownAnswers, type Known } from '../../../helpers/known-answers.ts';
import { root } from '../../../helpers/orangery.ts';
import type { FromServer, Measured, ToServer } from './messages.ts';

export interface EndureOptions {
  readonly seconds: number;
  readonly clients: number;
  /** Between two looks at the server. */
  readonly sampleSeconds: number;
  readonly seed: number;
}

/** What was seen in one stretch of time. */
export interface Sample {
  /** Since the start. */
  readonly second: number;
  readonly measured: Measured;
  readonly statuses: ReadonlyMap<number, number>;
}

export interface Endured {
  readonly samples: readonly Sample[];
  readonly statuses: ReadonlyMap<number, number>;
  /** Answers of 200 that were not those of the question. */
  readonly wrong: readonly string[];
  /** Requests that got no answer at all. */
  readonly broken: readonly string[];
  readonly kills: number;
  readonly reloads: number;
}

const names = ['leaf-classifier', 'seed-classifier'];
/** A kill each second to three, and after so many kills a new version of a model. */
const [shortestPauseMs, longestPauseMs, killsPerReload] = [1000, 3000, 8];
/** After a refusal: who asks again at once fills the queue with questions about the queue. */
const refusedPauseMs = 20;

/** Puts a server under more load than it can bear, while its workers are ended by chance. */
export async function endure(options: EndureOptions): Promise<Endured> {
  const server = fork(
    fileURLToPath(new URL('./server.ts', import.meta.url)),
    names.map((name) => join(root, 'modules', name)),
    { execArgv: ['--expose-gc'] },
  );
  try {
    const { port } = await heard(server, 'listening');
    return await new Trial(server, `http://127.0.0.1:${port}`, options).run();
  } finally {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }
}

class Trial {
  readonly #server: ChildProcess;
  readonly #address: string;
  readonly #options: EndureOptions;
  readonly #startedAt = performance.now();
  readonly #samples: Sample[] = [];
  readonly #statuses = new Map<number, number>();
  #recent = new Map<number, number>();
  readonly #wrong: string[] = [];
  readonly #broken: string[] = [];
  #kills = 0;
  #reloads = 0;

  constructor(server: ChildProcess, address: string, options: EndureOptions) {
    this.#server = server;
    this.#address = address;
    this.#options = options;
  }

  async run(): Promise<Endured> {
    const { clients, seed } = this.#options;
    const known = (await knownAnswers()).filter(({ model }) => names.includes(model));
    const all = Array.from({ length: clients }, async (_, client) =>
      this.#ask(known, createRandom(seed + client)),
    );
    await Promise.all([...all, this.#trouble(createRandom(seed - 1)), this.#sample()]);
    return {
      ...{ samples: this.#samples, statuses: this.#statuses },
      ...{ wrong: this.#wrong, broken: this.#broken },
      ...{ kills: this.#kills, reloads: this.#reloads },
    };
  }

  get #isOver(): boolean {
    return performance.now() - this.#startedAt > 1000 * this.#options.seconds;
  }

  async #ask(known: readonly Known[], random: Random): Promise<void> {
    while (!this.#isOver) {
      const question = known[random.integer(known.length)]!;
      try {
        const { status, isRight, text } = await ask(this.#address, question);
        for (const counts of [this.#statuses, this.#recent]) {
          counts.set(status, (counts.get(status) ?? 0) + 1);
        }
        if (status === 200 && !isRight) this.#wrong.push(`${question.label}: ${text}`);
        if (status !== 200) await pause(refusedPauseMs);
      } catch (error) {
        this.#broken.push(`${String(error)}: ${String(Reflect.get(Object(error), 'cause'))}`);
        await pause(refusedPauseMs);
      }
    }
  }

  async #trouble(random: Random): Promise<void> {
    while (!this.#isOver) {
      await pause(shortestPauseMs + random.integer(longestPauseMs - shortestPauseMs));
      this.#tell({ kind: 'kill', index: random.integer(names.length) });
      this.#kills += 1;
      if (this.#kills % killsPerReload !== 0) continue;
      this.#tell({ kind: 'reload', index: random.integer(names.length) });
      await heard(this.#server, 'reloaded');
      this.#reloads += 1;
    }
  }

  async #sample(): Promise<void> {
    while (!this.#isOver) {
      await pause(1000 * this.#options.sampleSeconds);
      this.#tell({ kind: 'measure' });
      const measured = await heard(this.#server, 'measured');
      const second = (performance.now() - this.#startedAt) / 1000;
      this.#samples.push({ second, measured, statuses: this.#recent });
      this.#recent = new Map();
    }
  }

  #tell(message: ToServer): void {
    this.#server.send(message);
  }
}

/** The next message of a kind. @throws Error when the server ends instead */
function heard<Kind extends FromServer['kind']>(
  server: ChildProcess,
  kind: Kind,
): Promise<Extract<FromServer, { kind: Kind }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<FromServer, { kind: Kind }>>();
  const listen = (message: unknown): void => {
    if (!isOfKind(message, kind)) return;
    stop();
    resolve(message);
  };
  const end = (code: unknown): void => {
    stop();
    reject(new Error(`the server ended with ${String(code)}`));
  };
  const stop = (): void => void server.off('message', listen).off('exit', end);
  server.on('message', listen).on('exit', end);
  return promise;
}

function isOfKind<Kind extends FromServer['kind']>(
  message: unknown,
  kind: Kind,
): message is Extract<FromServer, { kind: Kind }> {
  return typeof message === 'object' && message !== null && Reflect.get(message, 'kind') === kind;
}
