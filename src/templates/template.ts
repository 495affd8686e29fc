/** A stretch of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Text, or the key of another value whose text stands here. */
export type Piece = { readonly text: string } | { readonly key: string };

/** A value that is text, as far as its file tells. */
export interface TextValue extends Span {
  readonly pieces: readonly Piece[];
}

/** How members of an object are written. */
export type Syntax = "json" | "bicep" | "hcl";

/** A member of an object in a file. */
export interface Member extends Span {
  /** Where its value is text that can be told. */
  readonly text: TextValue | undefined;
  /** Where its value is one word, as "true". */
  readonly word: string | undefined;
}

/** An object in a file, as far as something may be put into it. */
export interface ObjectPlace {
  readonly syntax: Syntax;
  /** Right behind its opening brace. */
  readonly inside: number;
  /** Where its first member begins, or its closing brace where it has none. */
  readonly first: number;
  /** By their names, lower-case; each value's place. */
  readonly members: ReadonlyMap<string, Member>;
}

/** A resource that a file deploys. */
export interface DeclaredResource {
  /** As the file writes it, lower-case: an ARM type without version, or a kind of Terraform's. */
  readonly type: string;
  readonly isTerraform: boolean;
  readonly name: TextValue;
  /** What holds ARM's properties, and those; undefined where the file has no place for them. */
  readonly body: ObjectPlace | undefined;
  readonly properties: ObjectPlace | undefined;
}

/** What one file says. Nothing of it is resolved: values may stand in other files. */
export interface TemplateFile {
  readonly resources: readonly DeclaredResource[];
  /** Parameters with their defaults, variables, locals, or the values that the file gives to them. */
  readonly values: ReadonlyMap<string, TextValue>;
  /** The template that a file of parameters names, as it writes it. */
  readonly template: string | undefined;
}

/** Past so many characters a file is not looked at: no template that a person writes is so long. */
export const longestFile = 1_000_000;

/** A file that says nothing, as one that cannot be read. */
export const emptyFile: TemplateFile = { resources: [], values: new Map(), template: undefined };
