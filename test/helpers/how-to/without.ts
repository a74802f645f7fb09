import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkManifests } from '../kubernetes/check-how-to.ts';
import { checkContainers, checkPackages } from './check-containers.ts';
import { checkEngine } from './check-engine.ts';
import { linkPackages } from './scratch.ts';
import { runStep, startServer, type ShellPlace } from './shell.ts';

/** How commands are checked that need what no test has: a program, a card, a registry of packages. */
type Check = (commands: string, place: ShellPlace, expected: RegExp) => Promise<void>;

/** What is done instead, by what is needed. A need without an entry fails. */
export const checksWithout: Readonly<Record<string, { instead: string; check: Check }>> = {
  registry: { instead: 'the lock file is compared with package.json', check: checkLockFile },
  upstream: { instead: 'two versions are tagged in its stand-in', check: checkUpgrade },
  caddy: { instead: 'its file is read, and the address behind it asked', check: checkCaddyfile },
  docker: { instead: 'the command of its file is run here', check: checkDockerfile },
  kubectl: { instead: 'the list and names of the manifests are compared', check: checkManifests },
  github: { instead: 'the commands go to a local GitHub', check: checkLocalGitHub },
  containers: { instead: 'it is done on an engine, where one answers', check: checkContainers },
  packages: { instead: 'the same, on an image with pip', check: checkPackages },
  engine: { instead: 'it is done on an engine, where one answers', check: checkEngine },
  organisation: { instead: 'its commands end by asking for a token', check: checkAsksForToken },
  gpu: { instead: 'the packages are compared with what doctor says', check: checkAddOns },
};

async function checkLockFile(commands: string, { cwd }: ShellPlace): Promise<void> {
  expect(commands).toBe('npm ci\n');
  const manifest = await readJson(join(cwd, 'package.json'));
  const lock = await readJson(join(cwd, 'package-lock.json'));
  const locked = lock.packages['']!;
  expect({ ...locked.dependencies, ...locked.devDependencies }).toEqual({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  });
  await linkPackages(cwd);
}

/** What the clone was made of becomes the first version; one commit later is the second. */
async function checkUpgrade(commands: string, place: ShellPlace): Promise<void> {
  const made = await runStep(
    [
      'up=$(git remote get-url origin)',
      'git -C "$up" tag v0.1.0 main',
      'git clone --quiet "$up" out/next && cd out/next',
      'sed -i \'s/"version": "0.1.0"/"version": "0.2.0"/\' package.json',
      'echo News > NEWS.md && git add --all && git commit --quiet --message Next',
      'git tag v0.2.0 && git push --quiet origin v0.2.0',
    ].join('\n'),
    place,
  );
  expect(made.code, made.output).toBe(0);
  const { code, output } = await runStep(commands, place);
  expect(code, output).toBe(0);
  expect(output).toContain('0.1.0 → 0.2.0: no modules to check');
  expect(output).toContain('It is on the branch orangery/upgrade-v0.2.0');
  expect(await readFile(join(place.cwd, 'NEWS.md'), 'utf8')).toBe('News\n');
}

async function checkCaddyfile(commands: string, place: ShellPlace): Promise<void> {
  const { code } = await runStep(commands.replace(/^caddy run.*$/m, ''), place);
  expect(code).toBe(0);
  const file = await readFile(join(place.cwd, 'Caddyfile'), 'utf8');
  const [, upstream] = /^[a-z.]+ \{\n {2}reverse_proxy (127\.0\.0\.1:\d+)\n\}\n$/.exec(file) ?? [];
  const answer = await fetch(`http://${upstream}/v2/health/ready`);
  expect(answer.status).toBe(200);
}

async function checkDockerfile(commands: string, place: ShellPlace): Promise<void> {
  const [, file] = /^docker build -f (\S+) /m.exec(commands)!;
  const lines = (await readFile(join(place.cwd, file!), 'utf8')).trim().split('\n');
  for (const line of lines) expect(line).toMatch(/^(FROM|WORKDIR|COPY|RUN|USER|ENV|EXPOSE|CMD) \S/);
  const [, list] = /^CMD (.*)$/m.exec(lines.join('\n'))!;
  const command = (JSON.parse(list!) as string[])
    .map((word) => (word === '0.0.0.0' ? '127.0.0.1' : word.replace(/^\/keys\//, '')))
    .join(' ');
  const server = await startServer(`${command} --port 0`, place, /Serving at/);
  expect(await server.stop()).toContain('stopped');
}

async function checkLocalGitHub(commands: string, place: ShellPlace): Promise<void> {
  const config = join(place.cwd, 'orangery.config.yml');
  const named = (await readFile(config, 'utf8')).replaceAll('your-organisation/', 'garden/');
  await writeFile(config, named);
  const hub = await startServer('npx orangery github up --json', place, /"status":"up"/);
  try {
    const { url, tokens } = JSON.parse(/^\{.*"status":"up".*$/m.exec(hub.printed())![0]) as Up;
    const typed = commands.replaceAll('token-of-root', tokens.root);
    const env = { ...place.env, GITHUB_API_URL: url };
    const { code, output } = await runStep(typed, { ...place, env });
    expect(code, output).toBe(0);
    expect(output).toContain('rules "main is merged"');
    expect(output).toMatch(/✓ Rules of branches of garden\/orangery:/);
  } finally {
    await hub.stop();
  }
}

/** Words that a verb does not take are refused before that. */
async function checkAsksForToken(commands: string, place: ShellPlace): Promise<void> {
  const ours = commands.split('\n').filter((line) => line.startsWith('npx orangery '));
  expect(ours).not.toEqual([]);
  for (const command of ours) {
    const { code, output } = await runStep(command, place);
    expect(code, output).toBe(2);
    expect(output).toContain('GITHUB_TOKEN: expected a token');
  }
}

interface Up {
  readonly url: string;
  readonly tokens: { readonly root: string };
}

async function checkAddOns(commands: string, place: ShellPlace): Promise<void> {
  const { output } = await runStep('npx orangery doctor', place);
  const [install, train] = commands.trim().split('\n');
  if (/^backend webgpu +works/m.test(output)) {
    expect(await runStep(train!, place)).toMatchObject({ code: 0 });
  } else {
    expect(output).toContain(install);
  }
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly packages: Readonly<Record<string, Manifest>>;
}

async function readJson(file: string): Promise<Manifest> {
  return JSON.parse(await readFile(file, 'utf8')) as Manifest;
}
