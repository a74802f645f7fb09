import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { pushImage, type PushedImage } from '../../../../runner/src/deployment/image/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const image = { id: `sha256:${'1'.repeat(64)}`, content: 'c'.repeat(64) };
const reference = 'ghcr.io/acme/orangery/seeds:1.0.0';

/** Pulls what `there` says, or fails with `absent`; pushes, or fails with `refused`. */
const program = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/calls"
case "$1 $2" in
  'pull --') [ -f "$here/absent" ] && { cat "$here/absent" >&2; exit 1; }
    echo 'Digest: ${digest}' ;;
  'push --') [ -f "$here/refused" ] && { cat "$here/refused" >&2; exit 1; }
    echo '1.0.0: digest: ${digest} size: 1234' ;;
  'image inspect') case "$4" in *Labels*) cat "$here/labels" ;; *) echo sha256:theirs ;; esac ;;
esac
`;

async function registry(files: Readonly<Record<string, string>>) {
  const folder = await tempFolder({ docker: program, ...files });
  await chmod(join(folder, 'docker'), 0o755);
  const { signal, logger } = testWorld();
  const world = { signal, logger, env: { PATH: `${folder}${delimiter}${process.env.PATH}` } };
  const calls = async (): Promise<string> => readFile(join(folder, 'calls'), 'utf8');
  return {
    folder,
    calls,
    push: async (): Promise<PushedImage> => pushImage(image, reference, world),
  };
}

it.each([
  'Error response from daemon: manifest for x/seeds:1.0.0 not found: manifest unknown: manifest unknown',
  'Error response from daemon: Head "https://ghcr.io/v2/x/manifests/1.0.0": denied: denied',
  'Error response from daemon: name unknown: repository name not known to registry',
  'Error response from daemon: failed to resolve reference "ghcr.io/x:1.0.0": ghcr.io/x:1.0.0: not found',
])('pushes where a registry says: %s', async (absent) => {
  const { push, calls } = await registry({ absent });
  expect(await push()).toEqual({
    ...{ kind: 'pushed', id: image.id },
    digest: `ghcr.io/acme/orangery/seeds@${digest}`,
  });
  expect(await calls()).toContain(`tag -- ${image.id} ${reference}\npush -- ${reference}\n`);
});

it('leaves a tag that has an image made of the same', async () => {
  const labels = JSON.stringify({ 'org.orangery.made-of': image.content });
  const { push, calls } = await registry({ labels });
  expect(await push()).toMatchObject({ kind: 'unchanged', id: 'sha256:theirs' });
  expect(await calls()).not.toMatch(/^(tag|push) /m);
});

it('leaves a tag that has this image, whatever it says of itself', async () => {
  const { push, folder } = await registry({ labels: 'null' });
  const docker = join(folder, 'docker');
  await writeFile(docker, program.replace('sha256:theirs', image.id));
  expect(await push()).toMatchObject({ kind: 'unchanged', id: image.id });
});

it.each([
  ['{"org.orangery.made-of":"other","org.orangery.tool":"abc"}', 'found another one, of commit'],
  ['{"org.orangery.made-of":"other"}', 'found another one, made of other files or weights'],
  ['{"title":"x"}', 'found one that is not ours'],
  ['null', 'found one that is not ours'],
])('refuses a tag that has an image with %s', async (labels, words) => {
  const { push, calls } = await registry({ labels });
  expect(await caught(push)).toContain(
    `IMAGE_PUSH_FAILED ${reference}: expected this image or none, ${words}`,
  );
  expect(await calls()).not.toMatch(/^(tag|push) /m);
});

it('does not take a registry that is away for one without the tag', async () => {
  const absent =
    'Error response from daemon: Get "https://ghcr.io/v2/": dial tcp: connection refused';
  const { push, calls } = await registry({ absent });
  expect(await caught(push)).toMatch(/^IMAGE_PUSH_FAILED .* did not take it: .*connection refused/);
  expect(await calls()).not.toMatch(/^push /m);
});

it('says what the registry said when somebody may not push', async () => {
  const { folder, push } = await registry({ absent: 'denied: denied' });
  await writeFile(join(folder, 'refused'), 'denied: permission_denied: write_package');
  await expect(push()).rejects.toMatchObject({
    code: 'IMAGE_PUSH_FAILED',
    message: `${reference}: the registry did not take it: denied: permission_denied: write_package`,
    hint: expect.stringContaining('docker login'),
  });
});
