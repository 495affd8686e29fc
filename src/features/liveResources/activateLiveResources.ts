import type { CommandRegistry } from "../../commands/commandRegistry";
import { commandIds } from "../../ui/ids";
import { deleteImageVersion } from "./deleteImageVersion";
import type { LiveDeleter } from "./deleteLive";
import { deleteMachineLearningWorkspace } from "./deleteWorkspace";
import { disableGallerySoftDelete, enableGallerySoftDelete } from "./gallerySoftDelete";
import type { LiveSources } from "./pickLive";

/** Registers the commands that delete live resources, or prepare them for being deleted. */
export function activateLiveResources(
  commands: CommandRegistry,
  sources: LiveSources,
  deleter: LiveDeleter,
): void {
  const { changes } = deleter;
  const on = commands.register.bind(commands);
  on(commandIds.enableGallerySoftDelete, () => enableGallerySoftDelete(sources, changes));
  on(commandIds.disableGallerySoftDelete, () => disableGallerySoftDelete(sources, changes));
  on(commandIds.deleteImageVersion, () => deleteImageVersion(sources, deleter));
  on(commandIds.deleteMachineLearningWorkspace, () =>
    deleteMachineLearningWorkspace(sources, deleter),
  );
}
