/**
 * What a service's soft delete means for files that deploy it. Omitted where a deleted resource
 * doesn't affect a new one of its name.
 */
export interface Deployment {
  /**
   * The outcome of a deployment with a deleted resource's name: it fails; it can fail, where
   * Microsoft doesn't document it; it recovers the resource; or it creates a new one, after which
   * the deleted one can't be recovered.
   */
  readonly outcome: "fails" | "canFail" | "recovers" | "replaces";
  /** The name is taken only in the original resource group. */
  readonly isGroupOnly?: true;
  /** The azurerm resource types that create one, as in "azurerm_key_vault". */
  readonly terraform: readonly string[];
  /** By default, the azurerm provider recovers a soft-deleted resource with the name. */
  readonly terraformRecovers?: true;
  /** The property below "properties" that makes a deployment recover it. */
  readonly recoverProperty?: { readonly name: string; readonly value: string | true };
  /** Words in names of environment variables that contain its name, as in "KEY_VAULT". */
  readonly variables: readonly string[];
}
