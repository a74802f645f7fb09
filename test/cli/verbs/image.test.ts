import { expect, it } from 'vitest';
import { checkRegistryPlace } from '../../../cli/src/deployment/check-registry-place.ts';
import { orangery } from '../../helpers/orangery.ts';

it.each(['ghcr.io/acme/orangery', 'localhost/a', '127.0.0.1:5000', 'registry:5000/a/b-c.d__e'])(
  'images go to %s',
  (place) => {
    expect(() => checkRegistryPlace(place)).not.toThrow();
  },
);

it.each([
  ...['acme/orangery', 'https://ghcr.io/acme', 'ghcr.io/Acme', 'ghcr.io/acme:1', 'ghcr.io/acme/'],
  ...['ghcr.io/acme@sha256:00', '--privileged', 'ghcr.io/../x', ''],
])('no images go to %j', (place) => {
  expect(() => checkRegistryPlace(place)).toThrow(
    'expected a registry and a path of small letters',
  );
});

it('says what is wrong before anything is built', async () => {
  const args = ['image', 'seed-classifier', '--push', 'acme/orangery', '--json'];
  const { code, failure } = await orangery(args);
  expect(code).toBe(2);
  expect(failure).toMatchObject({ code: 'USAGE' });
});
