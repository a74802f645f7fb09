import type { HostContainer, HostStage } from '@orangery/schemas';
import type { SlotTargetName } from './host/host-folders.ts';
import type { Percents, SlotName, StageId } from './reconcile/slots.ts';

/** A slot as it is found. */
export interface ObservedSlot {
  readonly slot: SlotName;
  /** Of what was started in it. */
  readonly revision: string;
  /** Copies that are alive. */
  readonly running: number;
  /** Whether all of them answer. */
  readonly isReady: boolean;
  /** Copies that ended by themselves and were started again. */
  readonly restarts: number;
}

export interface ObservedStage {
  readonly slots: readonly ObservedSlot[];
  /** As the edge sends requests now. */
  readonly percents: Percents;
}

/** Where a slot is asked by itself, whatever gets the stage's requests. */
export interface OwnAddress {
  /** With the base path of the stage, without a final slash. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What runs the slots of stages on a host. It is told by the state that the host keeps
 * (`HostStage`), and does nothing about what is so already.
 */
export interface SlotTarget {
  readonly name: SlotTargetName;
  /** Where stages answer, such as `http://127.0.0.1:8080`. */
  readonly address: string;
  observe(stage: StageId): Promise<ObservedStage>;
  /**
   * What servers are started from, made once; made again where it is gone.
   * @param folder that the module was exported to
   */
  prepare(stage: StageId, slot: PreparedSlot): Promise<SlotImages>;
  /** Starts copies that are missing and ends those that are too many; ends no slot. */
  run(stage: StageId, host: HostStage): Promise<void>;
  ownAddress(stage: StageId, slot: SlotName): Promise<OwnAddress>;
  /** Sends the stage's requests where the host's state says; at once, none is lost. */
  route(stage: StageId, host: HostStage): Promise<void>;
  /** Waits for the running requests of a slot, then ends it. */
  stop(stage: StageId, slot: SlotName, host: HostStage): Promise<void>;
  /** The last lines that a slot's servers have printed. */
  log(stage: StageId, slot: SlotName): Promise<readonly string[]>;
  /** Removes what was made for servers that are long gone. */
  prune(): Promise<void>;
}

/** What a slot's servers are started from. */
export interface SlotImages {
  /** Digest; absent where there are no images. */
  readonly image?: string;
  /** Servers of container modules beside its own. */
  readonly containers?: readonly HostContainer[];
}

/** What a slot is to be started from. */
export interface PreparedSlot {
  readonly folder: string;
  readonly run: HostStage['slots'][number]['run'];
  /** That its copies run on; none before the first. */
  readonly image?: string;
}
