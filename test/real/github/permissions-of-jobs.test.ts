import { describe, expect, it } from 'vitest';
import { localGarden } from '../../helpers/github/local-garden.ts';
import { grantsOf } from '../../helpers/github/permissions/grants.ts';
import {
  placeOf,
  readWorkflow,
  scenarios,
  type Scenario,
} from '../../helpers/github/permissions/scenarios.ts';

/**
 * Whether who asked may still ask is not told where GitHub does not say: nobody loses work by a failed
 * request. So nothing ends in a refusal there.
 */
const unseen = ['.github/workflows/finish.yml members', '.github/workflows/reap.yml members'];

const cases = scenarios.flatMap((scenario) =>
  grantsOf(readWorkflow(scenario.path))
    .filter(({ name }) => !unseen.includes(`${scenario.path} ${name}`))
    .map((grant) => ({
      ...{ scenario, grant, workflow: scenario.path },
      ...{ job: grant.job, permission: `${grant.name}: ${grant.level}` },
    })),
);

/** What the jobs of a workflow said, and what was told about it. */
async function toldBy({ path, options, act }: Scenario, text: string, job = ''): Promise<string> {
  const place = placeOf(path);
  const own = { [place.path]: text };
  const isRunner = place.repository.endsWith('-runner');
  const garden = await localGarden({
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

it.each(scenarios)('$path is refused nothing with all of its permissions', async (scenario) => {
  const text = readWorkflow(scenario.path);
  const told = await toldBy(scenario, scenario.shorten?.(text, 'announce') ?? text);
  expect(told).not.toBe('');
  expect(told).not.toMatch(/403|missing permission/);
});

describe('without one permission, what the workflow was to do ends in a refusal that names it', () => {
  it.each(cases)('$workflow, $job, $permission', async ({ scenario, grant }) => {
    const { job, name, without } = grant;
    const told = await toldBy(scenario, scenario.shorten?.(without, job) ?? without, job);
    const word = name.replaceAll('-', '[-_]');
    expect(told).toMatch(new RegExp(`(403|needs the permission)[^\\n]*\\b${word}\\W+(read|write)`));
  });
});
