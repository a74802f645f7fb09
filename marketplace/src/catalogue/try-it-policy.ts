import type { TryIt } from '@orangery/schemas';
import type { Sources } from './content-policy.ts';
import { runsInPage } from './try-it.ts';

/** What the form of a module's page needs beyond the policy of every page; nothing looser. */
export function tryItPolicy(record: TryIt): Sources {
  const { weights, inputs, deployments } = record;
  const isLinked = weights !== undefined && URL.canParse(weights);
  const addresses = [...(isLinked ? [weights] : []), ...deployments.map(({ address }) => address)];
  const kinds = new Set(inputs.map(({ type }) => type));
  return {
    ...(runsInPage(record) && { 'worker-src': ["'self'"] }),
    // of pictures and recordings that the visitor gives, as they are shown
    ...(kinds.has('image') && { 'img-src': ['blob:'] }),
    ...(kinds.has('audio') && { 'media-src': ["'self'", 'blob:'] }),
    'connect-src': addresses.map((address) => new URL(address).origin).sort(),
  };
}
