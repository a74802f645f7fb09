import { Failure } from '@orangery/schemas';
import type { ModelSlot } from './served-model.ts';

/**
 * Whether every model has an address of its own.
 * @throws Failure USAGE
 */
export function checkAddress(
  slots: readonly Pick<ModelSlot, 'name'>[],
  basePath: string | undefined,
): void {
  const names = slots.map(({ name }) => name);
  const odd = names.find((name) => !/^\w[\w.-]*$/.test(name));
  if (odd !== undefined) {
    throw new Failure('USAGE', `${JSON.stringify(odd)} cannot stand in an address`, {
      hint: 'Rename the folder to letters, digits, hyphens.',
    });
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Failure('USAGE', `Two of the modules to serve are called ${twice}`, {
      hint: 'Serve each module once, or start a second server on another port.',
    });
  }
  if (basePath === undefined || /^(?:\/[\w.-]+)+$/.test(basePath)) return;
  throw new Failure('USAGE', `--base-path: expected a path such as /custom, found ${basePath}`, {
    hint: 'Begin it with a slash and end it without one.',
  });
}
