import { Option, type Command } from 'commander';
import { trustCodeOption } from '../code-options.ts';
import { fetchedOption, sandboxOption } from '../sandbox-options.ts';
import { collect, collectWholeNumbers, pinKnob, positiveNumber, wholeNumber } from '../options.ts';

/** What a request or a receipt says itself. */
const asked = ['target', 'trials', 'hours', 'gpus', 'backend', 'seed', 'knob', 'child'];
const search = ['advisor', 'stopping', 'width', 'folds', 'warmStart', 'asynchronous', 'backbone'];

/** Every option of `orangery train`. */
export function addTrainOptions(command: Command): Command {
  return addRunOptions(addSearchOptions(addDataOptions(command)));
}

function addDataOptions(command: Command): Command {
  return command
    .option('--dataset <link>', 'where the data lies; repeat for several', collect)
    .option(
      '--validation <link>',
      'separate held-out data to measure on; repeat for several',
      collect,
    )
    .option('--target <column>', 'column to predict (default: the last)')
    .option('--trials <number>', 'most trials (default: 10)', wholeNumber(1, 10_000))
    .option('--hours <hours>', 'most hours (default: 0.08)', positiveNumber(1000))
    .option('--gpus <number>', 'GPUs at a time (default: 0)', wholeNumber(0, 64))
    .addOption(backendOption())
    .option('--seed <number>', 'start of all random choices', wholeNumber(0, 4_294_967_295), 1)
    .option('--out <folder>', 'where the result goes (default: out/<run>)')
    .option(
      '--knob <name=value>',
      'pin a knob instead of searching it; repeat for several',
      pinKnob,
    )
    .option('--child <id>', 'name of the module to be made')
    .addOption(
      new Option('--visibility <who>', 'private data leaves no link, name or row in the result')
        .choices(['private', 'public'])
        .default('private'),
    )
    .option('--max-bytes <bytes>', 'largest download', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--check', 'say what it would take and how good its chances are, and stop');
}

/** How it searches. */
function addSearchOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--advisor <name>', 'who proposes knobs (default: bayesian)').choices([
        ...['random', 'grid', 'bayesian'],
      ]),
    )
    .addOption(
      new Option('--stopping <rule>', 'which bad trials end early (default: halving)').choices([
        ...['halving', 'median', 'none'],
      ]),
    )
    .option('--width <number>', 'trials at a time (default: by cores or GPUs)', wholeNumber(1, 64))
    .option('--folds <number>', 'parts that choose in turn', wholeNumber(1, 10))
    .option('--warm-start', 'let trials start from the best weights so far')
    .option('--no-refit', 'keep the best trial’s weights, without a last fit to all data')
    .option('--asynchronous', 'never wait for a round: faster, and not repeatable')
    .option('--backbone <module>', 'trained module whose layers are the start');
}

/** Where and how it runs. */
function addRunOptions(command: Command): Command {
  return command
    .addOption(trustCodeOption())
    .addOption(sandboxOption().conflicts(['plan', 'worker', 'replay', 'trustCode']))
    .addOption(fetchedOption())
    .option('--workers <number>', 'processes; 0: this one alone', wholeNumber(0, 64))
    .option('--resume [run]', 'go on with an unfinished run of the same request')
    .addOption(
      new Option(
        '--finish',
        'with --resume: begin no more trials, the best so far is the result',
      ).conflicts(['worker', 'check', 'replay']),
    )
    .addOption(
      new Option('--request <file>', 'train what a request asks for, and pin its data').conflicts([
        ...['dataset', 'validation', 'visibility', ...asked, ...search],
      ]),
    )
    .addOption(
      new Option(
        '--replay <receipt>',
        'run the trials of a receipt again, to the same weights',
      ).conflicts([
        'visibility',
        'request',
        'resume',
        'plan',
        'worker',
        'check',
        ...asked,
        ...search,
      ]),
    )
    .option(
      '--hosts <names>',
      'as from GitHub: links to these hosts and to services by name alone, none to this machine',
      (text: string) => text.split(/[,\s]+/).filter((name) => name !== ''),
    )
    .option('--work <folder>', 'folder of a training that a job matrix runs')
    .addOption(
      new Option(
        '--plan',
        'begin or advance the training in --work, and print its next round',
      ).conflicts(['worker', 'check', 'resume']),
    )
    .addOption(
      new Option('--worker', 'run the current round of the training in --work').conflicts([
        ...['check', 'resume', 'out'],
      ]),
    )
    .option(
      '--trial <number>',
      'with --worker: that trial alone; repeat for several',
      collectWholeNumbers(1, 10_000),
    );
}

export function backendOption(): Option {
  return new Option('--backend <name>', 'what computes')
    .choices(['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto');
}
