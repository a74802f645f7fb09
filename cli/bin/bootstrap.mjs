// Runs on any Node ≥ 20: installs what is missing, then starts the task on the pinned Node.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');
const bin = (name) => join(root, 'node_modules', '.bin', name);

const tasks = {
  start: [['node', 'cli/src/start.ts']],
  test: [[bin('vitest'), 'run', '--project', 'unit']],
  'test:e2e': [[bin('vitest'), 'run', '--project', 'e2e']],
  'test:real': [[bin('vitest'), 'run', '--project', 'real*']],
  generate: [['node', 'schemas/generate.ts']],
  bundle: [['node', 'actions/bundle.ts']],
  format: [[bin('prettier'), '--write', '.']],
  check: [
    [bin('prettier'), '--check', '.'],
    [bin('eslint'), '.'],
    [bin('tsc'), '--noEmit'],
    [bin('astro'), 'check', '--tsconfig', 'marketplace/tsconfig.json'],
    ['node', 'schemas/generate.ts', '--check'],
    [bin('vitest'), 'run', '--project', 'unit'],
  ],
  'bench:training': [['node', 'test/bench/training.ts']],
  'bench:dataset': [['node', 'test/bench/dataset.ts']],
  'bench:tuning': [['node', 'test/bench/tuning.ts']],
  'bench:serving': [['node', 'test/bench/serving.ts']],
  'bench:catalogue': [['node', 'test/bench/catalogue.ts']],
  'bench:lighthouse': [['node', 'test/bench/lighthouse.ts']],
  'bench:decision': [['node', 'test/bench/decision.ts']],
  'bench:deployment': [['node', 'test/bench/deployment.ts']],
};

const [task, ...given] = process.argv.slice(2);
// CI has run the tests already when it checks
const rest = given.filter((word) => word !== '--no-tests');
const commands = rest.length === given.length ? tasks[task] : tasks[task]?.slice(0, -1);
if (commands === undefined) {
  process.stderr.write(`Unknown task ${task}. Known: ${Object.keys(tasks).join(', ')}\n`);
  process.exit(2);
}
installWhenStale();
for (const [index, [file, ...args]] of commands.entries()) {
  const extra = index === commands.length - 1 ? rest : [];
  const status = run(file === 'node' ? pinnedNode : file, [...args, ...extra]);
  if (status !== 0) process.exit(status);
}

function installWhenStale() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const isFresh =
    existsSync(pinnedNode) &&
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  if (isFresh) return;
  process.stderr.write('Installing packages …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // not npm ci: it refuses a lock file in which another platform's optional binary is missing
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const status = run(npm, ['install', ...options]);
  if (status !== 0) process.exit(status);
}

function run(file, args) {
  const path = [dirname(pinnedNode), join(root, 'node_modules', '.bin'), process.env.PATH];
  const ignoreSignal = () => {};
  // Ctrl-C reaches the child by itself; this process waits for it to clean up
  process.on('SIGINT', ignoreSignal);
  const result = spawnSync(file, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path.join(delimiter), ASTRO_TELEMETRY_DISABLED: '1' },
  });
  process.off('SIGINT', ignoreSignal);
  if (result.error) process.stderr.write(`${file}: ${result.error.message}\n`);
  return result.status ?? 1;
}
