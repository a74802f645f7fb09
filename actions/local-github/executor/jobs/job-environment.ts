import { Failure } from '@orangery/schemas';
import type { Forge, ForgeEnvironment, ForgeEvent } from '../../forge.ts';
import { renderString } from '../expressions/render.ts';
import type { Scope } from '../expressions/scope.ts';
import { isObject, type Json } from '../json.ts';
import { matchesFilter } from '../events/matches-filter.ts';

const none: ForgeEnvironment = { secrets: {}, variables: {} };

/**
 * The environment a job runs in.
 * @throws Failure ACCESS_REFUSED, in GitHub's words, when the branch may not use it, or it does not
 * exist: GitHub would make one without any protection
 */
export function jobEnvironment(
  { forge, event }: { readonly forge: Forge; readonly event: ForgeEvent },
  environment: Json | undefined,
  scope: Scope,
): ForgeEnvironment {
  const written = isObject(environment) ? environment['name'] : environment;
  const name = renderString(written, scope);
  if (name === '') return none;
  const found = forge.environment(event.repository, name);
  if (found === null) {
    throw new Failure('ACCESS_REFUSED', `${event.repository} has no environment "${name}"`, {
      hint: 'GitHub would make an unprotected one; create it with its branch policy first.',
    });
  }
  const branch = event.ref.replace(/^refs\/heads\//, '');
  const isBranch = event.ref.startsWith('refs/heads/');
  const { branches } = found;
  if (branches === undefined || (isBranch && matchesFilter(branch, branches))) return found;
  const message = `Branch "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`;
  throw new Failure('ACCESS_REFUSED', message);
}
