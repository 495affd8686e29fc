import { commandIds } from "../ui/ids";
import type { CommandRegistry } from "./commandRegistry";
import { purge, type Purging } from "./purge";
import { recover, type Recovering } from "./recover";

/** Registers Recover and Purge, for rows of one resource and for rows of many. */
export function activateRecovery(
  commands: CommandRegistry,
  recovering: Recovering,
  purging: Purging,
): void {
  for (const id of [commandIds.recover, commandIds.recoverAll]) {
    commands.register(id, (node, nodes) => recover(recovering, node, nodes));
  }
  for (const id of [commandIds.purge, commandIds.purgeAll]) {
    commands.register(id, (node, nodes) => purge(purging, node, nodes));
  }
}
