import {
  noContent,
  ok,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { invalid } from '../http-error.ts';
import type { JsonObject } from '../json.ts';
import { optionalFlag, optionalText, requiredText } from '../read-body.ts';
import type { RepositorySettings } from '../repository.ts';
import type { OrganisationSettings } from '../state.ts';

const ofRepository = '/repos/{owner}/{repo}/actions/permissions';
const ofOrganisation = '/orgs/{org}/actions/permissions';
const approvals = [
  'first_time_contributors_new_to_github',
  'first_time_contributors',
  'all_external_contributors',
];

export const settingsRoutes: Routes = {
  [`GET ${ofRepository}`]: (exchange) => {
    const { actionsEnabled, allowedActions } = repositoryOf(exchange).settings;
    return ok({ enabled: actionsEnabled, allowed_actions: allowedActions });
  },
  [`PUT ${ofRepository}`]: setRepositoryActions,
  [`GET ${ofOrganisation}`]: ({ state }) => {
    const { enabledRepositories, allowedActions } = state.organisation.settings;
    return ok({ enabled_repositories: enabledRepositories, allowed_actions: allowedActions });
  },
  [`PUT ${ofOrganisation}`]: ({ state, body }) => {
    const { settings } = state.organisation;
    settings.enabledRepositories = requiredText(body, 'enabled_repositories');
    settings.allowedActions = optionalText(body, 'allowed_actions') ?? settings.allowedActions;
    return noContent();
  },
  ...both('workflow', {
    read: ({ workflowPermissions, mayApprovePullRequests }) => ({
      default_workflow_permissions: workflowPermissions,
      can_approve_pull_request_reviews: mayApprovePullRequests,
    }),
    write: setWorkflowPermissions,
  }),
  ...both('fork-pr-contributor-approval', {
    read: ({ forkApproval }) => ({ approval_policy: forkApproval }),
    write(settings, body) {
      const policy = requiredText(body, 'approval_policy');
      if (!approvals.includes(policy))
        throw invalid(`${policy} is not a policy`, 'approval_policy');
      settings.forkApproval = policy;
    },
  }),
};

type Settings = RepositorySettings | OrganisationSettings;

/** A setting that a repository and the organisation have alike. */
function both(
  name: string,
  setting: {
    readonly read: (settings: Settings) => unknown;
    readonly write: (settings: Settings, body: JsonObject) => void;
  },
): Routes {
  const settingsOf = ({ repository, state }: Exchange): Settings =>
    repository?.settings ?? state.organisation.settings;
  const routes = [ofRepository, ofOrganisation].map((path) => ({
    [`GET ${path}/${name}`]: (exchange: Exchange) => ok(setting.read(settingsOf(exchange))),
    [`PUT ${path}/${name}`]: (exchange: Exchange) => {
      setting.write(settingsOf(exchange), exchange.body);
      return noContent();
    },
  }));
  return Object.assign({}, ...routes);
}

function setWorkflowPermissions(settings: Settings, body: JsonObject): void {
  const given = optionalText(body, 'default_workflow_permissions') ?? settings.workflowPermissions;
  if (given !== 'read' && given !== 'write') throw invalid('Neither read nor write');
  settings.workflowPermissions = given;
  settings.mayApprovePullRequests =
    optionalFlag(body, 'can_approve_pull_request_reviews') ?? settings.mayApprovePullRequests;
}

function setRepositoryActions(exchange: Exchange): Reply {
  const { body } = exchange;
  const { settings } = repositoryOf(exchange);
  settings.actionsEnabled = optionalFlag(body, 'enabled') ?? settings.actionsEnabled;
  const allowed = optionalText(body, 'allowed_actions') ?? settings.allowedActions;
  if (allowed !== 'all' && allowed !== 'local_only' && allowed !== 'selected') {
    throw invalid(`${allowed} is not known`, 'allowed_actions');
  }
  settings.allowedActions = allowed;
  return noContent();
}
