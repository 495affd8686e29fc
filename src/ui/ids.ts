/**
 * All ids shared by package.json and the code. A test compares both, so that a command, view,
 * setting, or context key exists in both or in neither.
 */
export const commandIds = {
  signIn: "azureDeletedResources.signIn",
  signInToTenant: "azureDeletedResources.signInToTenant",
  selectSubscriptions: "azureDeletedResources.selectSubscriptions",
  refresh: "azureDeletedResources.refresh",
  findName: "azureDeletedResources.findName",
  checkBeforeDeploying: "azureDeletedResources.checkBeforeDeploying",
  showNextToExpire: "azureDeletedResources.showNextToExpire",
  refreshAll: "azureDeletedResources.refreshAll",
  recover: "azureDeletedResources.recover",
  purge: "azureDeletedResources.purge",
  recoverAll: "azureDeletedResources.recoverAll",
  purgeAll: "azureDeletedResources.purgeAll",
  showDetails: "azureDeletedResources.showDetails",
  copyName: "azureDeletedResources.copyName",
  copyResourceId: "azureDeletedResources.copyResourceId",
  copyCommand: "azureDeletedResources.copyCommand",
  copyFailure: "azureDeletedResources.copyFailure",
  groupBy: "azureDeletedResources.groupBy",
  sortBy: "azureDeletedResources.sortBy",
  filter: "azureDeletedResources.filter",
  clearFilter: "azureDeletedResources.clearFilter",
  exportList: "azureDeletedResources.exportList",
  openInPortal: "azureDeletedResources.openInPortal",
  cancelOperation: "azureDeletedResources.cancelOperation",
  retryOperation: "azureDeletedResources.retryOperation",
  showOperation: "azureDeletedResources.showOperation",
  copyOperation: "azureDeletedResources.copyOperation",
  clearOperation: "azureDeletedResources.clearOperation",
  showBatch: "azureDeletedResources.showBatch",
  retryBatch: "azureDeletedResources.retryBatch",
  clearOperations: "azureDeletedResources.clearOperations",
  showLog: "azureDeletedResources.showLog",
  reportIssue: "azureDeletedResources.reportIssue",
  enableGallerySoftDelete: "azureDeletedResources.enableGallerySoftDelete",
  disableGallerySoftDelete: "azureDeletedResources.disableGallerySoftDelete",
  deleteImageVersion: "azureDeletedResources.deleteImageVersion",
  deleteMachineLearningWorkspace: "azureDeletedResources.deleteMachineLearningWorkspace",
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** The commands in the menus of rows, which are handed the row they were chosen on. */
export const rowCommandIds: ReadonlySet<string> = new Set([
  commandIds.recover,
  commandIds.purge,
  commandIds.recoverAll,
  commandIds.purgeAll,
  commandIds.showDetails,
  commandIds.openInPortal,
  commandIds.copyName,
  commandIds.copyResourceId,
  commandIds.copyCommand,
  commandIds.copyFailure,
  commandIds.refresh,
  commandIds.signInToTenant,
  commandIds.cancelOperation,
  commandIds.retryOperation,
  commandIds.showOperation,
  commandIds.copyOperation,
  commandIds.clearOperation,
  commandIds.showBatch,
  commandIds.retryBatch,
]);

export const viewIds = {
  resources: "azureDeletedResources.resources",
  operations: "azureDeletedResources.operations",
  help: "azureDeletedResources.help",
} as const;

/** The context key for the empty view's welcome text. */
export const contentsContextKey = "azureDeletedResources.contents";

/** Values of {@link contentsContextKey}. */
export type Contents =
  "reading" | "signedOut" | "waitingForSignIn" | "noSubscriptions" | "nothingDeleted" | "shown";

/** Language-model tools. None purges. */
export const toolNames = {
  list: "list_deleted_resources",
  findHolder: "find_name_holder",
  plan: "plan_recovery",
  recover: "recover_deleted_resource",
} as const;

export type ToolName = (typeof toolNames)[keyof typeof toolNames];

/** Context key: a filter is active. */
export const filteredContextKey = "azureDeletedResources.filtered";

export const settingsSection = "azureDeletedResources";

/** Names of the settings in {@link settingsSection}. */
export const settingNames = {
  credential: "credential",
  services: "services",
  warnBeforePurgeHours: "warnBeforePurgeHours",
  notifyBeforePurge: "notifyBeforePurge",
  refreshOnFocus: "refreshOnFocus",
  checkFiles: "checkFiles",
} as const;

/** The parts of a tree item's `contextValue`, joined by ";". */
export const contextFlags = {
  deletedResource: "deletedResource",
  recover: "recover",
  purge: "purge",
  recoverAll: "recoverAll",
  purgeAll: "purgeAll",
  branch: "branch",
  tenant: "tenant",
  operation: "operation",
  cancellable: "cancellable",
  failure: "failure",
  retryable: "retryable",
  ended: "ended",
  batch: "batch",
  retryBatch: "retryBatch",
} as const;
