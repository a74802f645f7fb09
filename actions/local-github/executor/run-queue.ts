import { setImmediate } from 'node:timers/promises';
import { toFailure } from '@orangery/schemas';
import type { ForgeEvent } from '../forge.ts';
import { dispatchInputs } from './events/dispatch-inputs.ts';
import { listChanges } from './events/list-changes.ts';
import { matchesEvent } from './events/matches-event.ts';
import type { ExecutorWorld } from './jobs/run-world.ts';
import { runWorkflow } from './jobs/run-workflow.ts';
import { fieldAt, textAt, toJson, type JsonObject } from './json.ts';
import type { Conclusion, RunRecord } from './run-record.ts';
import { listens } from './workflow/listens.ts';
import { readWorkflow } from './workflow/read-workflow.ts';
import type { Workflow } from './workflow/workflow.ts';

const mostRuns = 1000;
/** GitHub lets a run follow a run that follows a run that follows a run, and no further. */
const longestChain = 3;

/** Turns events into runs and remembers them. */
export class RunQueue {
  readonly runs: RunRecord[] = [];
  readonly #world: ExecutorWorld;
  readonly #working = new Set<Promise<void>>();
  #receiving: Promise<void> = Promise.resolve();
  readonly #numbers = new Map<string, number>();
  /** What a run that is repeated does again. */
  readonly #started = new Map<number, Started>();

  constructor(world: ExecutorWorld) {
    this.#world = world;
  }

  /** Events are looked at one after another, so that runs begin in their order. */
  take(event: ForgeEvent): void {
    if (this.#world.closed.aborted) return;
    const earlier = this.#receiving;
    this.#receiving = (async () => {
      await earlier.catch(() => {}); // told where it was tracked
      await this.#receive(event);
    })();
    this.#track(this.#receiving);
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
      const seen = { file, text, event, depth };
      const start = await this.#consider(seen);
      if (start !== null) this.#track(this.#run(seen, start));
    }
  }

  async #consider({ file, text, event }: Seen): Promise<Start | null> {
    let workflow: Workflow;
    try {
      workflow = await readWorkflow(file, text);
    } catch (error) {
      const isDispatch = event.name === 'workflow_dispatch';
      const isMeant = isDispatch ? event.workflow === file : listens(text, file, event.name);
      if (!isMeant) return null;
      const name = `.github/workflows/${file}`;
      return { name, begin: () => Promise.reject(toFailure(error)) };
    }
    const isNamed = event.name === 'workflow_dispatch' && event.workflow === file;
    const changes = async () => listChanges(this.#world.forge, event);
    if (!isNamed && !(await matchesEvent(workflow, event, changes))) return null;
    return { name: workflow.name, begin: (facts) => this.#begin(workflow, event, facts) };
  }

  async #begin(workflow: Workflow, event: ForgeEvent, facts: Facts): Promise<Conclusion> {
    const world = this.#world;
    if (event.name !== 'workflow_dispatch') {
      return runWorkflow({ world, workflow, event, inputs: {}, ...facts });
    }
    const inputs = dispatchInputs(workflow, fieldAt(toJson(event.payload), 'inputs'));
    const complete = withInputs(event, inputs);
    return runWorkflow({ world, workflow, event: complete, inputs, ...facts });
  }

  /** Somebody asks for a completed run once more. */
  repeat(run: number): void {
    const started = this.#started.get(run);
    if (started === undefined || this.#world.closed.aborted) return;
    started.attempt += 1;
    this.#track(this.#attempt(run, started));
  }

  async #run(seen: Seen, start: Start): Promise<void> {
    const { file, event } = seen;
    const { repository } = event;
    const { name } = start;
    const run = this.#world.forge.createRun({ repository, workflow: file, name, event });
    const number = (this.#numbers.get(`${repository}/${file}`) ?? 0) + 1;
    this.#numbers.set(`${repository}/${file}`, number);
    const started = { seen, start, number, attempt: 1 };
    this.#started.set(run, started);
    const [oldest] = this.#started.keys();
    if (this.#started.size > mostRuns && oldest !== undefined) this.#started.delete(oldest);
    await this.#attempt(run, started);
  }

  async #attempt(run: number, { seen, start, number, attempt }: Started): Promise<void> {
    const { forge, settings } = this.#world;
    const { file: workflow, event } = seen;
    const { repository } = event;
    const facts = { id: run, repository, workflow, name: start.name, event: event.name };
    const record: RunRecord = { ...facts, jobs: [] };
    this.runs.push(record);
    if (this.runs.length > mostRuns) this.runs.shift();
    try {
      record.conclusion = await start.begin({ run, number, attempt, record });
    } catch (error) {
      const { message, hint } = toFailure(error);
      record.conclusion = 'failure';
      record.reason = message;
      const log = `##[error]${message}\n${hint}\n`;
      forge.putJob(run, { name: workflow, status: 'completed', conclusion: 'failure', log });
    }
    settings.logger.info(`${repository} ${workflow} #${number}: ${record.conclusion}`);
    forge.updateRun(run, { status: 'completed', conclusion: record.conclusion });
  }

  #depthOf(event: ForgeEvent): number {
    if (event.name !== 'workflow_run') return 0;
    const followed = Number(textAt(toJson(event.payload), 'workflow_run', 'id'));
    return (this.#started.get(followed)?.seen.depth ?? 0) + 1;
  }
}

/** A workflow's file at the time of an event. */
interface Seen {
  readonly file: string;
  readonly text: string;
  readonly event: ForgeEvent;
  /** How many runs this one follows. */
  readonly depth: number;
}

interface Start {
  readonly name: string;
  readonly begin: (facts: Facts) => Promise<Conclusion>;
}

interface Started {
  readonly seen: Seen;
  readonly start: Start;
  readonly number: number;
  attempt: number;
}

interface Facts {
  readonly run: number;
  readonly number: number;
  readonly attempt: number;
  readonly record: RunRecord;
}

/** In `github.event.inputs` all are texts, as GitHub has them. */
function withInputs(event: ForgeEvent, inputs: JsonObject): ForgeEvent {
  const texts = Object.entries(inputs).map(([name, value]) => [name, String(value ?? '')]);
  return { ...event, payload: { ...event.payload, inputs: Object.fromEntries(texts) } };
}
