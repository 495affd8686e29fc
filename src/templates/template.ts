/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Text, or the key of another value that is inserted. */
export type Piece = { readonly text: string } | { readonly key: string };

/** A text value, as far as its file determines it. */
export interface TextValue extends Span {
  readonly pieces: readonly Piece[];
}

/** The syntax of an object's members. */
export type Syntax = "json" | "bicep" | "hcl";

export interface Member extends Span {
  /** The value, where it is a known text. */
  readonly text: TextValue | undefined;
  /** The value, where it is one word such as "true". */
  readonly word: string | undefined;
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

/** A resource that a file deploys. */
export interface DeclaredResource {
  /** Lower-case: an ARM type without version, or a Terraform type. */
  readonly type: string;
  readonly isTerraform: boolean;
  readonly name: TextValue;
  /**
   * The object with ARM's properties, and those; undefined where the file has no place for them.
   */
  readonly body: ObjectPlace | undefined;
  readonly properties: ObjectPlace | undefined;
}

/** A parsed file. Nothing is resolved: values may be defined in other files. */
export interface TemplateFile {
  readonly resources: readonly DeclaredResource[];
  /** Parameters with defaults, variables, locals, or assigned values. */
  readonly values: ReadonlyMap<string, TextValue>;
  /** The template that a parameters file names, as written. */
  readonly template: string | undefined;
}

/** Longer files aren't parsed, in characters. */
export const longestFile = 1_000_000;

export const emptyFile: TemplateFile = { resources: [], values: new Map(), template: undefined };
