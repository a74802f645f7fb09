import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toFailure } from '@orangery/schemas';
import { render, renderStrings } from '../expressions/render.ts';
import type { Conclusion } from '../run-record.ts';
import type { JobLog } from '../steps/job-log.ts';
import { killGroup } from '../steps/run-process.ts';
import { runStep } from '../steps/run-step.ts';
import { stepScope, type JobSession } from './job-session.ts';
import type { Instance, JobEnd } from './run-instance.ts';
import type { RunWorld } from './run-world.ts';
import { startSession } from './start-session.ts';

const defaultMinutes = 360;
/** GitHub gives what is always to run five minutes after a cancellation. */
const graceMs = 5 * 60_000;

/** Runs a job on a machine of its own, which is a folder, and leaves nothing behind. */
export async function runSteps(
  world: RunWorld,
  instance: Instance,
  log: JobLog,
): Promise<JobEnd & { readonly summary: string }> {
  const { job, name, contexts } = instance;
  const minutes = Number(render(job.timeoutMinutes ?? defaultMinutes, { contexts }));
  const limits = startLimits([instance.cancelled, world.closed], minutes, log);
  await mkdir(world.settings.workFolder, { recursive: true });
  const root = await mkdtemp(join(world.settings.workFolder, 'job-'));
  let session: JobSession | undefined;
  try {
    session = await startSession({ world, instance, log, root, ...limits });
    for (const [index, step] of job.steps.entries()) {
      if (limits.ended.aborted) break;
      world.forge.putJob(world.run, { name, status: 'in_progress', log: log.text });
      await runStep(session, { job, step, number: index + 1 });
    }
    await runPosts(session);
    return {
      conclusion: conclude(session),
      outputs: outputsOf(session, instance),
      summary: session.summary,
    };
  } finally {
    limits.forget();
    for (const group of session?.groups ?? []) killGroup(group);
    if (session !== undefined) world.forge.revokeToken(session.token);
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

function startLimits(
  [from, closed]: readonly [AbortSignal, AbortSignal],
  minutes: number,
  log: JobLog,
) {
  const [late, over] = [new AbortController(), new AbortController()];
  const cancelled = AbortSignal.any([from, late.signal, closed]);
  const timers = [
    setTimeout(
      () => {
        log.error(`The job has exceeded the maximum execution time of ${minutes} minutes.`);
        late.abort();
      },
      Math.min(minutes * 60_000, 2 ** 31 - 1),
    ),
  ];
  const startGrace = () => timers.push(setTimeout(() => over.abort(), graceMs));
  cancelled.addEventListener('abort', startGrace, { once: true });
  if (cancelled.aborted) startGrace();
  return {
    cancelled,
    ended: AbortSignal.any([over.signal, closed]),
    forget: () => {
      cancelled.removeEventListener('abort', startGrace);
      timers.forEach((timer) => clearTimeout(timer));
    },
  };
}

function conclude({ cancelled, hasFailed }: JobSession): Conclusion {
  if (cancelled.aborted) return 'cancelled';
  return hasFailed ? 'failure' : 'success';
}

/** The latest first; one that fails does not keep the others from running. */
async function runPosts(session: JobSession): Promise<void> {
  for (const post of session.posts.toReversed()) {
    session.log.write(`##[group]${post.name}`);
    await post.run(session.ended).catch((error: unknown) => {
      session.log.error(toFailure(error).message);
      session.hasFailed = true;
    });
    session.log.write('##[endgroup]');
  }
}

/** Evaluated when all steps are done; what holds a secret is left out, as on GitHub. */
function outputsOf(session: JobSession, { job }: Instance): Record<string, string> {
  const rendered = renderStrings(job.outputs, stepScope(session));
  const outputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(rendered)) {
    if (session.log.hasSecret(value)) {
      const message = `Skip output '${name}' since it may contain secret.`;
      session.log.annotate({ level: 'warning', message });
    } else outputs[name] = value;
  }
  return outputs;
}
