import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { baseImage } from '../engine/base-image.ts';
import { root } from '../orangery.ts';
import { tempFolder } from '../temp-folder.ts';

/**
 * Builds `runner/image/runner` on an image whose `run.sh` stands for the runner of GitHub, which cannot be had here.
 * @param port of the service that it speaks with
 */
export async function runnerImage(name: string, port: number): Promise<void> {
  const folder = await tempFolder();
  await cp(join(root, 'test/fixtures/machines/run.sh'), join(folder, 'run.sh'));
  const lines = [
    `FROM ${await baseImage()}`,
    `ENV STAND_IN_PORT=${port}`,
    'WORKDIR /opt/runner',
    'COPY run.sh run.sh',
  ];
  await writeFile(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
  await build(`${name}-base`, folder);
  await build(name, join(root, 'runner/image/runner'), `BASE_IMAGE=${name}-base`);
}

async function build(name: string, folder: string, argument?: string): Promise<void> {
  const args = argument === undefined ? [] : ['--build-arg', argument];
  const env = { ...process.env, DOCKER_BUILDKIT: '0' };
  await promisify(execFile)('docker', ['build', '--quiet', '--tag', name, ...args, folder], {
    env,
  });
}
