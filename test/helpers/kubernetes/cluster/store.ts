import { randomUUID } from 'node:crypto';

/** An object as a cluster keeps it. */
export interface StoredObject {
  apiVersion: string;
  kind: string;
  metadata: StoredMetadata;
  spec?: unknown;
  status?: unknown;
  [field: string]: unknown;
}

export interface StoredMetadata {
  name: string;
  namespace: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  uid: string;
  generation: number;
  resourceVersion: string;
  creationTimestamp: string;
  ownerReferences?: readonly object[];
}

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: string;
  readonly object: StoredObject;
}

/** Objects of a cluster by resource and name, and those who watch them. */
export class Store {
  readonly #objects = new Map<string, StoredObject>();
  readonly #watchers = new Set<(event: StoreEvent) => void>();
  #version = 1;

  get version(): string {
    return String(this.#version);
  }

  get(resource: string, name: string): StoredObject | undefined {
    return this.#objects.get(`${resource}/${name}`);
  }

  list(resource: string): readonly StoredObject[] {
    const own = [...this.#objects].filter(([key]) => key.startsWith(`${resource}/`));
    return own.map(([, object]) => object);
  }

  /** Fills in what a cluster knows; a changed `spec` is another generation. */
  put(
    resource: string,
    object: Omit<StoredObject, 'metadata'> & { metadata: object },
  ): StoredObject {
    const { name } = object.metadata as StoredMetadata;
    const before = this.get(resource, name);
    const isSame = JSON.stringify(before?.spec) === JSON.stringify(object.spec);
    this.#version++;
    const metadata = {
      namespace: 'default',
      ...object.metadata,
      uid: before?.metadata.uid ?? randomUUID(),
      generation: (before?.metadata.generation ?? 0) + (isSame ? 0 : 1),
      resourceVersion: this.version,
      creationTimestamp: before?.metadata.creationTimestamp ?? this.#moment(),
    } as StoredMetadata;
    const stored = { ...object, metadata } as StoredObject;
    this.#objects.set(`${resource}/${name}`, stored);
    this.#tell({ type: before === undefined ? 'ADDED' : 'MODIFIED', resource, object: stored });
    return stored;
  }

  delete(resource: string, name: string): void {
    const object = this.get(resource, name);
    if (object === undefined) return;
    this.#version++;
    this.#objects.delete(`${resource}/${name}`);
    this.#tell({ type: 'DELETED', resource, object });
  }

  /** @returns what ends it */
  watch(watcher: (event: StoreEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** A second later with each object, as times of a cluster have no parts of one. */
  #moment(): string {
    const moment = new Date(Date.UTC(2026, 10, 22) + this.#version * 1000);
    return moment.toISOString().replace('.000Z', 'Z');
  }

  #tell(event: StoreEvent): void {
    for (const watcher of this.#watchers) watcher(event);
  }
}
