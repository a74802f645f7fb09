/** What reads and writes files; not for the browser. */
export { findRoot } from './root.ts';
export { readFrontMatter, type FrontMatter } from './front-matter.ts';
export {
  listModuleFolders,
  readModule,
  readModules,
  type Module,
  type ModuleFolder,
} from './module.ts';
export { checkRelations, type RelatedModule } from './module-relations.ts';
export {
  listDeploymentFiles,
  readDeploymentFile,
  readDeploymentReferences,
} from './deployment-file.ts';
export { limitsOnDisk } from './module-files.ts';
export { isModuleId } from './module-id.ts';
export { checkModuleFile } from './module-check.ts';
export { readRecord, writeRecord } from './record-file.ts';
export { resolveInside } from './paths.ts';
export { writeWhole } from './write-whole.ts';
export { largestMonthBytes, readRecordLog } from './record-log.ts';
export type { LoggedName, RecordLog } from './record-lines.ts';
export { patchYaml, patchYamlText, type YamlChange } from './patch-yaml.ts';
export { parseYaml, readYaml, writeYaml } from './yaml.ts';
export { patchModuleFile, renderModuleFile } from './module-file.ts';
export { schemaFiles, type SchemaFile } from './schema-files.ts';
export { migrateText, type MigratedName, type Migration } from './migrate/migrate-text.ts';
export type { UpgradeStep } from './migrate/upgrade-step.ts';
