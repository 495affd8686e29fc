import type { Account } from "../account/account";
import type { SelectedSubscriptions } from "../account/selectedSubscriptions";
import { commandIds } from "../ids";
import type { DetailsDocuments } from "../ui/details/details";
import { cancelOperation } from "./cancelOperation";
import { copyName, copyResourceId } from "./copy";
import { deleteImageVersion } from "./live/deleteImageVersion";
import { deleteMachineLearningWorkspace } from "./live/deleteWorkspace";
import { disableGallerySoftDelete, enableGallerySoftDelete } from "./live/gallerySoftDelete";
import type { PickLiveParts } from "./live/pickLive";
import { openInPortal } from "./openInPortal";
import { purge, type PurgeParts } from "./purge";
import { recover, type RecoverParts } from "./recover";
import { refresh } from "./refresh";
import { selectSubscriptions } from "./selectSubscriptions";
import { showDetails } from "./showDetails";
import { signIn, signInToTenant } from "./signIn";

/** What the commands act on. */
export interface CommandParts extends RecoverParts, PickLiveParts, PurgeParts {
  readonly account: Account;
  readonly selected: SelectedSubscriptions;
  readonly details: DetailsDocuments;
  readonly refreshAll: () => Promise<void>;
  readonly showLog: () => void;
}

type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** What each command does with what VS Code hands it: a row, and all selected rows. */
export type CommandHandlers = Readonly<
  Record<CommandId, (...given: readonly unknown[]) => Promise<void>>
>;

/** Every command, given what it acts on. Loaded when the first of them is run. */
export function commandHandlers(parts: CommandParts): CommandHandlers {
  const { account, runner } = parts;
  return {
    [commandIds.signIn]: () => signIn(account),
    [commandIds.signInToTenant]: (node) => signInToTenant(account, node),
    [commandIds.selectSubscriptions]: () => selectSubscriptions(parts),
    [commandIds.refresh]: (node) => refresh(parts, node),
    [commandIds.recover]: (node, nodes) => recover(parts, node, nodes),
    [commandIds.purge]: (node, nodes) => purge(parts, node, nodes),
    [commandIds.showDetails]: (node) => showDetails(parts, node),
    [commandIds.copyName]: (node, nodes) => copyName(parts, node, nodes),
    [commandIds.copyResourceId]: (node, nodes) => copyResourceId(parts, node, nodes),
    [commandIds.openInPortal]: (node) => openInPortal(parts, node),
    [commandIds.cancelOperation]: (row) => cancelOperation(runner, row),
    [commandIds.clearOperations]: () => runner.clearEnded(),
    [commandIds.enableGallerySoftDelete]: () => enableGallerySoftDelete(parts),
    [commandIds.disableGallerySoftDelete]: () => disableGallerySoftDelete(parts),
    [commandIds.deleteImageVersion]: () => deleteImageVersion(parts),
    [commandIds.deleteMachineLearningWorkspace]: () => deleteMachineLearningWorkspace(parts),
    [commandIds.showLog]: async () => {
      parts.showLog();
    },
  };
}
