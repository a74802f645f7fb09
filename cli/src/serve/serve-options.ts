import {
  defaultModelLimits,
  defaultServingLimits,
  logLevels,
  type LogLevel,
} from '@orangery/runner';
import type { BackendName } from '@orangery/schemas';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { trustCodeOption } from '../code-options.ts';
import { collect, positiveNumber, wholeNumber } from '../options.ts';

/** What can be said of a serving, under our names and those of `deepaas-run`. */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly listenIp?: string;
  readonly listenPort?: number;
  readonly open?: boolean;
  readonly keys?: string;
  readonly basePath?: string;
  readonly corsOrigin?: readonly string[];
  readonly backend: BackendName | 'auto';
  readonly workers: number;
  readonly maxBatch: number;
  readonly maxDelayMs: number;
  readonly maxQueue: number;
  readonly cache: number;
  readonly requestTimeout: number;
  readonly clientMaxSize: number;
  readonly managementPort?: number;
  readonly modelName?: readonly string[];
  readonly warm: boolean;
  readonly predictEndpoint: boolean;
  /** Where keys or loopback say who trains, when absent. */
  readonly trainEndpoint?: boolean;
  readonly docEndpoint: boolean;
  readonly debugEndpoint: boolean;
  readonly debug: boolean;
  readonly logFile?: string;
  readonly logLevel: LogLevel;
  readonly configFile?: string;
  readonly configDir?: string;
  readonly trustCode?: boolean;
  /** Of a tool: name and value. */
  readonly setting?: readonly (readonly [string, string])[];
  /** Servers of container modules that run already: module and address. */
  readonly container?: readonly (readonly [string, string])[];
}

const backends = ['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'];
const port = wholeNumber(0, 65_535);
const { maxBodyBytes, requestTimeoutMs } = defaultServingLimits;
const { workers, maxBatch, maxDelayMs, maxQueue } = defaultModelLimits;

/** Switches of `deepaas-run`, which are turned off by `no` and their name. */
const switches: readonly (readonly [name: string, text: string, isOn?: boolean])[] = [
  ['warm', 'predict the golden test of a model before it is ready', true],
  ['predict-endpoint', 'answer predictions', true],
  ['train-endpoint', 'train over HTTP; without keys only on loopback, unless asked for'],
  ['doc-endpoint', 'show Swagger UI at /api', true],
  ['debug-endpoint', 'show the log at /v2/debug/', false],
  ['debug', 'log everything', false],
];

export function addServeOptions(command: Command): Command {
  addPlaces(command);
  addLimits(command);
  command
    .option('--model-name <module>', 'module to serve, as deepaas-run has it', collect)
    .addOption(new Option('--backend <name>', 'what computes').choices(backends).default('auto'))
    .addOption(
      new Option('--log-level <level>', 'what is logged').choices(logLevels).default('warn'),
    )
    .option('--log-file <file>', 'file that the log is added to, in JSON lines')
    .option('--config-file <file>', 'file with these options under [DEFAULT], as deepaas-run reads')
    .option('--config-dir <folder>', 'folder of such files, *.conf, read in their order')
    .option('--setting <NAME=value>', 'of a tool; can be repeated', readSetting)
    .addOption(runningContainer())
    .addOption(trustCodeOption());
  for (const [name, text, isOn] of switches) addSwitch(command, name, text, isOn);
  return command;
}

/** In a deployment: its servers are started beside the one that is asked. */
function runningContainer(): Option {
  return new Option('--container <module=address>', 'a container module’s server that runs already')
    .argParser(readContainer)
    .hideHelp();
}

type Pairs = readonly (readonly [string, string])[];

/** `ROUNDS=3` is a setting. */
export function readSetting(text: string, before: Pairs = []): Pairs {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('expected NAME=value');
  }
  return [...before, [name, value]];
}

type Containers = NonNullable<ServeOptions['container']>;

function readContainer(text: string, before: Containers = []): Containers {
  const [, module, address] = /^([a-z][a-z0-9-]*)=(https?:\/\/[\w.:[\]-]+)$/.exec(text) ?? [];
  if (module === undefined || address === undefined) {
    throw new InvalidArgumentError('expected <module>=http://host:port');
  }
  return [...before, [module, address]];
}

function addPlaces(command: Command): void {
  command
    .option('--host <address>', 'address to listen on; localhost is 127.0.0.1', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 5000)
    .addOption(new Option('--listen-ip <address>', 'the same as --host').hideHelp())
    .addOption(
      new Option('--listen-port <number>', 'the same as --port').argParser(port).hideHelp(),
    )
    .option('--management-port <number>', 'port on loopback for metrics, health, reload', port)
    .option('--keys <file>', 'whose keys may call: a deployment or a file of keys')
    .option('--open', 'let other machines call without a key')
    .option('--base-path <path>', 'put before every path, such as /custom')
    .option('--cors-origin <origin>', 'web site whose pages may call; can be repeated', collect);
}

function addLimits(command: Command): void {
  const { cachedRequests } = defaultModelLimits;
  command
    .option('-p, --workers <n>', 'threads or processes a module', wholeNumber(1, 256), workers)
    .option('--max-batch <n>', 'inputs predicted together', wholeNumber(1, 1024), maxBatch)
    .option('--max-delay-ms <ms>', 'longest wait for others', wholeNumber(0, 10_000), maxDelayMs)
    .option('--max-queue <n>', 'requests that may wait', wholeNumber(1, 100_000), maxQueue)
    .option('--cache <n>', 'answers kept for the same input', wholeNumber(0, 1e6), cachedRequests)
    .option(
      '--request-timeout <s>',
      'longest a request may take, in seconds',
      positiveNumber(3600),
      requestTimeoutMs / 1000,
    )
    .option(
      '--client-max-size <bytes>',
      'largest body; 0 for the largest there is, 1 GiB',
      wholeNumber(0, 1024 ** 3),
      maxBodyBytes,
    );
}

/** Turned off as we write it, and as `deepaas-run` does. */
function addSwitch(command: Command, name: string, text: string, isOn?: boolean): void {
  command
    .addOption(new Option(`--${name}`, text).default(isOn).hideHelp(isOn === true))
    .addOption(new Option(`--no-${name}`, `do not ${text}`).hideHelp(isOn === false))
    .addOption(new Option(`--no${name}`, `do not ${text}`).hideHelp());
  const attribute = new Option(`--${name}`).attributeName();
  command.on(`option:no${name}`, () => {
    command.setOptionValueWithSource(attribute, false, 'cli');
  });
}
