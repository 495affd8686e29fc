import type { Expression } from "./evaluation/expression";

/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a file. */
export interface Place extends Span {
  /** The path of the file. */
  readonly file: string;
}

/** A value as a file has it. */
export interface Written extends Place {
  /** Parsed on demand, because most values of a file don't matter for names. */
  expression(): Expression;
}

/** The syntax of an object's members. */
export type Syntax = "json" | "bicep" | "hcl";

/** A member of an object. */
export interface Member extends Written {
  readonly name: string;
  /** Whether it is text without expressions, or false, and so can be replaced. */
  readonly isReplaceable: boolean;
  /** The object that is its value. */
  object(): ObjectPlace | undefined;
}

/** An object in a file, as a place for an edit. */
export interface ObjectPlace {
  readonly syntax: Syntax;
  /** The offset after its opening brace. */
  readonly inside: number;
  /** The offset of its first member, or of its closing brace where it has none. */
  readonly first: number;
  /** By lower-case name. */
  readonly members: ReadonlyMap<string, Member>;
}

export interface Parameter extends Place {
  readonly name: string;
  /** Lower-case, as in "string" and "bool"; undefined for types that the file composes. */
  readonly type: string | undefined;
  /** Whether it is null without a value. */
  readonly isNullable: boolean;
  readonly default: Written | undefined;
}

/** A declaration that is repeated for each item of an array, or a number of times. */
export interface Loop {
  /** The names of the item and the index in the body; in ARM, the name of the copy loop. */
  readonly item: string;
  readonly index: string | undefined;
  readonly over: Written;
  readonly kind: "items" | "count";
}

/** What resources and modules have in common. */
interface Declared extends Place {
  /** The name that other expressions use; undefined where there is none. */
  readonly symbol: string | undefined;
  readonly condition: Written | undefined;
  readonly loop: Loop | undefined;
  readonly body: ObjectPlace | undefined;
}

/** A resource in a file. */
export interface DeclaredResource extends Declared {
  /** An ARM type without version, or a Terraform type. */
  readonly type: string;
  readonly isTerraform: boolean;
  /** Whether the file only refers to it. */
  readonly isExisting: boolean;
  readonly name: Written;
  /** The object with ARM's properties; undefined where the file has no place for them. */
  readonly properties: ObjectPlace | undefined;
}

/** A deployment inside a deployment: a Bicep or Terraform module, a nested or linked template. */
export interface DeclaredModule extends Declared {
  /** The path or address as written; undefined for a template inside this file. */
  readonly path: string | undefined;
  readonly nested: TemplateFile | undefined;
  /** Whether a nested template's expressions use the names of the template around it. */
  readonly isOuter: boolean;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, Written>;
  readonly parametersPlace: ObjectPlace | undefined;
}

/** Names that a Bicep file takes from another one. */
export interface Import {
  readonly path: string;
  /** The names here and there; undefined where all are taken, as members of the alias. */
  readonly names: readonly { readonly here: string; readonly there: string }[] | undefined;
  readonly alias: string | undefined;
}

/** The definition of a function in a template. */
export interface DeclaredFunction {
  readonly names: readonly string[];
  readonly body: Written;
}

/** A parsed file. Nothing is evaluated: values may be defined in other files. */
export interface TemplateFile {
  readonly targetScope: string | undefined;
  /** By lower-case name, as all maps here. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Variables, or locals of Terraform. */
  readonly variables: ReadonlyMap<string, Written>;
  readonly outputs: ReadonlyMap<string, Written>;
  readonly functions: ReadonlyMap<string, DeclaredFunction>;
  readonly imports: readonly Import[];
  readonly resources: readonly DeclaredResource[];
  readonly modules: readonly DeclaredModule[];
  /** The values that a parameters file or an environment assigns. */
  readonly values: ReadonlyMap<string, Written>;
  /** The template that a parameters file names, as written. */
  readonly template: string | undefined;
  /** Paths of the files that expressions load, as written. */
  readonly loaded: readonly string[];
}

/** Longer files aren't parsed, in characters. */
export const longestFile = 1_000_000;

export const emptyFile: TemplateFile = {
  targetScope: undefined,
  parameters: new Map(),
  variables: new Map(),
  outputs: new Map(),
  functions: new Map(),
  imports: [],
  resources: [],
  modules: [],
  values: new Map(),
  template: undefined,
  loaded: [],
};
