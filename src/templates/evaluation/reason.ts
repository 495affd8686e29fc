/** Why a value is unknown, as data: whoever shows it finds the words. */
export type ReasonKind =
  /** A parameter or variable that nothing gives a value to; about: its name. */
  | "noValue"
  /** A variable of the azd environment that azd fills in or asks for; about: its name. */
  | "notInEnvironment"
  /** The subscription, resource group, tenant or location of the deployment; about: which one. */
  | "place"
  /** A value that exists only after the deployment; about: what was read. */
  | "afterDeployment"
  /** A value that is different each time; about: the function. */
  | "random"
  /** A Terraform data source, resource attribute or provider function; about: its address. */
  | "readFromAzure"
  /** A function or syntax that isn't evaluated here; about: its name. */
  | "unsupported"
  /** A file or module that is missing or unreadable; about: its path as written. */
  | "missingFile"
  /** A name that isn't declared; about: the name. */
  | "undeclared"
  /** A value that refers to itself; about: its name. */
  | "cycle"
  /** More work, or a longer value, than any template needs; about: "". */
  | "tooMuch"
  /** Text that isn't a valid expression; about: "". */
  | "unreadable"
  /** The deployment would stop here with an error; about: the function or operator. */
  | "error"
  /** A text that people replace before they deploy; about: the text. */
  | "placeholder"
  /** A text that can't be a resource name; about: the text. */
  | "notAName";

export interface Reason {
  readonly kind: ReasonKind;
  readonly about: string;
}
