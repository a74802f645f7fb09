import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { WorkflowRun } from '../../../../actions/github/entities.ts';
import type { JsonObject } from '../../../../actions/local-github/executor/json.ts';
import { renderString } from '../../../../actions/local-github/executor/expressions/render.ts';
import { readWorkflow } from '../../../../actions/local-github/executor/workflow/read-workflow.ts';
import { isCheckOf, readCheck } from '../../../../actions/orders/subjects/read-check.ts';
import {
  check,
  comment,
  contribute,
  handle,
  moduleText,
  plantGarden,
  type Garden,
} from '../../../helpers/github/model/garden.ts';

const path = new URL('../../../../.github/workflows/validate.yml', import.meta.url);

function changed(garden: Garden, isGreen: boolean): number {
  const { mo } = garden.people;
  const files = { 'modules/leaf-classifier/module.md': moduleText('Better', mo) };
  return contribute(garden, mo, files, { isGreen });
}

/** Opens the branch of a pull request once more. */
function openAgain({ catalogue, forge }: Garden, number: number, baseBranch?: string): number {
  const again = forge.id();
  const first = catalogue.pulls.get(number)!;
  catalogue.pulls.set(again, {
    ...{ ...first, number: again, nodeId: `PR_${again}` },
    ...(baseBranch !== undefined && { baseBranch }),
  });
  catalogue.issues.set(again, { ...catalogue.issues.get(number)!, number: again });
  return again;
}

it('knows the check by the name that its workflow gives the run', async () => {
  const { runName } = await readWorkflow('validate.yml', readFileSync(path, 'utf8'));
  const named = (event: JsonObject): string => {
    return renderString(runName, { contexts: { github: { event } } });
  };
  const title = named({ pull_request: { number: 7, base: { ref: 'main' } } });
  const head = { sha: 'a', branch: 'b', repository: 'mo/orangery' };
  const run: WorkflowRun = {
    ...{ id: 1, workflow: 'validate.yml', title, event: 'pull_request' },
    status: 'completed',
    ...{ conclusion: 'success', head: 'a', branch: 'b', headRepository: 'mo/orangery' },
    ...{ createdAt: '', updatedAt: '', url: '' },
  };
  const pull = { number: 7, head, base: { sha: 'c', branch: 'main' } };
  expect(isCheckOf(pull, run)).toBe(true);
  expect(isCheckOf({ ...pull, number: 8 }, run)).toBe(false);
  expect(isCheckOf({ ...pull, base: { sha: 'c', branch: 'records' } }, run)).toBe(false);
  expect(named({ merge_group: {} })).toBe('validate a merge group');
});

it.each([undefined, 'orangery/retrain/oak'])(
  'counts no green check of the same head in another pull request, to %s',
  async (base) => {
    const garden = plantGarden();
    const { catalogue, people, control } = garden;
    const number = changed(garden, false);
    if (base !== undefined) catalogue.branches.set(base, catalogue.branches.get('main')!);
    const again = openAgain(garden, number, base);
    check(garden, again);
    const other = (await control.catalogue.getPullRequest(again))!;
    expect(await readCheck(control.catalogue, other)).toMatchObject({ isGreen: true });
    const [handled] = await handle(garden, comment(garden, number, people.mo, '/merge'));
    expect(handled?.answer).toContain('❌ The check of this head is red');
    expect(catalogue.merges).toEqual([]);
  },
);

it('counts no check from before a pull request went to main', async () => {
  const garden = plantGarden();
  const { catalogue, people } = garden;
  catalogue.branches.set('orangery/retrain/oak', catalogue.branches.get('main')!);
  const number = openAgain(garden, changed(garden, false), 'orangery/retrain/oak');
  check(garden, number);
  catalogue.pulls.get(number)!.baseBranch = 'main';
  const [handled] = await handle(garden, comment(garden, number, people.mo, '/merge'));
  expect(handled?.answer).toContain('❌ There is no check of this head');
  const [again] = await handle(garden, comment(garden, number, people.mo, '/validate'));
  expect(again?.answer).toMatch(/no check of .* to repeat/);
});
