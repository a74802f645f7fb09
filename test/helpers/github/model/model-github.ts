import type { Account } from '../../../../actions/github/entities.ts';
import type { GitHub } from '../../../../actions/github/github.ts';
import { accounts, branches, contents } from './contents.ts';
import { issues } from './issues.ts';
import type { ModelForge } from './model-state.ts';
import { pulls } from './pulls.ts';
import { releases } from './releases.ts';
import { runs } from './runs.ts';

/** Whose token it is, and what goes wrong. */
export interface ModelToken {
  readonly as: Account;
  /** Called before each request: throws where GitHub is to fail. */
  readonly before?: (method: string) => void;
}

/** The port to a repository of the model. */
export function modelGitHub(forge: ModelForge, name: string, token: ModelToken): GitHub {
  const repository = forge.repositories.get(name)!;
  const github: GitHub = {
    repository: name,
    ...accounts(forge, repository),
    ...contents(forge, repository),
    ...branches(forge, repository),
    ...issues(forge, repository, token.as),
    ...pulls(forge, repository, token.as),
    ...runs(forge, repository),
    ...releases(forge, repository),
  };
  return watched(github, token.before);
}

/** Calls back before each request. */
function watched(github: GitHub, before: ModelToken['before']): GitHub {
  if (before === undefined) return github;
  return new Proxy(github, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        before(String(key));
        return (await Reflect.apply(value, target, args)) as unknown;
      };
    },
  });
}
