/**
 * Every id that package.json and the code share. A test holds the two against each other, so a
 * command, view, setting or context key exists in both or in neither.
 */
export const commandIds = {
  signIn: "azureDeletedResources.signIn",
  signInToTenant: "azureDeletedResources.signInToTenant",
  selectSubscriptions: "azureDeletedResources.selectSubscriptions",
  refresh: "azureDeletedResources.refresh",
  recover: "azureDeletedResources.recover",
  purge: "azureDeletedResources.purge",
  showDetails: "azureDeletedResources.showDetails",
  copyName: "azureDeletedResources.copyName",
  copyResourceId: "azureDeletedResources.copyResourceId",
  openInPortal: "azureDeletedResources.openInPortal",
  cancelOperation: "azureDeletedResources.cancelOperation",
  clearOperations: "azureDeletedResources.clearOperations",
  showLog: "azureDeletedResources.showLog",
  enableGallerySoftDelete: "azureDeletedResources.enableGallerySoftDelete",
  disableGallerySoftDelete: "azureDeletedResources.disableGallerySoftDelete",
  deleteImageVersion: "azureDeletedResources.deleteImageVersion",
  deleteMachineLearningWorkspace: "azureDeletedResources.deleteMachineLearningWorkspace",
} as const;

export const viewContainerId = "azureDeletedResources";

export const viewIds = {
  resources: "azureDeletedResources.resources",
  operations: "azureDeletedResources.operations",
} as const;

/** The context key that chooses the welcome text of the empty view. */
export const contentsContextKey = "azureDeletedResources.contents";

/** Values of {@link contentsContextKey}. */
export type Contents = "reading" | "signedOut" | "noSubscriptions" | "nothingDeleted" | "shown";

export const settingsSection = "azureDeletedResources";

/** Names of the settings in {@link settingsSection}. */
export const settingNames = {
  credential: "credential",
  services: "services",
  warnBeforePurgeHours: "warnBeforePurgeHours",
} as const;

/** What a tree item's `contextValue` is made of, joined by ";". */
export const contextFlags = {
  deletedResource: "deletedResource",
  recover: "recover",
  purge: "purge",
  branch: "branch",
  tenant: "tenant",
  cancellable: "cancellable",
} as const;
