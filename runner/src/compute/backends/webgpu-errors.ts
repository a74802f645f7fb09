import type { Device } from './webgpu-device.ts';

const kinds = ['validation', 'out-of-memory', 'internal'] as const;

/**
 * Errors of a device, which computes behind the program's back: no call reports them, and what was to
 * be written then holds anything (https://gpuweb.github.io/gpuweb/#error-scopes).
 */
export class ErrorScopes {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
    this.#open();
  }

  /** The first error since the last call, in all that was submitted; undefined when there is none. */
  async next(): Promise<string | undefined> {
    const closing = kinds.map(() => this.#device.popErrorScope());
    this.#open(); // before anything is awaited, so that nothing falls between two scopes
    const errors = await Promise.all(closing);
    return errors.flatMap((error, index) => {
      if (error === null) return [];
      const kind = kinds.toReversed()[index] ?? '';
      return [`${kind}: ${error.message.split('\n')[0]}`];
    })[0];
  }

  #open(): void {
    for (const kind of kinds) this.#device.pushErrorScope(kind);
  }
}
