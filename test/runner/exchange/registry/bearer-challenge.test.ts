import { expect, it } from 'vitest';
import { readChallenge } from '../../../../runner/src/exchange/registry/bearer-challenge.ts';

it.each([
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull"',
    {
      realm: 'https://auth.docker.io/token',
      service: 'registry.docker.io',
      scope: 'repository:a/b:pull',
    },
  ],
  ['bearer realm="https://x.org/t"', { realm: 'https://x.org/t' }],
  ['Basic realm="x"', undefined],
  ['Bearer realm="not an address"', undefined],
  ['Bearer service="x"', undefined],
  [undefined, undefined],
])('%s', (header, expected) => {
  const found = readChallenge(header);
  expect(found && JSON.parse(JSON.stringify(found))).toEqual(expected);
});
