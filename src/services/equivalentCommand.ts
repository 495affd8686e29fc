/**
 * The commands of the Azure CLI and of Azure PowerShell that send a request of a plan, for people
 * who would rather run those. Plain data, found by the request: so a step has its command in
 * whatever plan it stands.
 *
 * Words are separated by single spaces. One that is a name in braces is what {@link request},
 * {@link headers} or {@link body} has there; of itself there are "{subscription}", "{id}" (what is addressed, as an ARM
 * id), "{apiVersion}" and "{target}" (the step's).
 */
export interface EquivalentCommand {
  /** "METHOD /path", in which a name in braces is any segment. Compared whatever its case. */
  readonly request: string;
  /** What the query has besides the api-version, all of it. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers that are the request's own, as {@link body}. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts of the body by their path, as "properties.createMode": as they must be, or in braces. */
  readonly body?: Readonly<Record<string, string>>;
  /** Paths of what the body must not have, since the commands cannot say it. */
  readonly without?: readonly string[];
  /** As "az keyvault recover --name {name}". It asks before it purges, where Azure's command does. */
  readonly azureCli?: string;
  /** As "Undo-AzKeyVaultRemoval -VaultName {name}". */
  readonly powershell?: string;
}
