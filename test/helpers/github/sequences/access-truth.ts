import type { AccessChange } from './event.ts';

/** The rules as the oracle knows them: its own, not what `access.yml` was read to say. */
export interface AccessTruth {
  readonly teams: Readonly<Record<RoleTruth, readonly string[]>>;
  readonly verbs: Readonly<Record<RoleTruth, readonly string[]>>;
  readonly minutes: Readonly<Record<RoleTruth, number>>;
  readonly jobs: Readonly<Record<RoleTruth, number>>;
  readonly bytes: Readonly<Record<RoleTruth, number>>;
  readonly hosts: readonly string[];
}

export type RoleTruth = 'user' | 'app-developer' | 'model-developer' | 'admin';
export const rolesInOrder: readonly RoleTruth[] = [
  'user',
  'app-developer',
  'model-developer',
  'admin',
];

const gigabyte = 1_000_000_000;
const deployments = ['deploy', 'stop', 'rollback', 'promote', 'lock', 'unlock', 'key'];
const training = ['retrain', 'benchmark'];

/** The rules after a change of them; null where nobody can read them. */
export function accessAfter(change: AccessChange): AccessTruth | null {
  if (change === 'broken') return null;
  const work = change === 'no training' ? [] : training;
  const merge = change === 'no merging' ? [] : ['merge'];
  const minutes = { 'small budget': 45, 'no budget': 0 }[change as string] ?? 600;
  const all = ['validate', 'help', ...work, ...deployments, 'cancel'];
  return {
    teams: {
      user: [],
      'app-developer': ['app-developers'],
      'model-developer': ['model-developers'],
      admin: ['admins'],
    },
    verbs: {
      user: ['validate', 'help'],
      'app-developer': all,
      'model-developer': [...all, ...merge],
      admin: [...all, ...merge, 'stop-all'],
    },
    minutes: { user: 0, 'app-developer': minutes, 'model-developer': 2 * minutes, admin: Infinity },
    bytes: { user: 0, 'app-developer': gigabyte, 'model-developer': gigabyte, admin: Infinity },
    jobs: { user: 0, 'app-developer': 2, 'model-developer': 3, admin: Infinity },
    hosts: change === 'a host' ? ['data.example.org'] : [],
  };
}

/** `access.yml` of the rules; JSON is YAML too. */
export function accessText(truth: AccessTruth | null): string {
  if (truth === null) return 'schema: access/1\nroles: [nobody, knows]\n';
  const role = (name: RoleTruth): unknown => ({
    teams: truth.teams[name],
    verbs: truth.verbs[name],
    ...(Number.isFinite(truth.minutes[name]) && {
      budget: {
        gpuMinutesPerWeek: truth.minutes[name],
        concurrentJobs: truth.jobs[name],
        largestDatasetBytes: truth.bytes[name],
      },
    }),
    datasetHosts: name === 'user' ? [] : truth.hosts,
  });
  const roles = Object.fromEntries(rolesInOrder.map((name) => [name, role(name)]));
  return `${JSON.stringify({ schema: 'access/1', roles, runners: [] }, null, 2)}\n`;
}
