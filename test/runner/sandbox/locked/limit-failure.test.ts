import { describe, expect, it } from 'vitest';
import {
  limitFailure,
  type LockedFailure,
} from '../../../../runner/src/sandbox/locked/limit-failure.ts';

const found: LockedFailure = {
  ...{ module: 'own-code', exitCode: 1, isOutOfMemory: false, oomKills: 0, refusedProcesses: 0 },
  said: '',
  limits: {
    ...{ memoryBytes: 512e6, cpus: 2, processes: 100, temporaryBytes: 2e9, resultBytes: 16e9 },
    seconds: 60,
  },
};

describe('the failure of a sandbox', () => {
  it('names the limit, what was expected and found, and what was said', () => {
    const failure = limitFailure({ ...found, oomKills: 1, said: 'its process ended' })!;
    expect(failure.code).toBe('SANDBOX_LIMIT');
    expect(failure.message).toMatchInlineSnapshot(`
      "own-code in its sandbox, limit memory: expected at most 512 MB of memory, found a process that asked for more and was ended
      its process ended"
    `);
  });

  it.each<[string, Partial<LockedFailure>]>([
    ['time', { stoppedFor: 'time', oomKills: 1 }],
    ['disk', { stoppedFor: 'disk' }],
    ['memory', { isOutOfMemory: true, said: 'spawn EAGAIN' }],
    ['memory', { said: 'FATAL ERROR: Reached heap limit: JavaScript heap out of memory' }],
    ['processes', { refusedProcesses: 3, said: 'connect ECONNREFUSED' }],
    ['processes', { said: 'spawn /bin/sh EAGAIN' }],
    ['network', { said: 'getaddrinfo EAI_AGAIN example.org' }],
    ['network', { said: 'connect ENETUNREACH 1.1.1.1:443' }],
    ['files', { said: "EROFS: read-only file system, open '/x'" }],
    ['files', { said: "EACCES: permission denied, open '/data'" }],
    ['disk', { said: 'ENOSPC: no space left on device, write' }],
  ])('is of %s for %j', (name, more) => {
    expect(limitFailure({ ...found, ...more })?.message).toContain(`limit ${name}: `);
  });

  it('is none of a limit where the module is just wrong', () => {
    expect(limitFailure({ ...found, said: 'TypeError: x is not a function' })).toBeUndefined();
  });
});
