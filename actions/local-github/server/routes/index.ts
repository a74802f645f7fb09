import type { Routes } from '../exchange.ts';
import { appsRoutes } from './apps.ts';
import { commentsRoutes } from './comments.ts';
import { commitsRoutes } from './commits.ts';
import { contentsRoutes } from './contents.ts';
import { deploymentsRoutes } from './deployments.ts';
import { dispatchesRoutes } from './dispatches.ts';
import { environmentsRoutes } from './environments.ts';
import { gitDataRoutes } from './git-data.ts';
import { graphqlRoutes } from './graphql.ts';
import { issuesRoutes } from './issues.ts';
import { membersRoutes } from './members.ts';
import { peopleRoutes } from './people.ts';
import { pullRequestsRoutes } from './pull-requests.ts';
import { reactionsRoutes } from './reactions.ts';
import { referencesRoutes } from './references.ts';
import { releasesRoutes } from './releases.ts';
import { repositoriesRoutes } from './repositories.ts';
import { reviewsRoutes } from './reviews.ts';
import { rulesetsRoutes } from './rulesets.ts';
import { runnerGroupsRoutes } from './runner-groups.ts';
import { runnersRoutes } from './runners.ts';
import { runsRoutes } from './runs.ts';
import { settingsRoutes } from './settings.ts';
import { teamsRoutes } from './teams.ts';

/** What we answer ourselves; the rest of the permission table is emulate's. */
export const routes: Routes = {
  ...appsRoutes,
  ...commentsRoutes,
  ...commitsRoutes,
  ...contentsRoutes,
  ...deploymentsRoutes,
  ...dispatchesRoutes,
  ...environmentsRoutes,
  ...gitDataRoutes,
  ...graphqlRoutes,
  ...issuesRoutes,
  ...membersRoutes,
  ...peopleRoutes,
  ...pullRequestsRoutes,
  ...reactionsRoutes,
  ...referencesRoutes,
  ...releasesRoutes,
  ...repositoriesRoutes,
  ...reviewsRoutes,
  ...rulesetsRoutes,
  ...runnerGroupsRoutes,
  ...runnersRoutes,
  ...runsRoutes,
  ...settingsRoutes,
  ...teamsRoutes,
};
