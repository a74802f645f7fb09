import { Failure, toFailure } from '@orangery/schemas';
import { isMet } from '../expressions/is-met.ts';
import { render, renderString, renderStrings } from '../expressions/render.ts';
import type { Json } from '../json.ts';
import {
  stepScope,
  type JobSession,
  type StepConclusion,
  type StepResult,
} from '../jobs/job-session.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow/workflow.ts';
import { runAction } from './run-action.ts';
import { runScript } from './run-script.ts';
import type { StepCall } from './step-call.ts';

export interface StepOrder {
  readonly job: WorkflowJob;
  readonly step: WorkflowStep;
  /** Its place in the job, from 1. */
  readonly number: number;
}

/** Runs one step, if its condition is met, and keeps its result in the session. */
export async function runStep(
  session: JobSession,
  { job, step, number }: StepOrder,
): Promise<void> {
  const outputs: Record<string, string> = {};
  const id = step.id || `__step_${number}`;
  const keep = (outcome: StepConclusion, conclusion = outcome) => {
    session.steps[id] = { outputs, outcome, conclusion } satisfies StepResult;
    if (conclusion === 'failure') session.hasFailed = true;
  };
  try {
    const env = renderStrings(step.env, stepScope(session));
    const scope = stepScope(session, env);
    if (!isMet(step.condition, scope)) return keep('skipped');
    const name = nameOf(step, (text) => renderString(text, scope));
    session.log.write(`##[group]${name}`);
    const outcome = await perform({ session, job, step, id, env, outputs, name });
    session.log.write('##[endgroup]');
    const isForgiven = outcome === 'failure' && isOn(step.continueOnError, session, env);
    keep(outcome, isForgiven ? 'success' : outcome);
  } catch (error) {
    session.log.error(toFailure(error).message);
    keep('failure');
  }
}

type Order = Omit<StepCall, 'signal' | 'scope'>;

async function perform(order: Order): Promise<StepConclusion> {
  const { session, step, env } = order;
  const wasCancelled = session.cancelled.aborted;
  const minutes = render(step.timeoutMinutes ?? 0, stepScope(session, env));
  const time = typeof minutes === 'number' && minutes > 0 ? limitedTo(minutes) : null;
  // what starts after a cancellation, because it is always to run, is not ended by it
  const ends = [wasCancelled ? session.ended : session.cancelled, session.ended];
  const signal = AbortSignal.any(time === null ? ends : [...ends, time.signal]);
  try {
    const call = { ...order, signal, scope: stepScope(session, env) };
    const ended = step.uses === undefined ? await runScript(call) : await runAction(call);
    if (ended === 0) return 'success';
    throw new Failure('COMMAND_FAILED', `Process completed with exit code ${ended}.`);
  } catch (error) {
    if (time?.signal.aborted === true && !session.cancelled.aborted) {
      session.log.error(
        `The action '${order.name}' has timed out after ${String(minutes)} minutes.`,
      );
      return 'failure';
    }
    if (signal.aborted) {
      session.log.error('The operation was canceled.');
      return 'cancelled';
    }
    session.log.error(toFailure(error).message);
    return 'failure';
  } finally {
    time?.forget();
  }
}

function limitedTo(minutes: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), minutes * 60_000);
  return { signal: controller.signal, forget: () => clearTimeout(timer) };
}

function isOn(value: Json | undefined, session: JobSession, env: Record<string, string>): boolean {
  return render(value ?? false, stepScope(session, env)) === true;
}

function nameOf(step: WorkflowStep, show: (text: string) => string): string {
  if (step.name !== undefined) return show(step.name);
  return `Run ${
    step.uses ??
    show(step.run ?? '')
      .trim()
      .split('\n')[0] ??
    ''
  }`;
}
