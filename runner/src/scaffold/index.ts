/** Folders of new modules, to begin with. */
export {
  containerTaskNames,
  containerTasks,
  type ContainerTaskName,
} from './container-tasks/index.ts';
export { drawnRecipes } from './draw-sample.ts';
export { makeChildModule } from './make-child-module.ts';
export { makeContainerModule } from './make-container-module.ts';
export { makeCustomModule } from './make-custom-module.ts';
export { makeOnnxModule } from './make-onnx-module.ts';
export { makePipelineModule } from './make-pipeline-module.ts';
export { makeRecipeModule } from './make-recipe-module.ts';
export type { NewModule, NewModuleFacts } from './new-module.ts';
export * from './onnx/index.ts';
export { writeNewModule } from './write-new-module.ts';
