import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runCommand } from '../../../runner/src/command.ts';
import { backends } from '../../../runner/src/compute/backends/index.ts';

/**
 * `node test/real/tensorflow/build-add-ons.ts <folder>`: installs the backends' packages into a
 * folder and makes tfjs-node work where its own download of TensorFlow is impossible: its addon is
 * compiled against the library and headers inside the wheel `tensorflow-cpu` of PyPI. Takes a minute
 * or two, about 1.3 GB, Python with pip and g++; a folder that is ready is left as it is.
 */
const tensorflowVersion = '2.18.1';
const headersPackage = 'node-api-headers@1.9.0';
/** The oldest that tfjs-node's binding compiles with in C++17; Node 24 speaks it too. */
const napiVersion = 8;

const folder = resolve(process.argv[2] ?? process.env.ORANGERY_TFJS_NODE ?? '');
const packages = ['tensorflow', 'webgpu'].flatMap(
  (name) => backends.find((backend) => backend.name === name)!.packages,
);
const contents = JSON.stringify({ packages, tensorflowVersion, headersPackage, napiVersion });
const stamp = join(folder, 'ready.json');
const addOn = join(folder, 'node_modules/@tensorflow/tfjs-node');

const known = await readFile(stamp, 'utf8').catch(() => ''); // absent: not built yet
if (known === contents) process.stdout.write(`${folder} is ready\n`);
else await build();

async function build(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', '--prefix', folder, ...options, ...packages, headersPackage]);
  await takeLibrary();
  await compile();
  await writeFile(stamp, contents);
}

/** The library and its C headers, out of the wheel. */
async function takeLibrary(): Promise<void> {
  const wheels = join(folder, 'wheel');
  await run('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'],
    ...['--python-version', '3.11', '--dest', wheels, `tensorflow-cpu==${tensorflowVersion}`],
  ]);
  const [wheel] = await readdir(wheels);
  const take = [
    'import re, sys, zipfile',
    'wanted = re.compile(r"tensorflow/(lib\\w+\\.so\\.2|include/(tensorflow|tsl|xla/tsl)/(c|core/platform|platform)/.*\\.h)$")',
    'archive = zipfile.ZipFile(sys.argv[1])',
    'archive.extractall(sys.argv[2], [name for name in archive.namelist() if wanted.match(name)])',
  ];
  await run('python3', ['-c', take.join('\n'), join(wheels, wheel!), join(addOn, 'deps')]);
  await rm(wheels, { recursive: true });
}

async function compile(): Promise<void> {
  const output = join(addOn, `lib/napi-v${napiVersion}`);
  const library = join(addOn, 'deps/tensorflow');
  await mkdir(output, { recursive: true });
  await run('g++', [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', `-DNAPI_VERSION=${napiVersion}`],
    ...['-I', join(folder, 'node_modules/node-api-headers/include')],
    ...['-I', join(library, 'include'), '-I', addOn],
    ...[join(addOn, 'binding/tfjs_backend.cc'), join(addOn, 'binding/tfjs_binding.cc')],
    ...['-L', library, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    '-Wl,-rpath,$ORIGIN/../../deps/tensorflow',
    ...['-o', join(output, 'tfjs_binding.node')],
  ]);
}

async function run(file: string, args: readonly string[]): Promise<void> {
  process.stdout.write(`${file} ${args[0]} …\n`);
  const { signal } = new AbortController();
  await runCommand(file, args, { cwd: folder, signal, timeoutMs: 600_000, env: process.env });
}
