/** A program and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** What of this machine the program may see. Paths are absolute and exist. */
export interface Enclosure {
  /** Read only, where they lie here. Everything else but the system's own programs is not there. */
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A way of cutting a program off from the network and from files, kept by the kernel. */
export interface Wall {
  readonly name: 'bubblewrap' | 'namespaces' | 'container';
  /** Programs it needs, as they are found on the search path. */
  readonly needs: readonly string[];
  /** The command that runs the given one behind the wall. */
  enclose(command: Command, enclosure: Enclosure): Command;
}

/** Folders and files of the system that programs need: what is not there is left out. */
export const systemPaths: readonly string[] = [
  '/usr',
  '/bin',
  '/lib',
  '/lib64',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/alternatives',
];
