import {
  created,
  noContent,
  numberParameter,
  ok,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { countedReply } from '../pages.ts';
import { optionalTexts, requiredText } from '../read-body.ts';
import { nextNumber } from '../state.ts';

const runners = '/orgs/{org}/actions/runners';
const mostLabels = 100;

export const runnersRoutes: Routes = {
  [`GET ${runners}`]: (exchange) => {
    const name = exchange.query.get('name');
    const all = [...exchange.state.organisation.runners.values()];
    return countedReply(
      exchange,
      'runners',
      all.filter((runner) => name === null || runner.name === name),
    );
  },
  [`GET ${runners}/{runner_id}`]: (exchange) => ok(runnerOf(exchange)),
  [`DELETE ${runners}/{runner_id}`]: (exchange) => {
    const runner = runnerOf(exchange);
    if (runner.busy === true) throw new HttpError(422, 'Runner is currently running a job.');
    exchange.state.organisation.runners.delete(Number(runner.id));
    return noContent();
  },
  [`POST ${runners}/generate-jitconfig`]: generate,
  'GET /orgs/{org}/actions/secrets': () => ok({ total_count: 0, secrets: [] }),
};

function runnerOf(exchange: Exchange) {
  const { runners: all } = exchange.state.organisation;
  const runner = all.get(numberParameter(exchange, 'runner_id'));
  if (!runner) throw notFound();
  return runner;
}

/** A runner that takes one job. Its configuration names it, and nothing a real service would take. */
function generate(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const { runners: all, runnerGroups } = state.organisation;
  const name = requiredText(body, 'name');
  const labels = optionalTexts(body, 'labels') ?? [];
  const group = Number(body.runner_group_id);
  if (labels.length < 1 || labels.length > mostLabels)
    throw invalid('labels are missing', 'labels');
  if (!runnerGroups.has(group)) throw invalid('runner_group_id is not known', 'runner_group_id');
  if ([...all.values()].some((runner) => runner.name === name)) {
    throw new HttpError(409, 'Already exists');
  }
  const id = nextNumber(state, 'runner', 1);
  const runner = {
    id,
    runner_group_id: group,
    name,
    os: 'unknown',
    status: 'offline',
    busy: false,
    ephemeral: true,
    labels: labels.map((label, index) => ({ id: index + 1, name: label, type: 'custom' })),
  };
  all.set(id, runner);
  const encoded = Buffer.from(JSON.stringify({ runner: id, name })).toString('base64');
  return created({ runner, encoded_jit_config: encoded });
}
