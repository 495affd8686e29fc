/**
 * What a service's soft delete means for the files that deploy it. A service has none where a deleted
 * resource is nothing to a new one of its name.
 */
export interface Deployment {
  /**
   * What becomes of a deployment of the name of a deleted resource: it fails; it can fail, where
   * Microsoft does not say; it brings the deleted one back; or it makes a new one, after which the
   * deleted one cannot come back.
   */
  readonly outcome: "fails" | "canFail" | "recovers" | "replaces";
  /** The name is taken only in the resource group that it was in. */
  readonly isGroupOnly?: true;
  /** The kinds of Terraform's azurerm provider that make one, as in "azurerm_key_vault". */
  readonly terraform: readonly string[];
  /** By default the azurerm provider recovers what it finds soft-deleted under the name. */
  readonly terraformRecovers?: true;
  /** What, below "properties", makes a deployment recover it; left out where nothing does. */
  readonly recoverProperty?: { readonly name: string; readonly value: string | true };
  /** What the names of environment variables have that hold its name, as in "KEY_VAULT". */
  readonly variables: readonly string[];
}
