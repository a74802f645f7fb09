export * from './canonical.ts';
export * from './data-facts.ts';
export * from './failure.ts';
export {
  parsePipelineReference,
  stepName,
  stepPointer,
  type PipelineReference,
} from './pipeline-reference.ts';
export { isModuleId } from './module-id.ts';
export { isImageReference } from './image-reference.ts';
export { isServable } from './is-servable.ts';
export { isDeeperThan } from './depth.ts';
export { formatBytes } from './format-bytes.ts';
export {
  checkRecord,
  parseRecord,
  schemaNames,
  type Checked,
  type PlacelessProblem,
  type RecordName,
} from './record.ts';
export {
  deploymentProblems,
  deploymentReferences,
  moduleReferences,
  removalProblem,
  type NamingFile,
  type Reference,
} from './references.ts';
export { renderModuleFile } from './module-file.ts';
export {
  readRecordLines,
  type LoggedName,
  type MonthFile,
  type RecordLog,
} from './record-lines.ts';
export { rememberSecret, withoutSecrets } from './secrets.ts';
export { withoutControls } from './without-controls.ts';
export { portableYaml, recordText, yamlText } from './text.ts';
export { show, suggestion } from './describe-error.ts';
export type * from './generated/types.ts';
