import { describe, expect, it } from 'vitest';
import { localGarden } from '../local-garden.ts';
import { grantsOf } from './grants.ts';
import { placeOf, readWorkflow, scenarios, type Scenario } from './scenarios.ts';

/**
 * Whether who asked may still ask is not told where GitHub does not say: nobody loses work by a failed
 * request. So nothing ends in a refusal there. The registry is not GitHub: `images.test.ts` has one.
 */
const unseen = [
  '.github/workflows/finish.yml members',
  '.github/workflows/reap.yml members',
  '.github/workflows/publish.yml packages',
];

/** What the jobs of a workflow said, and what was told about it. */
async function toldBy({ path, options, act }: Scenario, text: string, job = ''): Promise<string> {
  const place = placeOf(path);
  const own = { [place.path]: text };
  const isRunner = place.repository.endsWith('-runner');
  const garden = await localGarden({
    ...options,
    files: { ...options.files, ...(!isRunner && own) },
    runnerFiles: { ...options.runnerFiles, ...(isRunner && own) },
  });
  await act(garden, job);
  const runs = garden.executor.runs.filter(({ repository, workflow }) => {
    return repository === place.repository && path.endsWith(`/${workflow}`);
  });
  const told = runs.map((run) => [run.reason, ...run.jobs.map((job) => job.log)].join('\n'));
  return told.join('\n').replaceAll('\\', '');
}

function casesOf(asked: readonly Scenario[]) {
  return asked.flatMap((scenario) =>
    grantsOf(readWorkflow(scenario.path))
      .filter(({ name }) => !unseen.includes(`${scenario.path} ${name}`))
      .map((grant) => ({
        ...{ scenario, grant, workflow: scenario.path },
        ...{ job: grant.job, permission: `${grant.name}: ${grant.level}` },
      })),
  );
}

/** Tests of workflows, by their paths: nothing is refused with all permissions, and each one left out is named. */
export function testPermissions(paths: readonly string[]): void {
  const asked = scenarios.filter(({ path }) => paths.includes(path));
  if (asked.length !== paths.length)
    throw new Error(`expected a scenario of each: ${paths.join()}`);

  it.each(asked)('$path is refused nothing with all of its permissions', async (scenario) => {
    const text = readWorkflow(scenario.path);
    const told = await toldBy(scenario, scenario.shorten?.(text, 'announce') ?? text);
    expect(told).not.toBe('');
    expect(told).not.toMatch(/403|missing permission/);
  });

  describe('without one permission, what the workflow was to do ends in a refusal that names it', () => {
    it.each(casesOf(asked))('$workflow, $job, $permission', async ({ scenario, grant }) => {
      const { job, name, without } = grant;
      const told = await toldBy(scenario, scenario.shorten?.(without, job) ?? without, job);
      const word = name.replaceAll('-', '[-_]');
      expect(told).toMatch(
        new RegExp(`(403|needs the permission)[^\\n]*\\b${word}\\W+(read|write)`),
      );
    });
  });
}
