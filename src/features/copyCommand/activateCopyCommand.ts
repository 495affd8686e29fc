import type { CommandRegistry } from "../../commands/commandRegistry";
import { commandIds } from "../../ui/ids";
import { copyCommand, type CommandRendering } from "./copyCommand";

/** Registers Copy as Command. */
export function activateCopyCommand(commands: CommandRegistry, rendering: CommandRendering): void {
  commands.register(commandIds.copyCommand, (node) => copyCommand(rendering, node));
}
