import * as vscode from "vscode";
import { findNameConflicts, type NameConflict } from "./nameConflicts";
import { findVariableConflicts } from "./variableConflicts";
import type { NameHolder, NameIndex } from "./nameIndex";
import { readAzdEnvironment } from "../../templates/azdEnvironment";
import type { EditableResource } from "../../templates/insertion";
import type { Place } from "../../templates/template";
import { plainText } from "../../templates/evaluation/values";
import { deployedWith } from "../../templates/together";
import { conflictMessage, failsForSure, type ConflictWords } from "./messages";
import { rangeIn, type ReadText, type WorkspaceFiles } from "./workspaceFiles";

/** A diagnostic and its data for quick fixes. */
export interface NameDiagnostic {
  readonly diagnostic: vscode.Diagnostic;
  readonly name: string;
  readonly holders: readonly NameHolder[];
  /**
   * Where the resource is declared, in the version that was checked; undefined where no file
   * declares it.
   */
  readonly declared: { readonly resource: EditableResource; readonly source: ReadText } | undefined;
}

/** What a check goes by: the time in milliseconds since the epoch, and what a person chose. */
export interface Assumed {
  readonly now: number;
  readonly environment: string | undefined;
  readonly subscriptionId: string | undefined;
}

const source = "Azure Deleted Resources";
const code = "deleted-resource-holds-name";
/** A file with more is generated, and more would not be read. */
const mostFindings = 200;

/** The diagnostics of a document: for its names, and for its values that become names elsewhere. */
export async function diagnosticsIn(
  uri: vscode.Uri,
  files: WorkspaceFiles,
  index: NameIndex,
  assumed: Assumed,
): Promise<readonly NameDiagnostic[]> {
  const { now } = assumed;
  const document = await files.read(uri);
  if (document === undefined) {
    return [];
  }
  if (document.kind === "azdEnvironment") {
    return findVariableConflicts(readAzdEnvironment(document.text), index)
      .slice(0, mostFindings)
      .map(({ name, holders, ...span }) => ({
        diagnostic: diagnosticOf(document, span, variableWords(name, holders[0]), now),
        name,
        holders,
        declared: undefined,
      }));
  }
  const deployed = await deployedWith(uri.path, files.around(uri), assumed);
  const conflicts = deployed
    .flatMap((one) => findNameConflicts(one, index, assumed.subscriptionId))
    .slice(0, mostFindings);
  const diagnostics = await Promise.all(
    conflicts.map((one) => findingsOf(one, document, files, now)),
  );
  return onceEach(diagnostics.flat());
}

async function findingsOf(
  conflict: NameConflict,
  document: ReadText,
  files: WorkspaceFiles,
  now: number,
): Promise<readonly NameDiagnostic[]> {
  const { file, name, declaration, from, holders } = conflict;
  const { resource } = declaration;
  const at = (path: string): Promise<ReadText | undefined> =>
    files.read(document.uri.with({ path }));
  const template = await at(file);
  if (template === undefined) {
    return [];
  }
  const isHere = file === document.file;
  // In the template itself, the name is marked; elsewhere, the value that becomes it.
  const places = isHere
    ? [conflict]
    : from.filter((place) => place.file === document.file).slice(0, 1);
  const others = isHere ? from : [conflict];
  const related = await Promise.all(
    others.map(async (place) => relatedOf(place, await at(place.file), isHere)),
  );
  return places.map((place) => {
    const diagnostic = diagnosticOf(document, place, wordsOf(conflict), now);
    diagnostic.relatedInformation = related.filter((one) => one !== undefined);
    return { diagnostic, name, holders, declared: { resource, source: template } };
  });
}

function relatedOf(
  place: Place,
  read: ReadText | undefined,
  isValue: boolean,
): vscode.DiagnosticRelatedInformation | undefined {
  return read === undefined
    ? undefined
    : new vscode.DiagnosticRelatedInformation(
        new vscode.Location(read.uri, rangeIn(read.text, place)),
        isValue
          ? vscode.l10n.t("This value sets the name.")
          : vscode.l10n.t("This resource gets the name."),
      );
}

function wordsOf({ name, isCertain, declaration, holders: [holder] }: NameConflict): ConflictWords {
  const { isTerraform, target } = declaration;
  const group = plainText(target.resourceGroup)?.toLowerCase();
  const isSameGroup =
    group !== undefined && group === holder.item.resource.resourceGroup?.toLowerCase();
  return { name, holder, isCertain, isTerraform, isSameGroup };
}

function variableWords(name: string, holder: NameHolder): ConflictWords {
  return { name, holder, isCertain: true, isTerraform: false, isSameGroup: false };
}

function diagnosticOf(
  { text }: ReadText,
  span: { readonly start: number; readonly end: number },
  words: ConflictWords,
  now: number,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeIn(text, span),
    conflictMessage(words, now),
    failsForSure(words) ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = source;
  diagnostic.code = { value: code, target: vscode.Uri.parse(words.holder.service.documentation) };
  return diagnostic;
}

/** Several ways to deploy a template can give the same diagnostic. */
function onceEach(diagnostics: readonly NameDiagnostic[]): readonly NameDiagnostic[] {
  const keyOf = ({ diagnostic: { range, message } }: NameDiagnostic): string =>
    `${String(range.start.line)}:${String(range.start.character)}|${message}`;
  return [...new Map(diagnostics.map((one) => [keyOf(one), one])).values()];
}
