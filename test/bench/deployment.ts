/**
 * How long it takes from the agent's look to the new version having the requests, and back by hand.
 * `npm run bench:deployment` prints it and writes the table; it needs Docker, Compose and Caddy.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../helpers/deployment/engine-environment.ts';
import { hostGarden } from '../helpers/deployment/host-garden.ts';
import { versionAt } from '../helpers/deployment/tell-story.ts';

const rounds = 5;
const limits = { merge: 60, rollback: 10 };

/** Seconds from the start of a command. */
interface Span {
  /** Until the version has the requests. */
  readonly traffic: number;
  /** Until the command has ended, and the version before with it. */
  readonly end: number;
}

interface Times {
  readonly merge: Span[];
  readonly rollback: Span[];
}

/** @throws Error when the command fails, or the version has no requests after it */
async function timed(
  garden: DeploymentGarden,
  work: () => Promise<{ readonly code: number; readonly stderr: string }>,
  version: string,
): Promise<Span> {
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  const asked = async (): Promise<unknown> => versionAt(`${garden.address}/timed/staging/`);
  let traffic: number | undefined;
  const command = work().finally(() => (traffic ??= since()));
  while (traffic === undefined) {
    if ((await asked()) === version) traffic = since();
    await pause(50);
  }
  const { code, stderr } = await command;
  const end = since();
  const found = await asked();
  if (code !== 0 || found !== version)
    throw new Error(`${version} expected, ${String(found)} found: ${stderr}`);
  return { traffic, end };
}

async function measure(target: 'process' | 'compose'): Promise<Times> {
  const env = target === 'compose' ? await engineEnvironment() : {};
  const garden = await deploymentGarden({ name: 'timed', target, env });
  const times: Times = { merge: [], rollback: [] };
  try {
    const first = await garden.release('1.0.0');
    await garden.want('1.0.0', first);
    const host = await hostGarden(garden);
    const agent = async (): ReturnType<typeof host.agent> => host.agent('--unsigned');
    // the tool's image is built here, and is not counted
    await timed(garden, agent, '1.0.0');
    for (let round = 1; round <= rounds; round += 1) {
      const version = `1.${round}.0`;
      await garden.want(version, await garden.release(version));
      await host.push();
      times.merge.push(await timed(garden, agent, version));
      const back = round === 1 ? '1.0.0' : `1.${round - 1}.0`;
      const rollback = async (): ReturnType<typeof garden.orangery> =>
        garden.orangery('rollback', 'timed');
      times.rollback.push(await timed(garden, rollback, back));
      await garden.orangery('deploy', 'timed');
    }
    await garden.remove();
    await host.remove();
  } catch (error) {
    await garden.remove();
    throw error;
  }
  return times;
}

function told(spans: readonly Span[]): string {
  return (['traffic', 'end'] as const)
    .map((until) => {
      const sorted = spans.map((span) => span[until]).toSorted((a, b) => a - b);
      return `${sorted[Math.floor(sorted.length / 2)]!.toFixed(1)} | ${sorted.at(-1)!.toFixed(1)}`;
    })
    .join(' | ');
}

const rows: string[] = [];
for (const target of ['process', 'compose'] as const) {
  const { merge, rollback } = await measure(target);
  rows.push(`| ${target} | a look of the agent | ${told(merge)} | ${limits.merge} |`);
  rows.push(`| ${target} | rollback | ${told(rollback)} | ${limits.rollback} |`);
}
const text = `# Deployment

\`npm run bench:deployment\` on ${cpus().length} threads of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}: ${rounds} new versions of the seed classifier and as
many rollbacks, in seconds from the start of a command until the other version has the requests, and until the command has ended, and the version before
with it. The image of the tool is there already; that of the module is built. An agent that runs looks every 15 seconds: so much may go by between a merge
and its look.

| target | what | requests, median | longest | end, median | longest | limit for the requests |
| --- | --- | --: | --: | --: | --: | --: |
${rows.join('\n')}
`;
process.stdout.write(text);
await writeFile(join(import.meta.dirname, 'results', 'deployment.md'), text);
