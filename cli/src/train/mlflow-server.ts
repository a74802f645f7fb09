import type { MlflowServer } from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import type { Context } from '../verb.ts';

/**
 * The server of MLflow that trainings are told to, by the variables that MLflow's own clients read; none when there
 * is no address.
 * @throws Failure USAGE for an address that is none of a server
 */
export function mlflowServer({ env }: Pick<Context, 'env'>): MlflowServer | undefined {
  const address = env.MLFLOW_TRACKING_URI;
  if (address === undefined || address === '') return undefined;
  if (!/^https?:\/\/[^\s/]+/.test(address)) {
    throw new Failure(
      'USAGE',
      `MLFLOW_TRACKING_URI: expected http(s)://…, found ${JSON.stringify(address)}`,
      { hint: 'Only a server is told; leave the variable out for none.' },
    );
  }
  const authorization = authorizationOf(env);
  return {
    address,
    experiment: env.MLFLOW_EXPERIMENT_NAME ?? 'orangery',
    ...(authorization !== undefined && { authorization }),
  };
}

function authorizationOf(env: Context['env']): string | undefined {
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user = '' } = env;
  if (token !== undefined && token !== '') return `Bearer ${token}`;
  if (user === '') return undefined;
  const pair = `${user}:${env.MLFLOW_TRACKING_PASSWORD ?? ''}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
