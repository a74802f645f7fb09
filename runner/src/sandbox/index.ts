export { findWall, tryWall, listWalls, type WallOptions } from './find-wall.ts';
export {
  sandboxedCommand,
  type NodeCommand,
  type SandboxedCommand,
  type SandboxOptions,
} from './sandboxed-command.ts';
