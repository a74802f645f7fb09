import { hashRecord, type Batching, type Settings } from '@orangery/schemas';
import type { Resources, Version, WantedStage } from '../wanted-stage.ts';

/** All that a server in a slot is started with; when any of it changes, another one is started. */
export interface SlotRun extends Version {
  readonly resources: Resources;
  readonly batching?: Batching;
  /** Of a tool. */
  readonly settings?: Settings;
  /** Whether anybody may call; else who holds a key, which may change while it runs. */
  readonly isOpen: boolean;
}

/**
 * What a stage wants to run: its version, or another one with the same resources.
 * @param isLoopback whether only this machine reaches it: then nobody has to say that it is open
 */
export function slotRun(
  { resources, batching, settings, callers }: WantedStage,
  { module, source }: Version,
  isLoopback: boolean,
): SlotRun {
  const isOpen = callers === 'everybody' || (callers === null && isLoopback);
  return {
    ...{ module, source, resources },
    ...(batching !== undefined && { batching }),
    ...(settings !== undefined && { settings }),
    isOpen,
  };
}

/** Names what is run: the same for the same, 12 hexadecimal digits. */
export function revisionOf(run: SlotRun): string {
  return hashRecord(run).slice(0, 12);
}
