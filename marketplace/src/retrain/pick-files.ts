import type { PickedFile } from './messages.ts';

/** More are not listed: the worker refuses them with a word. */
const mostListed = 20_000;

/** Files of an input, with their place in the folder where one was chosen. */
export function pickFromInput(files: Iterable<File>): PickedFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped: files, and the files of folders. To be called while the drop is handled. */
export async function pickFromDrop(data: DataTransfer): Promise<PickedFile[]> {
  // entries are gone once the event was handled: all are taken before the first is waited for
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry());
  const picked: PickedFile[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, picked);
  return picked;
}

async function collect(entry: FileSystemEntry, into: PickedFile[]): Promise<void> {
  if (into.length >= mostListed) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    into.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (isFolder(entry)) {
    for await (const inside of listFolder(entry)) await collect(inside, into);
  }
}

/** A reader gives some at a time until it gives none. */
async function* listFolder(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    yield* some;
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
