import { Failure } from '@orangery/schemas';
import { ProcessEnded } from './process/code-process.ts';
import { fieldsOf, PeerError } from './wire/peer.ts';

/** An error that the code of a module threw while it trained: one trial's, the run goes on. */
export class CodeError extends Error {
  override readonly name = 'CodeError';
}

/**
 * What an error of the process means for whoever asked it.
 * @param name `modules/iris/module.ts`, or the like
 */
export function codeFailure(error: unknown, name: string, doing: string): unknown {
  const { kind, message, place } = told(error, name);
  if (kind === 'other') return error;
  if (kind === 'input') return new Failure('INPUT_INVALID', message, { cause: error });
  const text = kind === 'contract' ? `${place} ${message}` : `${place} ${doing}: ${message}`;
  return new Failure('MODULE_INVALID', text, {
    cause: error,
    hint:
      kind === 'contract'
        ? 'runner/src/custom/README.md says what each duty takes and gives.'
        : 'Mend the line, then run orangery test.',
  });
}

/** The same while training: what the code throws spoils one trial, what it gives wrongly all. */
export function trainingFailure(error: unknown, name: string): unknown {
  const { kind, message, place } = told(error, name);
  if (kind !== 'thrown' && kind !== 'input') return codeFailure(error, name, 'train');
  return new CodeError(`${place} train: ${message}`, { cause: error });
}

interface Told {
  readonly kind: 'contract' | 'input' | 'thrown' | 'other';
  readonly message: string;
  readonly place: string;
}

function told(error: unknown, name: string): Told {
  if (error instanceof ProcessEnded) return { kind: 'thrown', message: error.message, place: name };
  if (!(error instanceof PeerError)) return { kind: 'other', message: '', place: name };
  const { kind, message, place } = fieldsOf(error.told);
  const known = (['contract', 'input'] as const).find((one) => one === kind) ?? 'thrown';
  const line = typeof place === 'string' ? /^[\w./-]+:\d+(:\d+)?$/.exec(place)?.[0] : undefined;
  return {
    kind: known,
    message: String(message).slice(0, 2000),
    place: line === undefined ? name : `${name.slice(0, name.lastIndexOf('/') + 1)}${line}`,
  };
}
