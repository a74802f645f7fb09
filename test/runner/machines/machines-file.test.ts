import { expect, it } from 'vitest';
import {
  gpusOfSlot,
  machinesFile,
  settingsOf,
  type MachinesOrder,
} from '../../../runner/src/machines/machines-file.ts';

const order: MachinesOrder = {
  ...{ name: 'oak', count: 2, image: 'orangery/runner', labels: ['gpu'] },
  limits: { cpus: 2, memoryBytes: 2 ** 33, pids: 2048, workBytes: 2 ** 32, gpus: 0 },
};

it('gives a machine an image, limits, memory to work in and a way out, and nothing else', () => {
  const { services, networks } = machinesFile(order) as {
    services: Record<string, object>;
    networks: object;
  };
  expect(Object.keys(services)).toEqual(['machine-1', 'machine-2']);
  expect(services['machine-2']).toMatchInlineSnapshot(`
    {
      "cap_drop": [
        "ALL",
      ],
      "cpus": 2,
      "image": "orangery/runner",
      "init": true,
      "labels": {
        "org.orangery.machine.settings": "0c17b576157d",
        "org.orangery.machine.slot": "2",
        "org.orangery.machines": "oak",
      },
      "logging": {
        "driver": "json-file",
        "options": {
          "max-file": "2",
          "max-size": "10m",
        },
      },
      "mem_limit": 8589934592,
      "memswap_limit": 8589934592,
      "networks": [
        "outside",
      ],
      "pids_limit": 2048,
      "restart": "no",
      "security_opt": [
        "no-new-privileges:true",
      ],
      "stop_grace_period": "30s",
      "tmpfs": [
        "/run/machine:size=64k,noexec,uid=1001,gid=1001,mode=0700,nosuid,nodev",
        "/machine:size=4294967296,exec,uid=1001,gid=1001,mode=0700,nosuid,nodev",
      ],
    }
  `);
  expect(networks).toMatchInlineSnapshot(`
    {
      "outside": {
        "driver_opts": {
          "com.docker.network.bridge.enable_icc": "false",
        },
      },
    }
  `);
});

it('gives each machine GPUs of its own', () => {
  const file = machinesFile({ ...order, limits: { ...order.limits, gpus: 2 } });
  expect(file).toMatchObject({
    services: {
      'machine-1': {
        deploy: { resources: { reservations: { devices: [{ device_ids: ['0', '1'] }] } } },
      },
      'machine-2': {
        deploy: { resources: { reservations: { devices: [{ device_ids: ['2', '3'] }] } } },
      },
    },
  });
  const all = [1, 2, 3].flatMap((slot) => gpusOfSlot(slot, 2));
  expect(all).toEqual([...new Set(all)]);
});

it.each([
  { image: 'orangery/runner:2' },
  { labels: [] },
  { limits: { ...order.limits, pids: 100 } },
])('tells machines apart that were made of %j', (change) => {
  expect(settingsOf({ ...order, ...change })).not.toBe(settingsOf(order));
  expect(settingsOf({ ...order, count: 7 })).toBe(settingsOf(order));
});
