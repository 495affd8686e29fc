import type { FileKind } from "./fileKind";
import type { TemplateFile } from "./template";

export interface SourceFile {
  /** Its path, with "/" between folders. */
  readonly file: string;
  readonly kind: FileKind;
  readonly content: TemplateFile;
}

/** An azd environment; one that doesn't exist yet has no name and no files. */
export interface AzdEnvironment {
  readonly name: string | undefined;
  readonly variables: SourceFile | undefined;
  /** Its config.json, with the answers to azd's questions. */
  readonly configuration: SourceFile | undefined;
}

/** One way to deploy a template: the files with values, later ones overriding earlier ones. */
export interface Way {
  readonly parameters: readonly SourceFile[];
  /** Undefined where azd doesn't deploy it. */
  readonly environment: AzdEnvironment | undefined;
}

/** The files that a template's modules and expressions refer to, by their paths. */
export interface GatheredFiles {
  /** A Terraform module has several files. */
  readonly modules: ReadonlyMap<string, readonly SourceFile[]>;
  readonly loaded: ReadonlyMap<string, string>;
}

/** Files that are deployed together. */
export interface DeployedFiles extends GatheredFiles {
  /** The files of the template: one, or all of a Terraform module. */
  readonly templates: readonly SourceFile[];
  /** At least one. */
  readonly given: readonly Way[];
  readonly registry: string | undefined;
}

/** The file system for templates. Never rejects. */
export interface Files {
  /** Names in a folder; empty where it can't be read. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined for a missing or non-deployable file. */
  read(path: string): Promise<SourceFile | undefined>;
  /** The text of any file; undefined for a missing or very long one. */
  text(path: string): Promise<string | undefined>;
  /** Paths of the files that are open in an editor. */
  readonly open: readonly string[];
  /** The folder of the modules that Bicep restored, `~/.bicep/br`; undefined where there is none. */
  readonly registry: string | undefined;
}
