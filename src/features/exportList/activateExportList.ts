import type { Clock } from "../../base/clock";
import type { CommandRegistry } from "../../commands/commandRegistry";
import type { Targets } from "../../commands/targets";
import { commandIds } from "../../ui/ids";
import type { ViewOptionsStore } from "../../ui/tree/viewOptions";

/** Registers Export List. */
export function activateExportList(
  commands: CommandRegistry,
  targets: Targets,
  viewOptions: ViewOptionsStore,
  clock: Clock,
): void {
  commands.register(commandIds.exportList, async () => {
    const { exportList } = await import("./exportList");
    await exportList(targets, viewOptions, clock);
  });
}
