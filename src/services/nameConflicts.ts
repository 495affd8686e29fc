/** How tools report that a soft-deleted resource of a service holds a name. */
export interface NameConflicts {
  /** Each finds the name in a message, as its first group, with the flags "d" and "g". */
  readonly names: readonly RegExp[];
  readonly messages: readonly ConflictMessage[];
}

/** Words in a tool's output that report the conflict. */
export interface ConflictMessage {
  /** Without groups and flags. */
  readonly words: RegExp;
  /** Messages about other types use these words too: an id near them tells the type. */
  readonly anyType?: true;
  /** What must be near them, since other products use the same words; an id will do, too. */
  readonly with?: RegExp;
}

// A quote can be escaped: the message may be in a JSON text.
const quoted = /\\?["']([^"'\\\s]{1,127})\\?["']/;

/**
 * Finds a name in quotes after some words, in any case. For Terraform,
 * github.com/hashicorp/go-azure-helpers writes ids as `Key Vault Name: "x"`, and older versions of
 * the provider as `(Name "x" / Resource Group "y")`:
 * github.com/hashicorp/terraform-provider-azurerm/issues/15127, .../issues/11580
 */
export function quotedAfter(words: RegExp): RegExp {
  return new RegExp(words.source + quoted.source, "dgi");
}
