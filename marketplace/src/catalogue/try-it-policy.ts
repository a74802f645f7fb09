import type { TryIt } from '@orangery/schemas';
import { runsInPage } from './try-it.ts';

/** What the form of a module's page needs beyond the policy of every page; nothing looser. */
export function tryItPolicy(record: TryIt): readonly CspDirective[] {
  const { weights, inputs, deployments } = record;
  const isLinked = weights !== undefined && URL.canParse(weights);
  const addresses = [...(isLinked ? [weights] : []), ...deployments.map(({ address }) => address)];
  const origins = [...new Set(addresses.map((address) => new URL(address).origin))].sort();
  const kinds = new Set(inputs.map(({ type }) => type));
  return [
    ...(runsInPage(record) ? (["worker-src 'self'"] as const) : []),
    // of pictures and recordings that the visitor gives, as they are shown
    ...(kinds.has('image') ? (["img-src 'self' blob:"] as const) : []),
    ...(kinds.has('audio') ? (["media-src 'self' blob:"] as const) : []),
    ...(origins.length === 0 ? [] : ([`connect-src 'self' ${origins.join(' ')}`] as const)),
  ];
}

/** As Astro takes them. */
export type CspDirective = `${'worker' | 'img' | 'media' | 'connect'}-src ${string}`;
