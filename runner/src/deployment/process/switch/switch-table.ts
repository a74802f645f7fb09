import type { HostStage } from '@orangery/schemas';
import { basePathOf, stageFolder, type HostFolders } from '../../host/host-folders.ts';
import { listHostStages, readHostStage } from '../../host/host-stage.ts';
import { slotNames, type Percents, type SlotName, type StageId } from '../../reconcile/slots.ts';
import type { ObservedStage } from '../../slot-target.ts';
import { serverSpec } from './slot-spec.ts';
import { SlotServers } from './slot-servers.ts';

/** A stage that requests are sent to. */
export interface RoutedStage {
  readonly basePath: string;
  readonly domain: string | undefined;
  readonly percents: Percents;
  readonly slots: ReadonlyMap<SlotName, SlotServers>;
}

interface Entry extends RoutedStage {
  percents: Percents;
  domain: string | undefined;
  readonly slots: Map<SlotName, SlotServers>;
}

export interface TableOptions {
  readonly folders: HostFolders;
  /** Of the software. */
  readonly version: string;
  /** Of servers. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** All that the switch runs, as the state of the host says it: what stands there is done, and nothing else. */
export class SwitchTable {
  readonly #options: TableOptions;
  readonly #stages = new Map<string, Entry>();
  /** Who looks at the state now. */
  #looking = 0;

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /** Longest paths first, so that `/seeds/staging` goes before `/seeds`. */
  get routes(): readonly RoutedStage[] {
    return [...this.#stages.values()].sort((a, b) => b.basePath.length - a.basePath.length);
  }

  get isEmpty(): boolean {
    if (this.#looking > 0) return false;
    return [...this.#stages.values()].every(({ slots }) => slots.size === 0);
  }

  /**
   * Everything, as it was when the switch ended.
   * @param tell of a stage whose state cannot be read; the others are served all the same
   */
  async readAll(tell: (error: unknown) => void): Promise<void> {
    for (const id of await listHostStages(this.#options.folders, 'process')) {
      await this.look(id).catch(tell);
    }
  }

  /** Brings the slots of a stage, and where its requests go, to what the state says; ends no slot that is still there. */
  async look(id: StageId): Promise<void> {
    this.#looking += 1;
    try {
      const host = await readHostStage(this.#options.folders, 'process', id);
      const entry = this.#entry(id);
      for (const slot of host.slots) this.#bring(id, entry, slot);
      this.route(id, host);
    } finally {
      this.#looking -= 1;
    }
  }

  /** Sends requests elsewhere, from one moment to the next. */
  route(id: StageId, { percents, domain }: Pick<HostStage, 'percents' | 'domain'>): void {
    const entry = this.#entry(id);
    entry.percents = percents;
    entry.domain = domain;
  }

  /** Ends a slot when it has answered what it was at. */
  async stop(id: StageId, slot: SlotName): Promise<void> {
    const entry = this.#entry(id);
    const servers = entry.slots.get(slot);
    entry.slots.delete(slot);
    await servers?.stop();
    if (entry.slots.size === 0) this.#stages.delete(nameOf(id));
  }

  async stopAll(): Promise<void> {
    const all = [...this.#stages.values()].flatMap(({ slots }) => [...slots.values()]);
    await Promise.all(all.map(async (servers) => servers.stop()));
  }

  observe(id: StageId): ObservedStage {
    const entry = this.#stages.get(nameOf(id));
    if (entry === undefined) return { slots: [], percents: {} };
    const slots = [...entry.slots].map(([slot, servers]) => ({
      ...{ slot, revision: servers.revision, running: servers.running },
      isReady: servers.addresses.length === servers.running && servers.running > 0,
      restarts: servers.restarts,
    }));
    return { slots, percents: entry.percents };
  }

  slot(id: StageId, slot: SlotName): SlotServers | undefined {
    return this.#stages.get(nameOf(id))?.slots.get(slot);
  }

  #bring(id: StageId, entry: Entry, wanted: HostStage['slots'][number]): void {
    const { folders, env, version } = this.#options;
    const slot = wanted.slot;
    const found = entry.slots.get(slot);
    if (found !== undefined && found.revision !== wanted.revision) {
      void found.stop();
      entry.slots.delete(slot);
    }
    const servers = entry.slots.get(slot) ?? this.#create(id, wanted, { folders, env, version });
    entry.slots.set(slot, servers);
    servers.scale(wanted.replicas);
  }

  #create(
    id: StageId,
    wanted: HostStage['slots'][number],
    { folders, env, version }: TableOptions,
  ): SlotServers {
    const spec = serverSpec(wanted, {
      ...id,
      stageFolder: stageFolder(folders, 'process', id),
      ...{ state: folders.state, cache: folders.cache, version, searchPath: env.PATH },
    });
    return new SlotServers(wanted.revision, spec, env);
  }

  #entry(id: StageId): Entry {
    const known = this.#stages.get(nameOf(id));
    if (known !== undefined) return known;
    const entry: Entry = {
      ...{ basePath: basePathOf(id), domain: undefined, percents: {}, slots: new Map() },
    };
    this.#stages.set(nameOf(id), entry);
    return entry;
  }
}

function nameOf({ deployment, stage }: StageId): string {
  return `${deployment}/${stage}`;
}

/**
 * A slot by its share of the requests.
 * @param chance from 0 to 1
 */
export function pickSlot(percents: Percents, chance: number): SlotName | undefined {
  let below = 100 * chance;
  const shares = slotNames.filter((slot) => (percents[slot] ?? 0) > 0);
  for (const slot of shares) {
    below -= percents[slot]!;
    if (below < 0) return slot;
  }
  return shares.at(-1);
}
