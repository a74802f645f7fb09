import type { ComposeFile } from '@orangery/schemas';

export interface NetworkOrder {
  /** Of Compose: names its networks begin with it. */
  readonly project: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A network without a route out, on which the host has no address. */
export function networkOf({
  name,
  labels,
}: Pick<NetworkOrder, 'name' | 'labels'>): ComposeFile['networks'][string] {
  return {
    ...{ name, internal: true, labels: { ...labels } },
    // else what the host serves on all its addresses is reached through its end of the network
    driver_opts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
  };
}
