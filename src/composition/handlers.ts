import type { Account } from "../account/account";
import type { SelectedSubscriptions } from "../account/selectedSubscriptions";
import { commandIds, type CommandId } from "../ui/ids";
import { retryBatch, showBatch, type BatchParts } from "../commands/batches";
import { cancelOperation } from "../commands/cancelOperation";
import { clearOperation } from "../commands/clearOperation";
import { copyCommand, type CopyCommandParts } from "../features/copyCommand/copyCommand";
import {
  clearFilter,
  editFilter,
  chooseGrouping,
  chooseSortOrder,
} from "../commands/chooseViewOptions";
import { copyFailure } from "../commands/copyFailure";
import { copyName, copyResourceId } from "../commands/copy";
import { copyOperation } from "../commands/copyOperation";
import { deleteImageVersion } from "../features/liveResources/deleteImageVersion";
import { deleteMachineLearningWorkspace } from "../features/liveResources/deleteWorkspace";
import {
  disableGallerySoftDelete,
  enableGallerySoftDelete,
} from "../features/liveResources/gallerySoftDelete";
import type { PickLiveParts } from "../features/liveResources/pickLive";
import { findName, type FindNameParts } from "../features/nameLookup/findName";
import { exportList, type ExportListParts } from "../features/exportList/exportList";
import { openInPortal } from "../commands/openInPortal";
import { purge } from "../commands/purge";
import { recover, type RecoverParts } from "../commands/recover";
import { refresh } from "../commands/refresh";
import { reportIssue, type ReportIssueParts } from "../features/help/reportIssue";
import { retryOperation } from "../commands/retryOperation";
import { selectSubscriptions } from "../commands/selectSubscriptions";
import { showDetails, type ShowDetailsParts } from "../commands/showDetails";
import { showOperation } from "../commands/showOperation";
import { signIn, signInToTenant } from "../commands/signIn";

/** What the commands act on. */
export interface CommandParts
  extends
    RecoverParts,
    PickLiveParts,
    BatchParts,
    ShowDetailsParts,
    CopyCommandParts,
    ExportListParts,
    FindNameParts,
    ReportIssueParts {
  readonly account: Account;
  readonly selected: SelectedSubscriptions;
  readonly refreshAll: () => Promise<void>;
  readonly showLog: () => void;
}

/** What each command does with what VS Code hands it: a row, and all selected rows. */
export type CommandHandlers = Readonly<
  Record<CommandId, (...given: readonly unknown[]) => Promise<void>>
>;

/** Every command, given what it acts on. Loaded when the first of them is run. */
export function commandHandlers(parts: CommandParts): CommandHandlers {
  const { account, runner, batches } = parts;
  return {
    [commandIds.signIn]: () => signIn(account),
    [commandIds.signInToTenant]: (node) => signInToTenant(account, node),
    [commandIds.selectSubscriptions]: () => selectSubscriptions(parts),
    [commandIds.refresh]: (node) => refresh(parts, node),
    [commandIds.findName]: (given) => findName(parts, given),
    // VS Code hands a view's title the row that has the focus, which is not what is meant there.
    [commandIds.refreshAll]: () => parts.refreshAll(),
    [commandIds.recover]: (node, nodes) => recover(parts, node, nodes),
    [commandIds.purge]: (node, nodes) => purge(parts, node, nodes),
    [commandIds.recoverAll]: (node, nodes) => recover(parts, node, nodes),
    [commandIds.purgeAll]: (node, nodes) => purge(parts, node, nodes),
    [commandIds.showDetails]: (node) => showDetails(parts, node),
    [commandIds.copyName]: (node, nodes) => copyName(parts, node, nodes),
    [commandIds.copyResourceId]: (node, nodes) => copyResourceId(parts, node, nodes),
    [commandIds.copyCommand]: (node) => copyCommand(parts, node),
    [commandIds.copyFailure]: (row) => copyFailure(row),
    [commandIds.groupBy]: () => chooseGrouping(parts.viewOptions),
    [commandIds.sortBy]: () => chooseSortOrder(parts.viewOptions),
    [commandIds.filter]: () => editFilter(parts),
    [commandIds.clearFilter]: () => clearFilter(parts.viewOptions),
    [commandIds.exportList]: () => exportList(parts),
    [commandIds.openInPortal]: (node) => openInPortal(parts, node),
    [commandIds.cancelOperation]: (node) => cancelOperation(parts, node),
    [commandIds.retryOperation]: (node) => retryOperation(parts, node),
    [commandIds.showOperation]: (node) => showOperation(parts, node),
    [commandIds.copyOperation]: (node) => copyOperation(node),
    [commandIds.clearOperation]: (node) => clearOperation(runner, node),
    [commandIds.showBatch]: (node) => showBatch(parts, node),
    [commandIds.retryBatch]: (node) => retryBatch(parts, node),
    [commandIds.clearOperations]: async () => {
      await runner.clearEnded();
      await batches.clearEnded();
    },
    [commandIds.enableGallerySoftDelete]: () => enableGallerySoftDelete(parts),
    [commandIds.disableGallerySoftDelete]: () => disableGallerySoftDelete(parts),
    [commandIds.deleteImageVersion]: () => deleteImageVersion(parts),
    [commandIds.deleteMachineLearningWorkspace]: () => deleteMachineLearningWorkspace(parts),
    [commandIds.showLog]: async () => {
      parts.showLog();
    },
    [commandIds.reportIssue]: () => reportIssue(parts),
  };
}
