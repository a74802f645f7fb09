import type { Access, Role, RunnerKey } from '@orangery/schemas';
import { roleNames, type RoleName } from './roles.ts';

/** One difference between two versions of the rules; its words come from the files. */
export interface AccessChange {
  /** `+` more may be done, `-` less, `~` otherwise. */
  readonly sign: '+' | '-' | '~';
  readonly place: string;
  readonly change: string;
}

/** What a change of `access.yml` gives and takes, by the files alone. */
export function compareAccess(before: Access, after: Access): readonly AccessChange[] {
  return [
    ...roleNames.flatMap((name) => roleChanges(name, before.roles[name], after.roles[name])),
    ...memberChanges(before, after),
    ...runnerChanges(before.runners, after.runners),
  ];
}

function roleChanges(
  name: RoleName,
  before: Role | undefined,
  after: Role | undefined,
): readonly AccessChange[] {
  const place = `role ${name}`;
  const say = (sign: AccessChange['sign'], change: string) => ({ sign, place, change });
  const lists = [
    ['team', before?.teams, after?.teams],
    ['verb', before?.verbs, after?.verbs],
    ['dataset host', before?.datasetHosts, after?.datasetHosts],
  ] as const;
  const listed = lists.flatMap(([what, was = [], is = []]) => [
    ...is.filter((one) => !was.includes(one)).map((one) => say('+', `${what} ${one}`)),
    ...was.filter((one) => !is.includes(one)).map((one) => say('-', `${what} ${one}`)),
  ]);
  const [was, is] = [before?.permission ?? 'none', after?.permission ?? 'none'];
  const permission = was === is ? [] : [say('~', `repository permission ${was} → ${is}`)];
  return [...listed, ...permission, ...budgetChanges(name, before, after)];
}

const budgets = [
  ['gpuMinutesPerWeek', 'GPU minutes a week'],
  ['concurrentJobs', 'jobs at a time'],
  ['largestDatasetBytes', 'bytes of the largest dataset'],
] as const;

/** Who has no budget has none; but an admin any. */
function budgetChanges(
  name: RoleName,
  before: Role | undefined,
  after: Role | undefined,
): readonly AccessChange[] {
  const most = (role: Role | undefined, field: (typeof budgets)[number][0]): number =>
    role?.budget?.[field] ?? (name === 'admin' && role !== undefined ? Infinity : 0);
  return budgets.flatMap(([field, words]) => {
    const [was, is] = [most(before, field), most(after, field)];
    if (was === is) return [];
    const change = `${words} ${shownLimit(was)} → ${shownLimit(is)}`;
    return [{ sign: is > was ? '+' : '-', place: `role ${name}`, change } as const];
  });
}

function shownLimit(value: number): string {
  return value === Infinity ? 'any' : String(value);
}

function memberChanges(before: Access, after: Access): readonly AccessChange[] {
  const [was, is] = [before.members ?? {}, after.members ?? {}];
  const teams = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return teams.flatMap((team): readonly AccessChange[] => {
    const place = `team ${team}`;
    const [old, now] = [was[team], is[team]];
    if (now === undefined) {
      return [{ sign: '~', place, change: 'its members are kept on GitHub alone' }];
    }
    const kept: AccessChange = { sign: '~', place, change: 'only who is listed here is a member' };
    const ids = (people: readonly { readonly id: number }[]) => people.map(({ id }) => id);
    return [
      ...(old === undefined ? [kept] : []),
      ...now
        .filter(({ id }) => !ids(old ?? []).includes(id))
        .map(({ login, id }) => ({ sign: '+' as const, place, change: `${login} (${id})` })),
      ...(old ?? [])
        .filter(({ id }) => !ids(now).includes(id))
        .map(({ login, id }) => ({ sign: '-' as const, place, change: `${login} (${id})` })),
    ];
  });
}

/** A machine is its key: another key under the same name is another machine. */
function runnerChanges(
  before: readonly RunnerKey[],
  after: readonly RunnerKey[],
): readonly AccessChange[] {
  const keyOf = (runner: RunnerKey) => JSON.stringify([runner.name, runner.publicKey]);
  const words = ({ from, until }: RunnerKey) => `signatures from ${from} until ${until ?? 'ever'}`;
  const found = (all: readonly RunnerKey[], runner: RunnerKey) =>
    all.find((one) => keyOf(one) === keyOf(runner));
  const say = (sign: AccessChange['sign'], runner: RunnerKey): AccessChange => ({
    ...{ sign, place: `machine ${runner.name}` },
    change: `${words(runner)}, key ${runner.publicKey.slice(0, 12)}…`,
  });
  return [
    ...after.flatMap((runner) => {
      const old = found(before, runner);
      if (old === undefined) return [say('+', runner)];
      return words(old) === words(runner) ? [] : [say('~', runner)];
    }),
    ...before.filter((runner) => found(after, runner) === undefined).map((one) => say('-', one)),
  ];
}
