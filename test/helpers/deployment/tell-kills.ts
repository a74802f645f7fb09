import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { act, type Act } from './act.ts';
import type { DeploymentGarden } from './deployment-garden.ts';
import { dieAtMoment } from './die-at-moment.ts';
import { unfinished } from './left-over.ts';
import { startLoad } from './load.ts';
import { versionAt } from './tell-story.ts';

/** What kills are told of. */
export interface KillStory {
  /** Name of the deployment. */
  readonly name: string;
  readonly target: 'process' | 'compose';
  readonly garden: () => DeploymentGarden;
  /** Of 1.0.0 and 1.1.0. */
  readonly commits: Readonly<Record<string, string>>;
  /** The servers that run, whoever knows of them. */
  readonly servers: () => Promise<readonly string[]>;
  /** All else that runs for a stage that serves: the switch, the edge. */
  readonly others: () => Promise<readonly string[]>;
  /** What is broken off: a first version, the next one, the way back, the end. */
  readonly acts: readonly ('first' | 'next' | 'back' | 'end')[];
}

/** Light: what is tried is every moment, not the most requests. */
const [connections, pauseMs] = [2, 50];

/**
 * Whoever deploys is killed at every moment of a switch; whoever comes next brings it to its end. Meanwhile what
 * served answers every request.
 */
export function tellKills(story: KillStory): void {
  const isTold = (act: KillStory['acts'][number]): boolean => story.acts.includes(act);

  it.runIf(isTold('first'))('comes to a first version, and leaves nothing over', async () => {
    const moments = await killAtEach(story, 'deploy', async () => {
      await converges(story, 'deploy', '1.0.0');
      await ends(story);
    });
    expect(moments).toEqual(
      ['start', 'test', 'shift', 'record'].flatMap((step) => momentsOf[step]!),
    );
  });

  it.runIf(isTold('next'))('comes to a new version, and loses no request on the way', async () => {
    await doing(story, 'deploy');
    const next = alternate(story);
    const load = startLoad(urlOf(story), connections, pauseMs);
    const moments = await killAtEach(
      { ...story, before: async () => want(story, await next.choose()) },
      'deploy',
      async () => converges(story, 'deploy', next.chosen()),
    );
    expect((await load.stop()).failures).toEqual([]);
    const steps = ['start', 'test', 'shift', 'stop', 'record'];
    expect(moments).toEqual(steps.flatMap((step) => momentsOf[step]!));
  });

  it.runIf(isTold('back'))('comes back, and loses no request on the way', async () => {
    for (const version of Object.keys(story.commits)) {
      await want(story, version);
      await doing(story, 'deploy');
    }
    const next = alternate(story);
    const load = startLoad(urlOf(story), connections, pauseMs);
    const moments = await killAtEach(
      { ...story, before: async () => void (await next.choose()) },
      'rollback',
      async () => converges(story, 'rollback', next.chosen(), 'look'),
    );
    expect((await load.stop()).failures).toEqual([]);
    expect(moments).toContain('shift: remembered');
  });

  it.runIf(isTold('end'))('comes to its end', async () => {
    const moments = await killAtEach(story, 'stop', async () => {
      await ends(story);
      await doing(story, 'deploy');
    });
    expect(moments).toEqual(['shift', 'stop', 'record'].flatMap((step) => momentsOf[step]!));
    await ends(story);
  });
}

const momentsOf: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    start: ['begins', 'exported', 'prepared', 'remembered', 'done'],
    test: ['begins', 'ready', 'done'],
    shift: ['begins', 'remembered', 'done'],
    stop: ['begins', 'remembered', 'done'],
    record: ['begins', 'done'],
  }).map(([step, moments]) => [step, moments.map((moment) => `${step}: ${moment}`)]),
);

/** @returns the moments, until the act came to its end */
async function killAtEach(
  story: KillStory & { readonly before?: () => Promise<void> },
  verb: Act,
  then: () => Promise<void>,
): Promise<readonly string[]> {
  const moments: string[] = [];
  const { name } = story;
  const { folder: cwd, env } = story.garden();
  for (let at = 1; ; at += 1) {
    await story.before?.();
    const moment = await dieAtMoment({ name, act: verb, cwd, env, at });
    if (moment === undefined) return moments;
    moments.push(moment);
    await then().catch((error: unknown) => {
      throw new Error(`${verb}, killed at "${moment}": ${String(error)}`, { cause: error });
    });
  }
}

/** @param again what changes nothing after that; a rollback would go back once more */
async function converges(
  story: KillStory,
  verb: Act,
  version: string,
  again = verb,
): Promise<void> {
  await doing(story, verb);
  expect(await versionAt(urlOf(story))).toBe(version);
  const [second] = await doing(story, again);
  expect(second).toMatchObject({ kind: 'unchanged', state: { health: 'healthy' } });
  const last = (await story.garden().readRecords()).at(-1);
  expect(last).toMatchObject({ health: 'healthy', module: { version } });
  expect(await remembered(story)).toMatchObject({ slots: [{ isTested: true }] });
  expect(await story.servers()).toHaveLength(1);
  expect(await story.others()).toHaveLength(1);
  expect(await unfinished(story.garden().state)).toEqual([]);
}

async function ends(story: KillStory): Promise<void> {
  await doing(story, 'stop');
  expect(await versionAt(urlOf(story))).toMatch(/^404|fetch failed/);
  const [second] = await doing(story, 'stop');
  expect(second).toMatchObject({ kind: 'unchanged' });
  expect(await remembered(story)).toMatchObject({ slots: [], percents: {} });
  const last = (await story.garden().readRecords()).at(-1);
  expect(last).toMatchObject({ act: 'stop', health: 'stopped' });
  // a switch that has nothing to do any more ends by itself
  await expect.poll(story.others, { timeout: 10_000 }).toEqual([]);
  expect(await story.servers()).toEqual([]);
  expect(await unfinished(story.garden().state)).toEqual([]);
}

async function doing(story: KillStory, verb: Act): ReturnType<typeof act> {
  const { folder: cwd, env } = story.garden();
  const outcomes = await act({
    ...{ name: story.name, act: verb, cwd },
    env: { ...process.env, ...env },
  });
  for (const outcome of outcomes) if (outcome.kind === 'failed') throw outcome.error;
  return outcomes;
}

async function want({ garden, commits }: KillStory, version: string): Promise<void> {
  await garden().want(version, commits[version]!);
}

/** The version that does not serve now, each time. */
function alternate(story: KillStory) {
  let chosen = '';
  return {
    choose: async () => {
      const now = await versionAt(urlOf(story));
      return (chosen = Object.keys(story.commits).find((version) => version !== now)!);
    },
    chosen: () => chosen,
  };
}

async function remembered({ garden, target, name }: KillStory): Promise<unknown> {
  const folder = join(garden().state, 'deployments', target, 'stages', name, 'staging');
  return JSON.parse(await readFile(join(folder, 'stage.json'), 'utf8')) as unknown;
}

function urlOf({ garden, name }: KillStory): string {
  return `${garden().address}/${name}/staging/`;
}
