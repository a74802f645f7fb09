import { createHash } from 'node:crypto';
import { Failure } from '@orangery/schemas';
import { defaultFetchLimits } from '../../dataset/fetch-options.ts';
import { createHttpClient } from '../../dataset/network/create-http-client.ts';
import type { HttpClient, HttpText } from '../../dataset/network/http-client.ts';
import { realNetwork, type Network } from '../../dataset/network/network.ts';
import type { World } from '../../world.ts';
import { readChallenge } from './bearer-challenge.ts';
import { imagePlace, type ImagePlace } from './image-place.ts';

export type ResolvedImage =
  | { readonly kind: 'pinned'; readonly reference: string }
  /** `why` says what stood in the way. */
  | { readonly kind: 'unpinned'; readonly reference: string; readonly why: string };

/** Of one registry, all its answers together. */
const timeoutMs = 20_000;
const idleTimeoutMs = 10_000;
/** Of one image or of one for each kind of machine, as Docker and as the OCI write them. */
const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * Makes a function that asks registries which content a tag stands for now (OCI distribution, API v2),
 * without an account. A registry that cannot be reached is not asked again.
 * @param network replaced by tests only
 */
export function createImageResolver(
  world: World,
  network: Network = realNetwork,
): (reference: string) => Promise<ResolvedImage> {
  const unreachable = new Map<string, string>();
  return async (reference) => {
    const place = imagePlace(reference);
    if (place.digest !== undefined) return { kind: 'pinned', reference };
    const known = unreachable.get(place.registry);
    if (known !== undefined) return { kind: 'unpinned', reference, why: known };
    const limits = { ...defaultFetchLimits, timeoutMs, idleTimeoutMs };
    try {
      const http = createHttpClient({ world, limits, network });
      const found = await findDigest(place, http);
      if (found.kind === 'none') return { kind: 'unpinned', reference, why: found.why };
      const { registry, repository } = place;
      return { kind: 'pinned', reference: `${registry}/${repository}@${found.digest}` };
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'CANCELLED') throw error;
      const why = error.message.replace(/^dataset link: /, `${place.registry}: `);
      unreachable.set(place.registry, why);
      return { kind: 'unpinned', reference, why };
    }
  };
}

type Digest =
  | { readonly kind: 'found'; readonly digest: string }
  | { readonly kind: 'none'; readonly why: string };

async function findDigest(place: ImagePlace, http: HttpClient): Promise<Digest> {
  const { registry, repository, tag } = place;
  const name = `${registry}/${repository}:${tag}`;
  const none = (why: string): Digest => ({ kind: 'none', why });
  const head = await ask(place, 'HEAD', http);
  if (typeof head === 'string') return none(`${name}: ${head}`);
  if (head.status === 404) return none(`${name}: the registry has no such image`);
  if (head.status === 401 || head.status === 403) {
    return none(`${name}: there is no such image, or it is not public`);
  }
  if (head.status === 429) return none(`${registry}: asked too often; try again later`);
  if (head.status !== 200) return none(`${name}: the registry answered ${head.status}`);
  const said = head.headers['docker-content-digest'];
  if (said !== undefined && digestForm.test(said)) return { kind: 'found', digest: said };
  // the digest of a manifest is that of its bytes
  const whole = await ask(place, 'GET', http);
  if (typeof whole === 'string' || whole.status !== 200 || !/^\s*\{/.test(whole.text)) {
    return none(`${name}: the registry tells no digest`);
  }
  const digest = createHash('sha256').update(whole.text).digest('hex');
  return { kind: 'found', digest: `sha256:${digest}` };
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** @returns a text where the registry asks for what is not given */
async function ask(
  place: ImagePlace,
  method: 'HEAD' | 'GET',
  http: HttpClient,
): Promise<HttpText | string> {
  const { address, registry, repository, tag } = place;
  const url = new URL(`${address}/v2/${repository}/manifests/${tag}`);
  const send = (headers: Readonly<Record<string, string>> = {}): Promise<HttpText> =>
    http.send(() => ({ method, url, headers: { accept: manifests, ...headers } }), registry);
  const first = await send();
  const challenge = readChallenge(first.headers['www-authenticate']);
  if (first.status !== 401 || challenge === undefined) return first;
  const { realm, service } = challenge;
  // a registry elsewhere names no address of this machine
  if (realm.protocol !== 'https:' && !address.startsWith('http:')) {
    return `expected tokens from an https address, found ${realm.origin}`;
  }
  if (service !== undefined) realm.searchParams.set('service', service);
  realm.searchParams.set('scope', `repository:${repository}:pull`);
  const token = tokenIn(await http.send(() => ({ url: realm }), realm.host));
  return token === undefined
    ? `expected a token from ${realm.host}, found none`
    : send({ authorization: `Bearer ${token}` });
}

function tokenIn({ status, text }: HttpText): string | undefined {
  if (status !== 200) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    const { token, access_token: other } = Object(answer) as Record<string, unknown>;
    const found = token ?? other;
    return typeof found === 'string' && /^[\x21-\x7e]{1,16384}$/.test(found) ? found : undefined;
  } catch {
    // no JSON, no token
    return undefined;
  }
}
