import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../helpers/free-port.ts';
import { endSwitch } from '../helpers/how-to/end-switch.ts';
import { expectedPattern, readHowTo, type HowToStep } from '../helpers/how-to/read-how-to.ts';
import { gitEnv, makeClone, makeOrigin } from '../helpers/how-to/scratch.ts';
import {
  runStep,
  startServer,
  type ShellPlace,
  type StartedServer,
} from '../helpers/how-to/shell.ts';
import { withStandIns, type StandIns } from '../helpers/how-to/stand-ins.ts';
import { checksWithout } from '../helpers/how-to/without.ts';
import { root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { testServer } from '../helpers/test-server.ts';

const pages = join(root, 'marketplace/src/content/docs/how-to');
const howTos = (await readdir(pages)).filter((file) => file !== 'index.md');

/** What lies at example.org, by its name there. */
const exampleFiles: Readonly<Record<string, string>> = {
  '/seeds.csv': 'modules/seed-classifier/sample/seeds.csv',
  '/leaves.zip': 'modules/leaf-classifier/sample/leaves.zip',
  '/fish-counter/ai4-metadata.yml': 'test/fixtures/exchange/fish-counter/ai4-metadata.yml',
};

let folder: string;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orangery-how-to-'));
  origin = await makeOrigin(folder);
});

afterAll(() => rm(folder, { recursive: true }));

it('finds how-tos with commands', async () => {
  const counts = await Promise.all(howTos.map(async (file) => (await stepsOf(file)).length));
  expect(counts.length).toBeGreaterThanOrEqual(14);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

it.each(howTos)('%s', { timeout: 240_000 }, async (file) => {
  const place = await makePlace();
  const standIns = await makeStandIns();
  const servers: StartedServer[] = [];
  const stopServers = async (): Promise<string[]> =>
    Promise.all(servers.splice(0).map((server) => server.stop()));
  onTestFinished(async () => void (await stopServers()));
  onTestFinished(async () => endSwitch(place.env.ORANGERY_STATE!));
  let { cwd } = place;
  let key = '';
  /** Of people on the local GitHub, by the words that stand for them. */
  const tokens = new Map<string, string>();
  const asTyped = (text: string): string =>
    [...tokens].reduce((typed, [words, token]) => typed.replaceAll(words, token), text);
  for (const step of await stepsOf(file)) {
    const typed = asTyped(withStandIns(step.commands, standIns));
    const commands = typed.replaceAll('orangery_…', key || '…');
    const expected = expectedPattern(withStandIns(step.expected ?? '…', standIns));
    if (step.needs !== undefined) {
      await checkWithout(step.needs, commands, { ...place, cwd }, expected);
    } else if (/^npx orangery (serve|catalogue preview|github up)/.test(commands)) {
      for (const printed of await stopServers()) expect(printed).toContain('stopped');
      const server = await startServer(commands, { ...place, cwd }, expected);
      servers.push(server);
      for (const [, login, token] of server.printed().matchAll(/^(\w+) .* (local_\w+)$/gm)) {
        tokens.set(`token-of-${login}`, token!);
      }
    } else {
      const outcome = await runStep(commands, { ...place, cwd });
      expect(outcome.code, `${commands}\n${outcome.output}`).toBe(0);
      expect(outcome.output, commands).toMatch(expected);
      key = /orangery_[0-9a-z]{57}/.exec(outcome.output)?.[0] ?? key;
      ({ cwd } = outcome);
    }
  }
  for (const printed of await stopServers()) expect(printed).toContain('stopped');
});

async function stepsOf(file: string): Promise<readonly HowToStep[]> {
  return readHowTo(await readFile(join(pages, file), 'utf8'));
}

async function checkWithout(
  needs: string,
  commands: string,
  place: ShellPlace,
  expected: RegExp,
): Promise<void> {
  const without = checksWithout[needs];
  if (without === undefined) throw new Error(`needs=${needs}: there is no check without it`);
  console.warn(`needs ${needs}, which no test has: instead ${without.instead}`);
  await without.check(commands, place, expected);
}

/** A clone of its own, with caches and keys of its own. */
async function makePlace(): Promise<ShellPlace> {
  const own = await tempFolder();
  const notes = join(own, 'notes');
  await mkdir(notes);
  const env = {
    PATH: process.env.PATH,
    HOME: own,
    NO_COLOR: '1',
    CI: '1',
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
    ORANGERY_CACHE: join(own, 'cache'),
    ORANGERY_STATE: join(own, 'state'),
    ...gitEnv,
  };
  return { cwd: await makeClone(origin), env, notes };
}

async function makeStandIns(): Promise<StandIns> {
  const { url } = await testServer(async (request, response) => {
    const path = exampleFiles[request.url ?? ''];
    response.writeHead(path === undefined ? 404 : 200);
    response.end(path === undefined ? '' : await readFile(join(root, path)));
  });
  const ports = {
    '5000': await freePort(),
    '5001': await freePort(),
    '4321': await freePort(),
    '8000': await freePort(),
  };
  return { files: url, repository: origin, ports };
}
