import { yamlText, type HostStage } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import {
  projectOf,
  slotHost,
  stageComposeFile,
} from '../../../../runner/src/deployment/compose/stage-file.ts';
import { caught } from '../../../helpers/caught.ts';

const id = { deployment: 'seeds', stage: 'staging' } as const;
const options = {
  stageFolder: '/state/deployments/compose/stages/seeds/staging',
  host: '0123abcd',
};

type Slot = HostStage['slots'][number];

function slot(change: Partial<Slot> = {}, run: Partial<Slot['run']> = {}): Slot {
  return {
    ...{ slot: 'a', revision: '0123456789ab', replicas: 1, isTested: true, folder: '/f' },
    image: `sha256:${'0'.repeat(64)}`,
    run: {
      module: { id: 'seed-classifier', version: '1.0.0' },
      source: { commit: '0'.repeat(40) },
      resources: { cpu: 1.5, memoryBytes: 1024 ** 3, gpu: 0 },
      isOpen: false,
      ...run,
    },
    ...change,
  };
}

function stage(...slots: readonly Slot[]): HostStage {
  return { schema: 'host-stage/1', slots: [...slots], percents: {}, failed: [], history: [] };
}

describe('stageComposeFile', () => {
  it('locks a server as the security rules say', () => {
    expect(yamlText(stageComposeFile(id, stage(slot()), options))).toMatchInlineSnapshot(`
      "services:
        a:
          image: sha256:0000000000000000000000000000000000000000000000000000000000000000
          command:
            - serve
            - /orangery/modules/seed-classifier
            - --host
            - 0.0.0.0
            - --port
            - "5000"
            - --base-path
            - /seeds/staging
            - --trust-code
            - --keys
            - /keys/deployment.yml
            - --workers
            - "1"
          user: 10001:10001
          volumes:
            - type: bind
              source: /state/deployments/compose/stages/seeds/staging/keys
              target: /keys
              read_only: true
          networks:
            orangery-seeds-staging:
              aliases:
                - seeds-staging-a
          labels:
            org.orangery.host: 0123abcd
            org.orangery.deployment: seeds
            org.orangery.stage: staging
            org.orangery.slot: a
            org.orangery.revision: 0123456789ab
            org.orangery.module: seed-classifier@1.0.0
          read_only: true
          cap_drop:
            - ALL
          security_opt:
            - no-new-privileges:true
          pids_limit: 256
          mem_limit: 1073741824
          memswap_limit: 1073741824
          cpus: 1.5
          tmpfs:
            - /tmp:size=256m,mode=1777,noexec,nosuid,nodev
          restart: unless-stopped
          stop_grace_period: 40s
          logging:
            driver: json-file
            options:
              max-size: 10m
              max-file: "3"
      networks:
        orangery-seeds-staging:
          name: orangery-seeds-staging
          internal: true
          labels:
            org.orangery.host: 0123abcd
            org.orangery.deployment: seeds
            org.orangery.stage: staging
          driver_opts:
            com.docker.network.bridge.inhibit_ipv4: "true"
      "
    `);
  });

  it('has a service for each slot and no other', () => {
    const { services } = stageComposeFile(id, stage(slot(), slot({ slot: 'c' })), options);
    expect(Object.keys(services)).toEqual(['a', 'c']);
  });

  it('gives no keys to a server that is open, and batches as it is told', () => {
    const run = { isOpen: true, batching: { maxBatch: 8, maxDelayMs: 5 } };
    const { services } = stageComposeFile(id, stage(slot({}, run)), options);
    expect(services.a).toMatchObject({ volumes: [] });
    const command = services.a!.command!.join(' ');
    expect(command).toContain('--open --workers 1 --max-batch 8 --max-delay-ms 5');
    expect(command).not.toContain('--keys');
  });

  it('asks for GPUs by device request', () => {
    const resources = { cpu: 4, memoryBytes: 1024 ** 3, gpu: 2 };
    const { services } = stageComposeFile(id, stage(slot({}, { resources })), options);
    expect(services.a!.deploy).toEqual({
      resources: {
        reservations: { devices: [{ driver: 'nvidia', count: 2, capabilities: ['gpu'] }] },
      },
    });
  });

  it('takes no slot of another name', async () => {
    const hostile = slot({ slot: 'd\nprivileged: true' as Slot['slot'] });
    expect(await caught(() => stageComposeFile(id, stage(hostile), options))).toContain(
      'FILE_INVALID',
    );
  });

  it.each(['x: y', '"; privileged: true', 'a\n  privileged: true'])(
    'keeps %j a word among words',
    (text) => {
      const run = { module: { id: text, version: '1.0.0' } };
      const { services } = stageComposeFile(id, stage(slot({}, run)), options);
      expect(services.a!.command![1]).toBe(`/orangery/modules/${text}`);
      expect(Object.keys(services.a!)).not.toContain('privileged');
    },
  );

  it('names project and servers by deployment and stage', () => {
    expect([projectOf(id), slotHost(id, 'b')]).toEqual([
      'orangery-seeds-staging',
      'seeds-staging-b',
    ]);
  });
});
