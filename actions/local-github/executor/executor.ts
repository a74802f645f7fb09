import { mkdir, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { toFailure } from '@orangery/schemas';
import type { ForgeEvent } from '../forge.ts';
import { dispatchInputs } from './events/dispatch-inputs.ts';
import { listChanges } from './events/list-changes.ts';
import { matchesEvent } from './events/matches-event.ts';
import type { ExecutorOptions } from './executor-options.ts';
import { ConcurrencyGroups } from './jobs/concurrency-groups.ts';
import type { ExecutorWorld } from './jobs/run-world.ts';
import { runWorkflow } from './jobs/run-workflow.ts';
import { Slots } from './jobs/slots.ts';
import { fieldAt, textAt, toJson, type JsonObject } from './json.ts';
import type { Conclusion, RunRecord } from './run-record.ts';
import { toSettings } from './settings.ts';
import { makeNpmShim } from './steps/npm-shim.ts';
import { readWorkflow } from './workflow/read-workflow.ts';
import type { Workflow } from './workflow/workflow.ts';

/** Runs the workflows of a local GitHub. */
export interface Executor {
  /** The last runs, the oldest first. */
  readonly runs: readonly RunRecord[];
  /** Fulfilled when nothing is queued or running. */
  idle(): Promise<void>;
  /** Ends everything and waits for the end. */
  close(): Promise<void>;
}

const mostRuns = 1000;
/** GitHub lets a run follow a run that follows a run that follows a run, and no further. */
const longestChain = 3;

/** Listens to a local GitHub and runs the workflows that its events start. */
export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const settings = toSettings(options);
  await mkdir(settings.workFolder, { recursive: true });
  await makeNpmShim(settings);
  const closing = new AbortController();
  const world: ExecutorWorld = {
    forge: options.forge,
    settings,
    slots: new Slots(settings.parallelJobs),
    groups: new ConcurrencyGroups(),
    closed: AbortSignal.any([closing.signal, options.signal]),
  };
  const queue = new RunQueue(world);
  options.forge.onEvent((event) => queue.take(event));
  return {
    runs: queue.runs,
    idle: () => queue.idle(),
    async close() {
      closing.abort();
      await queue.idle();
      await rm(settings.shimFolder, { recursive: true, force: true });
    },
  };
}

class RunQueue {
  readonly runs: RunRecord[] = [];
  readonly #world: ExecutorWorld;
  readonly #working = new Set<Promise<void>>();
  readonly #numbers = new Map<string, number>();
  readonly #chains = new Map<number, number>();

  constructor(world: ExecutorWorld) {
    this.#world = world;
  }

  take(event: ForgeEvent): void {
    if (!this.#world.closed.aborted) this.#track(this.#receive(event));
  }

  /** What ends may start something by its event, so it is looked at again until all is quiet. */
  async idle(): Promise<void> {
    do {
      await Promise.all(this.#working);
      await setImmediate();
    } while (this.#working.size > 0);
  }

  #track(work: Promise<void>): void {
    const { logger } = this.#world.settings;
    const guarded = work
      .catch((error: unknown) => logger.warn(`the local executor: ${toFailure(error).message}`))
      .finally(() => this.#working.delete(guarded));
    this.#working.add(guarded);
  }

  async #receive(event: ForgeEvent): Promise<void> {
    const { forge, settings } = this.#world;
    const depth = this.#depthOf(event);
    if (depth > longestChain) {
      settings.logger.warn(`${event.repository}: a chain of ${depth} runs is not followed further`);
      return;
    }
    const texts = await forge.readWorkflows(event.repository, event.workflowSha);
    for (const [path, text] of texts) {
      const file = path.split('/').at(-1) ?? path;
      this.#track(this.#consider(file, text, event, depth));
    }
  }

  async #consider(file: string, text: string, event: ForgeEvent, depth: number): Promise<void> {
    const start = async (workflow: Workflow | null, begin: Begin) =>
      await this.#run(file, workflow?.name ?? `.github/workflows/${file}`, event, depth, begin);
    let workflow: Workflow;
    try {
      workflow = await readWorkflow(file, text);
    } catch (error) {
      // nobody can tell which events it waits for; following runs, it would follow its own
      if (event.name === 'workflow_run') return;
      if (event.name === 'workflow_dispatch' && event.workflow !== file) return;
      return await start(null, () => Promise.reject(toFailure(error)));
    }
    const isNamed = event.name === 'workflow_dispatch' && event.workflow === file;
    const changes = async () => await listChanges(this.#world.forge, event);
    if (!isNamed && !(await matchesEvent(workflow, event, changes))) return;
    return await start(workflow, async (facts) => {
      const given = fieldAt(toJson(event.payload), 'inputs');
      const isDispatch = event.name === 'workflow_dispatch';
      const inputs: JsonObject = isDispatch ? dispatchInputs(workflow, given) : {};
      const complete = isDispatch ? withInputs(event, inputs) : event;
      return await runWorkflow({ world: this.#world, workflow, event: complete, inputs, ...facts });
    });
  }

  async #run(
    file: string,
    name: string,
    event: ForgeEvent,
    depth: number,
    begin: Begin,
  ): Promise<void> {
    const { forge, settings } = this.#world;
    const { repository } = event;
    const run = forge.createRun({ repository, workflow: file, name, event });
    const number = (this.#numbers.get(`${repository}/${file}`) ?? 0) + 1;
    this.#numbers.set(`${repository}/${file}`, number);
    this.#chains.set(run, depth);
    const record: RunRecord = {
      id: run,
      repository,
      workflow: file,
      name,
      event: event.name,
      jobs: [],
    };
    this.runs.push(record);
    if (this.runs.length > mostRuns) this.runs.shift();
    try {
      record.conclusion = await begin({ run, number, record });
    } catch (error) {
      const { message, hint } = toFailure(error);
      record.conclusion = 'failure';
      record.reason = message;
      const log = `##[error]${message}\n${hint}\n`;
      forge.putJob(run, { name: file, status: 'completed', conclusion: 'failure', log });
    }
    settings.logger.info(`${repository} ${file} #${number}: ${record.conclusion}`);
    forge.updateRun(run, { status: 'completed', conclusion: record.conclusion });
  }

  #depthOf(event: ForgeEvent): number {
    if (event.name !== 'workflow_run') return 0;
    const followed = Number(textAt(toJson(event.payload), 'workflow_run', 'id'));
    return (this.#chains.get(followed) ?? 0) + 1;
  }
}

type Begin = (facts: {
  readonly run: number;
  readonly number: number;
  readonly record: RunRecord;
}) => Promise<Conclusion>;

/** In `github.event.inputs` all are texts, as GitHub has them. */
function withInputs(event: ForgeEvent, inputs: JsonObject): ForgeEvent {
  const texts = Object.entries(inputs).map(([name, value]) => [name, String(value ?? '')]);
  return { ...event, payload: { ...event.payload, inputs: Object.fromEntries(texts) } };
}
