import { withoutSecrets } from '@orangery/schemas';
import { shellWord } from '../shell-word.ts';
import type { TrainOptions } from './asked.ts';

/** What was asked of `orangery train`, as far as it is repeated. */
export type AskedTraining = Omit<
  TrainOptions,
  | 'check'
  | 'fetched'
  | 'finish'
  | 'plan'
  | 'replay'
  | 'request'
  | 'resume'
  | 'trial'
  | 'work'
  | 'worker'
>;

/** The command that trains a module as it was asked, ready to be pasted into a shell. */
export function trainCommand(module: string, asked: AskedTraining): string {
  const words = ['orangery', 'train', module];
  const add = (flag: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(flag, shellWord(String(value)));
  };
  for (const link of asked.dataset ?? []) add('--dataset', link);
  for (const link of asked.validation ?? []) add('--validation', link);
  add('--target', asked.target);
  add('--trials', asked.trials);
  add('--hours', asked.hours);
  add('--gpus', asked.gpus);
  add('--backend', asked.backend === 'auto' ? undefined : asked.backend);
  add('--seed', asked.seed === 1 ? undefined : asked.seed);
  for (const [name, knob] of Object.entries(asked.knob ?? {})) {
    if (knob.type === 'fixed') add('--knob', `${name}=${knob.value}`);
  }
  for (const flag of ['advisor', 'stopping', 'width', 'folds', 'backbone'] as const) {
    add(`--${flag}`, asked[flag]);
  }
  if (asked.warmStart === true) words.push('--warm-start');
  if (asked.refit === false) words.push('--no-refit');
  if (asked.asynchronous === true) words.push('--asynchronous');
  add('--child', asked.child);
  add('--visibility', asked.visibility === 'private' ? undefined : asked.visibility);
  return withoutSecrets([...words, ...runWords(asked)].join(' '));
}

/** The command that trains what a request's file asks for, as it was typed. */
export function requestCommand(file: string, asked: AskedRun): string {
  return withoutSecrets(
    ['orangery', 'train', '--request', shellWord(file), ...runWords(asked)].join(' '),
  );
}

type AskedRun = Pick<AskedTraining, 'maxBytes' | 'out' | 'workers' | 'trustCode' | 'sandbox'>;

function runWords({ maxBytes, out, workers, trustCode, sandbox }: AskedRun): string[] {
  const named = { '--max-bytes': maxBytes, '--out': out, '--workers': workers };
  const words = Object.entries(named).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, shellWord(String(value))],
  );
  if (sandbox === true) words.push('--sandbox');
  return trustCode === true ? [...words, '--trust-code'] : words;
}
