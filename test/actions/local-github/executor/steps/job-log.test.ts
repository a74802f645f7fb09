import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobLog } from '../../../../../actions/local-github/executor/steps/job-log.ts';

describe('JobLog', () => {
  it.each([
    ['itself', 'hunter-two', 'it is hunter-two!'],
    ['one of its lines', '-----BEGIN\nabcdef\n', 'found abcdef'],
    ['escaped in JSON', 'a"b\\c', JSON.stringify({ key: 'a"b\\c' })],
    ['in an address', 'a b&c', `?q=${encodeURIComponent('a b&c')}`],
  ])('masks a secret that is %s', (_, secret, line) => {
    const log = new JobLog();
    log.mask(secret);
    log.write(line);

    expect(log.text).toContain('***');
    expect(log.text).not.toContain(secret.split('\n').at(-2) ?? secret);
  });

  it('masks the longer of two secrets whole', () => {
    const log = new JobLog();
    log.mask('abc');
    log.mask('abcdef');
    log.write('abcdef abc');

    expect(log.text).toBe('*** ***\n');
  });

  it('masks a secret in the base64 of whatever stands before it', () => {
    const secret = 'a-long-enough-secret';
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, behind) => {
        const log = new JobLog();
        log.mask(secret);
        log.write(Buffer.from(before + secret + behind).toString('base64'));

        expect(log.text).toContain('***');
      }),
    );
  });

  it('keeps the last MiB', () => {
    const log = new JobLog();
    for (let line = 0; line < 40_000; line += 1) log.write(`${line} ${'x'.repeat(80)}`);

    expect(log.text).toHaveLength(1024 * 1024);
    expect(log.text).toContain('39999 x');
  });
});
