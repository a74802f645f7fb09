import { execFile } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ImageWorld } from '../../../../runner/src/deployment/image/index.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const execute = promisify(execFile);

/** Answers as `docker` does, keeps images as files, and fails as `FAIL` says. */
const program = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/calls"
case "$1 $2" in
  'version '*)
    if [ -f "$here/stopped" ]; then echo 'Cannot connect to the Docker daemon at unix:///run/x.sock' >&2; exit 1; fi
    echo 20.10.24 ;;
  'image ls')
    if [ -f "$here/stopped" ]; then echo 'Cannot connect to the Docker daemon' >&2; exit 1; fi
    label=\${6#label=}
    grep -l -x -F -e "$label" "$here"/image-* 2>/dev/null | sed 's/.*image-/sha256:/' ;;
  'image inspect')
    printf '{"org.opencontainers.image.revision":"%s"}' "$(cat "$here/revision")" ;;
  'build '*)
    if [ -f "$here/fail" ]; then echo 'Step 3/9 : RUN npm ci'; cat "$here/fail" >&2; exit 1; fi
    id=$(printf %064d $(ls "$here" | wc -l))
    for word in "$@"; do
      case $word in
        org.orangery.content=*) echo "$word" >"$here/image-$id" ;;
        COMMIT=*) printf %s "\${word#COMMIT=}" >"$here/revision" ;;
      esac
    done
    ls -lR . >"$here/context"
    cat Dockerfile >"$here/dockerfile" 2>/dev/null
    cat sbom.cdx.json >"$here/listed" 2>/dev/null
    printf 'sha256:%s' "$id" >"$4" ;;
  'create '*) echo container ;;
  'cp '*)
    printf '{"bomFormat":"CycloneDX","metadata":{"component":{"name":"x"}},"components":[{"name":"fastify"}]}' >"$4" ;;
esac
`;

/** What a serve image is made of, in the smallest. */
const tool = {
  'package.json': '{}',
  'package-lock.json': '{}',
  '.npmrc': '',
  'orangery.config.yml': '',
  'schemas/src/index.ts': '',
  'runner/package.json': '{"version":"0.1.0"}',
  'runner/src/index.ts': '',
  'runner/image/serve/Dockerfile': 'FROM x',
  'cli/src/main.ts': '',
  'modules/README.md': 'not of the tool',
};

export interface FakeEngine {
  /** Of the program and what it keeps. */
  readonly folder: string;
  /** A clone of a tool with one commit. */
  readonly root: string;
  readonly world: ImageWorld;
  /** What `docker` was called with, a line a call. */
  readonly calls: () => Promise<readonly string[]>;
  readonly git: (...args: readonly string[]) => Promise<string>;
}

export async function fakeEngine(): Promise<FakeEngine> {
  const folder = await tempFolder({ docker: program });
  await chmod(join(folder, 'docker'), 0o755);
  const root = await tempFolder(tool);
  const git = async (...args: readonly string[]): Promise<string> => {
    const author = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org'];
    return (await execute('git', [...author, ...args], { cwd: root })).stdout.trim();
  };
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'tool');
  const { signal, logger } = testWorld();
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  const calls = async (): Promise<string[]> =>
    (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
  return { folder, root, world: { signal, logger, env }, calls, git };
}
