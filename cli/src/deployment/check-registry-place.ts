import { Failure } from '@orangery/schemas';

const host = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+)(:\d{1,5})?$|^[a-z0-9-]+:\d{1,5}$/;
const part = /^[a-z0-9]+((\.|_{1,2}|-+)[a-z0-9]+)*$/;

/**
 * Checks where images go: a registry and a path in it, without a tag.
 * @throws Failure USAGE
 */
export function checkRegistryPlace(text: string): void {
  const [registry = '', ...path] = text.split('/');
  if (host.test(registry) && path.every((one) => part.test(one))) return;
  throw new Failure(
    'USAGE',
    `--push: expected a registry and a path of small letters without a tag, found ${text}`,
    {
      hint: 'For example --push ghcr.io/acme/orangery; id and version of the module come behind it.',
    },
  );
}
