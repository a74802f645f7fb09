import type { CodeOptions } from '@orangery/runner';
import { withoutControls } from '@orangery/schemas';
import { Option } from 'commander';
import type { Context } from './verb.ts';

/** For every verb that runs the code of a module. */
export function trustCodeOption(): Option {
  return new Option('--trust-code', 'run a module.ts as freely as a program of your own');
}

/** How the code of modules is run: cut off, unless somebody says that they trust it. */
export function codeOptions(
  { env, terminal }: Context,
  { trustCode = false }: { readonly trustCode?: boolean },
): CodeOptions {
  const say = (message: string): void => terminal.note(withoutControls(message));
  return {
    isTrusted: trustCode,
    searchPath: env.PATH,
    image: env.ORANGERY_SANDBOX_IMAGE,
    logger: { debug: () => {}, info: say, warn: say },
  };
}
