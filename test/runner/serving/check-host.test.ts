import { expect, it } from 'vitest';
import { checkHost } from '../../../runner/src/serving/check-host.ts';

it.each(['127.0.0.1', '127.8.9.1', 'localhost', '::1'])('lets %s be open', (host) => {
  expect(() => checkHost(host, false)).not.toThrow();
});

it.each(['0.0.0.0', '::', '192.168.1.2', 'example.org', '128.0.0.1'])(
  'refuses %s without keys, unless somebody says that all may call',
  (host) => {
    expect(() => checkHost(host, false)).toThrow(
      `${host} can be reached from other machines, and there are no keys`,
    );
    expect(() => checkHost(host, true)).not.toThrow();
  },
);
