import { describe, expect, it } from 'vitest';
import {
  networkArguments,
  relayArguments,
  serverArguments,
} from '../../../../runner/src/container/run/container-arguments.ts';
import type { ContainerPlan } from '../../../../runner/src/container/run/container-plan.ts';

const plan: ContainerPlan = {
  ...{ name: 'leaves', image: 'sha256:1', relay: 'caddy', port: 5000, labels: { a: 'b' } },
  limits: { memoryBytes: 1024, cpus: 1.5, gpus: 0 },
};

/** Of SECURITY-RULES R3. */
const walls = [
  ['--read-only'],
  ['--cap-drop', 'ALL'],
  ['--security-opt', 'no-new-privileges'],
  ['--user', '10001:10001'],
  ['--pids-limit'],
  ['--memory'],
  ['--memory-swap'],
];

describe('a container of a module', () => {
  it.each(walls)('and its relay have the wall %s %s', (...words) => {
    for (const args of [serverArguments(plan), relayArguments(plan)]) {
      expect(args.join(' ')).toContain(words.join(' '));
    }
  });

  it('is on a network of its own that leads nowhere, where this machine has no address', () => {
    const network = networkArguments(plan).join(' ');
    expect(network).toContain('--internal');
    expect(network).toContain('com.docker.network.bridge.inhibit_ipv4=true');
    expect(serverArguments(plan).join(' ')).toContain('--network leaves ');
  });

  it('is asked at loopback of this machine alone, through its relay', () => {
    expect(serverArguments(plan)).not.toContain('--publish');
    expect(relayArguments(plan).join(' ')).toContain('--publish 127.0.0.1::8080');
  });

  it('writes to memory where it may write, and runs nothing from there', () => {
    const args = serverArguments({ ...plan, writable: ['/srv/cache'] });
    const places = args.filter((_, index) => args[index - 1] === '--tmpfs');
    expect(places.map((place) => place.split(':')[0])).toEqual([
      ['', 'tmp'].join('/'),
      '/srv/cache',
    ]);
    for (const place of places) expect(place).toMatch(/mode=1777,noexec,nosuid,nodev$/);
  });

  it('gets GPUs where its module asks for some', () => {
    const limits = { ...plan.limits, gpus: 2 };
    expect(serverArguments({ ...plan, limits }).join(' ')).toContain('--gpus 2');
    expect(serverArguments(plan)).not.toContain('--gpus');
  });

  it('ends its options before the image, whatever that is called', () => {
    expect(serverArguments({ ...plan, image: '--privileged' }).slice(-2)).toEqual([
      ...['--', '--privileged'],
    ]);
  });
});
