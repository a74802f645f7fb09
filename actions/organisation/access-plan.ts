import type {
  Environment,
  OrganisationSettings,
  Permission,
  Ruleset,
  RunnerGroup,
} from './entities.ts';

/** What brings the organisation to where it should be. */
export interface AccessPlan {
  /** In the order in which they are done: what is taken away comes last. */
  readonly steps: readonly AccessStep[];
  /** Why it may not be applied; none: it may. */
  readonly refusals: readonly string[];
}

export type AccessStep =
  | { readonly kind: 'set-settings'; readonly settings: OrganisationSettings }
  | { readonly kind: 'set-runner-group'; readonly group: RunnerGroup }
  | { readonly kind: 'create-team'; readonly team: string }
  | {
      readonly kind: 'set-environment';
      readonly repository: string;
      readonly environment: Environment;
    }
  | { readonly kind: 'set-ruleset'; readonly repository: string; readonly ruleset: Ruleset }
  | {
      readonly kind: 'set-permission';
      readonly repository: string;
      readonly team: string;
      readonly permission: Permission;
      readonly before: Permission;
    }
  | MemberStep
  | { readonly kind: 'propose-codeowners'; readonly text: string };

export interface MemberStep {
  readonly kind: 'add-member' | 'remove-member';
  readonly team: string;
  readonly login: string;
  readonly id: number;
}
