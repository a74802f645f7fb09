import { Failure } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { describeFullDisk } from '../../../../runner/src/deployment/host/full-disk.ts';

const folders = { state: '/var/lib/orangery' };
const full = Object.assign(new Error('write'), { code: 'ENOSPC' });

describe('describeFullDisk', () => {
  it.each([
    ['of the system', full],
    ['that another error was caused by', new Error('could not be written', { cause: full })],
    [
      'of a program',
      new Failure('COMMAND_FAILED', 'tar: x: Cannot write: No space left on device'),
    ],
  ])('says which disk is full and what to do, of an error %s', (_, error) => {
    const told = describeFullDisk(error, folders);
    expect(told).toBeInstanceOf(Failure);
    const { code, message, hint } = told as Failure;
    expect({ code, message, hint }).toMatchInlineSnapshot(`
      {
        "code": "DEPLOYMENT_FAILED",
        "hint": "df -h /var/lib/orangery/deployments says how full it is; of /var/lib/orangery/deployments/modules, whatever orangery deployments does not list may be removed. Then deploy again.",
        "message": "/var/lib/orangery/deployments: expected room for what is deployed, found its disk full: no space left on device",
      }
    `);
  });

  it('leaves other errors as they are, and those that say what to do', () => {
    const other = new Error('no space for more');
    expect(describeFullDisk(other, folders)).toBe(other);
    const engine = new Failure('IMAGE_BUILD_FAILED', 'no space left on device', { hint: 'x' });
    expect(describeFullDisk(engine, folders)).toBe(engine);
  });
});
