import type {
  CatalogueModule,
  Problem,
  ReportedProblem,
  ValidatedModule,
  ValidationReport,
} from '@orangery/schemas';
import { buildPages, type Pages } from './build-pages.ts';
import { changedPaths } from './changed-paths.ts';
import { changedThings } from './changed-things.ts';
import { clip } from './clip.ts';
import { compareModules } from './compare-modules.ts';
import { fileProblems, isOf, readBoth, requestIn, type Both } from './read-both.ts';
import { reportProblem } from './report-problem.ts';
import { testGolden } from './test-golden.ts';
import { findTool, type Tool } from './tool.ts';

export interface ReportOrder {
  /** The contribution's checkout, with its history. */
  readonly root: string;
  readonly base: string;
  readonly head: string;
  /** A checkout of the base, whose command line is used where it is installed. */
  readonly tool: string;
  /** Where pages go; none are made without. */
  readonly site?: string;
  readonly temporary: string;
  readonly path: string | undefined;
  readonly signal: AbortSignal;
}

/** What the report holds at most. */
const mostModules = 50;
const mostProblems = 200;

/** Checks what a contribution changes, by the code of the base; reads the contribution as data. */
export async function makeReport(order: ReportOrder): Promise<ValidationReport> {
  const { root, base, head } = order;
  const changed = changedThings(await changedPaths(order));
  const looked = changed.ids.slice(0, mostModules);
  const requests = await findRequests(order, looked);
  const ids = looked.filter((id) => !requests.has(id));
  const both = await readBoth(order.tool, root, ids);
  const tool = await findTool({ ...order, folder: order.tool });
  const pages = await makePages(ids, { order, both, tool });
  const isElsewhere = ({ file }: Problem): boolean => !looked.some((id) => isOf(file, id));
  const others = [
    ...(changed.ids.length > mostModules ? [tooManyModules(changed.ids.length)] : []),
    ...both.problems.filter(isElsewhere),
    ...pages.problems,
  ];
  const modules: ValidatedModule[] = [];
  for (const id of ids) modules.push(await checkModule(id, { order, both, tool, pages }));
  return {
    schema: 'validation-report/1',
    ...{ base, head, modules },
    files: await checkFiles(root, changed.deployments, [...requests.values()]),
    others: await reportAll(root, others),
  };
}

interface Checking {
  readonly order: ReportOrder;
  readonly both: Both;
  readonly tool: Tool;
}

/** The site is built of all modules or of none. */
async function makePages(
  ids: readonly string[],
  { order: { root, site }, both, tool }: Checking,
): Promise<Pages> {
  if (site === undefined || both.problems.length > 0) return { byId: new Map(), problems: [] };
  return buildPages({ tool, root, site, ids: ids.filter((id) => both.head.has(id)) });
}

async function checkModule(
  id: string,
  { order: { root }, both, tool, pages }: Checking & { readonly pages: Pages },
): Promise<ValidatedModule> {
  const problems = both.problems.filter(({ file }) => isOf(file, id));
  const [before, after] = [both.base.get(id) ?? null, both.head.get(id) ?? null];
  const page = pages.byId.get(id);
  return {
    id: clip(id, 255),
    status: statusOf(before !== null, !both.gone.has(id)),
    problems: await reportAll(root, problems),
    golden: after === null || problems.length > 0 ? untested : await testGolden(after, tool, root),
    ...(page !== undefined && { completeness: completenessOf(page), page: `modules/${id}/` }),
    ...compareModules(before, after),
  };
}

const untested: ValidatedModule['golden'] = {
  outcome: 'skipped',
  detail: 'there is no valid module to test',
  cases: [],
};

function statusOf(wasThere: boolean, isThere: boolean): ValidatedModule['status'] {
  if (!isThere) return 'removed';
  return wasThere ? 'changed' : 'added';
}

function completenessOf({ completeness }: CatalogueModule): ValidatedModule['completeness'] {
  const { percent, missing } = completeness;
  return {
    percent,
    missing: missing
      .slice(0, 50)
      .map(({ name, remedy }) => ({ name: clip(name, 100), remedy: clip(remedy, 300) })),
  };
}

async function findRequests(
  { tool, root }: ReportOrder,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const id of ids) {
    const file = await requestIn(tool, root, id);
    if (file !== null) found.set(id, file);
  }
  return found;
}

async function checkFiles(
  root: string,
  deployments: readonly string[],
  requests: readonly string[],
): Promise<ValidationReport['files']> {
  const files = [
    ...deployments.map((path) => ({ path, name: 'deployment' as const })),
    ...requests.map((path) => ({ path, name: 'trainingRequest' as const })),
  ];
  return Promise.all(
    files.slice(0, mostModules).map(async ({ path, name }) => ({
      path: clip(path, 500),
      problems: await reportAll(root, await fileProblems(root, path, name)),
    })),
  );
}

async function reportAll(root: string, problems: readonly Problem[]): Promise<ReportedProblem[]> {
  return Promise.all(
    problems.slice(0, mostProblems).map((problem) => reportProblem(root, problem)),
  );
}

function tooManyModules(found: number): Problem {
  const expected = `at most ${mostModules} modules changed at once`;
  return { file: 'modules', pointer: '', expected, found: String(found) };
}
