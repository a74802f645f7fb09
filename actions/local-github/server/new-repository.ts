import { emptyObjects } from './git/objects.ts';
import type { JsonObject } from './json.ts';
import type { Repository } from './repository.ts';
import { timestamp, type State } from './state.ts';

export interface NewRepository {
  readonly id: number;
  readonly owner: number;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly parent: Repository | null;
  readonly profile: JsonObject;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A repository with nothing in it; Actions are set as GitHub sets them in a new one. */
export function newRepository(state: Pick<State, 'now'>, order: NewRepository): Repository {
  return {
    ...order,
    defaultBranch: order.parent?.defaultBranch ?? 'main',
    objects: order.parent?.objects ?? emptyObjects(),
    references: new Map(),
    collaborators: new Map(),
    pullRequests: new Map(),
    reviews: [],
    releases: new Map(),
    rulesets: new Map(),
    environments: new Map(),
    variables: order.variables ?? {},
    deployments: new Map(),
    settings: {
      workflowPermissions: 'read',
      mayApprovePullRequests: false,
      actionsEnabled: true,
      allowedActions: 'all',
      forkApproval: 'first_time_contributors',
    },
    createdAt: timestamp(state),
  };
}
