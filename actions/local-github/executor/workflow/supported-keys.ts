import { isList, isObject, type Json } from '../json.ts';

/** What may stand at a place of a workflow's file. */
export type Shape = 'any' | KeyShape | { readonly each: Shape } | { readonly list: Shape };

interface KeyShape {
  readonly keys: Readonly<Record<string, Shape>>;
}

const any = 'any';
const types = { keys: { types: any } } as const;
const branches = { branches: any, 'branches-ignore': any } as const;
const paths = { paths: any, 'paths-ignore': any } as const;
const run = { keys: { run: { keys: { shell: any } } } } as const;
const jobRun = { keys: { run: { keys: { shell: any, 'working-directory': any } } } } as const;
const concurrency = { keys: { group: any, 'cancel-in-progress': any } } as const;

const step: Shape = {
  keys: {
    ...{ id: any, name: any, if: any, uses: any, with: any, run: any, env: any, shell: any },
    ...{ 'working-directory': any, 'continue-on-error': any, 'timeout-minutes': any },
  },
};

const job: Shape = {
  keys: {
    ...{ name: any, needs: any, if: any, 'runs-on': { keys: {} }, permissions: any, env: any },
    ...{ 'timeout-minutes': any, 'continue-on-error': any, outputs: any },
    environment: { keys: { name: any, url: any } },
    defaults: jobRun,
    concurrency,
    strategy: { keys: { matrix: any, 'fail-fast': any, 'max-parallel': any } },
    steps: { list: step },
  },
};

const input: Shape = {
  keys: { description: any, required: any, default: any, type: any, options: any },
};

/** The events that the executor knows how to match. */
export const supportedEvents: Readonly<Record<string, Shape>> = {
  push: { keys: { ...branches, ...paths, tags: any, 'tags-ignore': any } },
  pull_request: { keys: { ...types.keys, ...branches, ...paths } },
  merge_group: { keys: { ...types.keys, ...branches } },
  issues: types,
  issue_comment: types,
  repository_dispatch: types,
  workflow_run: { keys: { ...types.keys, ...branches, workflows: any } },
  workflow_dispatch: { keys: { inputs: { each: input } } },
  schedule: { list: { keys: { cron: any } } },
};

/** Every key of a workflow that the executor does as GitHub does. */
export const workflowShape: Shape = {
  keys: {
    ...{ name: any, 'run-name': any, permissions: any, env: any },
    on: { keys: supportedEvents },
    defaults: run,
    concurrency,
    jobs: { each: job },
  },
};

export interface UnsupportedKey {
  readonly key: string;
  /** JSON pointer. */
  readonly pointer: string;
}

/** Keys that the shape has no place for, in the order of the file. */
export function findUnsupportedKeys(value: Json, shape: Shape, pointer = ''): UnsupportedKey[] {
  if (shape === 'any') return [];
  const inside = (key: string, item: Json, next: Shape) =>
    findUnsupportedKeys(item, next, `${pointer}/${escapePointer(key)}`);
  if ('list' in shape) {
    if (!isList(value)) return [];
    return value.flatMap((item, index) => inside(String(index), item, shape.list));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if ('each' in shape) return inside(key, item, shape.each);
    if (Object.hasOwn(shape.keys, key)) return inside(key, item, shape.keys[key] ?? 'any');
    return [{ key, pointer: `${pointer}/${escapePointer(key)}` }];
  });
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
