import { expect, it } from 'vitest';
import { containerArguments } from '../../../../runner/src/sandbox/locked/locked-container.ts';

const container = {
  ...{ name: 'orangery-sandbox-1', image: 'sha256:0123', labels: { a: 'b' }, env: { TZ: 'UTC' } },
  mounts: [
    { source: '/cache/files/0123', target: '/data/0' },
    { source: '/state/a,"b"/out', target: '/out', isWritable: true } as const,
  ],
  limits: {
    ...{ memoryBytes: 1024, cpus: 2, processes: 512, temporaryBytes: 64, resultBytes: 128 },
    seconds: 60,
  },
  words: ['train', '--request', '/in/request.yml'],
};

it('has every restriction of the security rules, and mounts nothing but what is named', () => {
  expect(containerArguments(container).join(' ')).toMatchInlineSnapshot(
    `"create --pull never --name orangery-sandbox-1 --hostname sandbox --network none --read-only --cap-drop ALL --security-opt no-new-privileges --user 10001:10001 --tmpfs /tmp:size=64,mode=1777,noexec,nosuid,nodev --pids-limit 512 --cpus 2 --memory 1024 --memory-swap 1024 --ulimit core=0 --log-driver none --no-healthcheck --label a=b --env TZ=UTC --mount type=bind,"source=/cache/files/0123","target=/data/0",readonly --mount type=bind,"source=/state/a,""b""/out","target=/out" --workdir /orangery --entrypoint sh -- sha256:0123 /orangery/runner/src/sandbox/locked/inside.sh 90 train --request /in/request.yml"`,
  );
});

it('gets GPUs where they are asked for', () => {
  const limits = { ...container.limits, gpus: '"device=1"' };
  const words = containerArguments({ ...container, limits });
  expect(words[words.indexOf('--gpus') + 1]).toBe('"device=1"');
  expect(containerArguments(container)).not.toContain('--gpus');
});
